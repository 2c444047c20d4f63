"""Parses Slack's payloads into requests. Pure: nothing is looked up here."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from bot.platform.choices import submitted
from bot.platform.fitting import shorten
from bot.platform.payload import Malformed, at, maybe, parsed
from bot.slack import limits
from bot.slack.files import SlackFile, files_of
from bot.slack.ids import FORM, of_form, read_action, read_block
from bot.slack.payload import mentioned, text, typed, without_address
from handlers.registry import Means, Place

Json = Mapping[str, Any]

# The action of a button that repeats a request. It is offered when a form could not be opened:
# Slack opens one only within seconds of a press.
AGAIN = "slack.again"

# What to call a channel whose name Slack does not send, by what it sends instead. For a group
# conversation, Slack makes up a name that begins with GROUP; we call it GROUP_NAME.
UNNAMED = {"": "this channel", "privategroup": "a private channel"}
GROUP, GROUP_NAME = "mpdm-", "a group conversation"
MAX_NAME = 80  # characters of a channel's name
# Lengths of a text of which Slack may have cut off the end: it keeps 4,000 characters.
CUT_OFF = range(3_990, 4_001)
# Subtypes of messages that people write.
PERSON_SUBTYPES = (None, "file_share", "me_message", "thread_broadcast")


@dataclass(frozen=True)
class Origin:
    """Where a request was made, which decides where its answer is shown.

    `kind` is `command` (a slash command, a mention, a message shortcut, or a button whose answer
    does not replace its message), `message` (any other button in a message), `home` (the Home tab),
    `chat` (our direct messages) or `nowhere` (a global shortcut, or a form whose origin was too
    long to keep). Only the person sees the answer to a `command`. `channel` is the id of the
    channel to answer in. `place` is where the request was made, for features that need to know; it
    is None outside channels and group conversations. `thread` is the ts of the thread's first
    message. `ephemeral` means that only the person sees the message with the button, and `message`
    is its ts.
    """

    kind: Literal["command", "message", "home", "chat", "nowhere"]
    response_url: str = ""
    channel: str = ""
    place: Place | None = None
    thread: str = ""
    ephemeral: bool = False
    message: str = ""


@dataclass(frozen=True)
class SlackRequest:
    """A request as parsed from Slack's payload; the person is not looked up yet."""

    id: str
    team: str
    user: str
    means: Means
    name: str
    text: str
    origin: Origin
    trigger: str = ""  # the trigger_id: a form can be opened with it within three seconds
    view: str = ""  # the id of the modal that the button is in
    fields: Mapping[str, str] = field(default_factory=dict)
    mentioned: tuple[str, ...] = ()  # ids of people whom the text mentions without their names
    files: tuple[SlackFile, ...] = ()  # shared with the text; one, if `means` is FILE
    cut_off: bool = False  # Slack may have cut off the end of the text
    sign: str = ""  # the ts of our message that says we are working on it; the answer replaces it

    @property
    def place(self) -> Place | None:
        """The channel or group conversation where the request was made; None anywhere else."""
        return self.origin.place

    @property
    def message(self) -> str:
        """The ts of the message with the button, if it can be changed later; otherwise ""."""
        changeable = self.place is None and not self.origin.ephemeral
        return self.origin.message if changeable else ""


def command(body: Json) -> SlackRequest:
    """Parse a slash command. Like the functions below, raises Malformed."""
    return SlackRequest(
        id=text(body, "trigger_id"),
        team=text(body, "team_id"),
        user=text(body, "user_id"),
        means=Means.COMMAND,
        name=text(body, "command").removeprefix("/"),
        text=typed(maybe(body, "text")),
        origin=Origin(
            "command",
            maybe(body, "response_url"),
            maybe(body, "channel_id"),
            _place(maybe(body, "channel_id"), maybe(body, "channel_name")),
        ),
        trigger=text(body, "trigger_id"),
        mentioned=mentioned(maybe(body, "text")),
    )


def button(body: Json) -> SlackRequest:
    """Parse a press of a button in a message, on the Home tab or in a modal.

    A press of the AGAIN button becomes the request that it repeats. The button of a form within the
    message, or the choice of an option that acts at once, becomes a submitted form.
    """
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else {}
    name, beside = read_action(text(action, "action_id"))
    means, value, fields = Means.BUTTON, maybe(action, "value"), dict[str, str]()
    if name.startswith(FORM):
        means, name = Means.FORM, name.removeprefix(FORM)
        value, fields = _quick_form(body, action)
    elif name == AGAIN:
        means, name, value = _unpack_request(value)
    return SlackRequest(
        id=text(body, "trigger_id"),
        team=_team(body),
        user=text(body, "user", "id"),
        means=means,
        name=name,
        text=value,
        origin=_button_origin(body, beside=beside),
        trigger=text(body, "trigger_id"),
        view=maybe(body, "view", "id") if maybe(body, "view", "type") == "modal" else "",
        fields=fields,
    )


def submission(body: Json) -> SlackRequest:
    """Parse a submitted form."""
    subject, origin = unpack(maybe(body, "view", "private_metadata"))
    return SlackRequest(
        id=text(body, "trigger_id"),
        team=_team(body),
        user=text(body, "user", "id"),
        means=Means.FORM,
        name=text(body, "view", "callback_id"),
        text=subject,
        origin=origin,
        fields=_fields(at(body, "view", "state", "values")),
    )


def shortcut(body: Json) -> SlackRequest:
    """Parse a global shortcut or a message shortcut, from Slack's own menus."""
    response_url, place = maybe(body, "response_url"), _place_of(body)
    return SlackRequest(
        id=text(body, "trigger_id"),
        team=_team(body),
        user=text(body, "user", "id"),
        means=Means.SHORTCUT,
        name=text(body, "callback_id"),
        text=typed(maybe(body, "message", "text")),
        origin=Origin(
            "command" if response_url else "nowhere",
            response_url,
            maybe(body, "channel", "id"),
            place,
        ),
        trigger=text(body, "trigger_id"),
        mentioned=mentioned(maybe(body, "message", "text")),
    )


def event(body: Json) -> SlackRequest | None:
    """Parse an event: the Home tab was opened, or somebody wrote to us. None for any other."""
    kind = text(body, "event", "type")
    if kind == "app_home_opened" and maybe(body, "event", "tab") == "home":
        return _event(body, Means.SCREEN, "home", "", Origin("home"))
    if kind == "message" and _is_a_person_talking(body["event"]):
        channel, thread = text(body, "event", "channel"), maybe(body, "event", "thread_ts")
        return _words(body, Origin("chat", channel=channel, thread=thread))
    if kind == "app_mention" and _is_in_a_channel(body["event"]):
        channel, thread = text(body, "event", "channel"), maybe(body, "event", "thread_ts")
        origin = Origin("command", channel=channel, place=_place(channel, ""), thread=thread)
        return _words(body, origin)
    return None


def file_requests(message: SlackRequest, limit: int) -> list[SlackRequest]:
    """A request for each of the first files of a message, with the message's words."""
    return [
        replace(message, id=f"{message.id}:{each.id}", means=Means.FILE, files=(each,))
        for each in message.files[:limit]
    ]


def input_ids(body: Json) -> list[str]:
    """The ids of a submitted form's inputs, in order: Slack shows errors only at these."""
    blocks = at(body, "view", "blocks")
    return [
        text(block, "block_id")
        for block in (blocks if isinstance(blocks, list) else [])
        if maybe(block, "type") == "input"
    ]


def pack_request(incoming: SlackRequest) -> str | None:
    """The value for a button that repeats this request; None if it would be too long."""
    value = json.dumps([incoming.means, incoming.name, incoming.text], ensure_ascii=False)
    return value if len(value) <= limits.BUTTON_VALUE else None


def pack(subject: str, origin: Origin) -> str:
    """The metadata of a form: its subject's id and its origin.

    If that is too long, the origin becomes `nowhere`, with only its place.

    The metadata grants no rights: these are checked when the form is submitted.
    """
    packed = json.dumps({"subject": subject, "origin": asdict(origin)}, ensure_ascii=False)
    nowhere = Origin("nowhere", place=origin.place)
    if len(packed) <= limits.METADATA or origin == nowhere:
        return packed
    return pack(subject, nowhere)


def unpack(metadata: str) -> tuple[str, Origin]:
    """The subject and origin from a form's metadata. Raises Malformed."""
    packed = parsed(metadata)
    origin = at(packed, "origin")
    response_url, channel = text(origin, "response_url"), text(origin, "channel")
    match text(origin, "kind"):
        case "command" | "message" | "home" | "chat" | "nowhere" as kind:
            place = _packed_place(at(origin, "place"))
            thread, ephemeral = maybe(origin, "thread"), at(origin, "ephemeral") is True
            return text(packed, "subject"), Origin(
                kind, response_url, channel, place, thread, ephemeral=ephemeral
            )
        case _:
            raise Malformed("origin")


def _quick_form(body: Json, action: Json) -> tuple[str, dict[str, str]]:
    """The subject and the fields of a form within a message or on the Home tab."""
    key, part, subject = read_block(text(action, "block_id"))
    if part:  # a choice that acts at once
        return subject, {part: _answer(action)}
    values = at(body, "state", "values") or at(body, "view", "state", "values")
    if not isinstance(values, dict):
        raise Malformed("values")
    return maybe(action, "value"), _fields(dict(of_form(key, values)))


def _words(body: Json, origin: Origin) -> SlackRequest:
    """What somebody wrote to us, with the files that they shared. Raises Malformed."""
    text(body, "event", "text")  # raises Malformed if it is missing
    words = without_address(maybe(body, "event", "text"))
    incoming = _event(body, Means.COMMAND, "", typed(words), origin)
    return replace(
        incoming,
        mentioned=mentioned(words),
        files=files_of(body["event"]),
        cut_off=any(len(each) in CUT_OFF for each in (words, incoming.text)),
    )


def _event(body: Json, means: Means, name: str, words: str, origin: Origin) -> SlackRequest:
    return SlackRequest(
        id=text(body, "event_id"),
        team=text(body, "team_id"),  # event.team can be the id of an Enterprise organisation
        user=text(body, "event", "user"),
        means=means,
        name=name,
        text=words,
        origin=origin,
    )


def _is_a_person_talking(message: Json) -> bool:
    """Whether a message is in direct messages with us, and was written by a person."""
    by_person = message.get("subtype") in PERSON_SUBTYPES and "bot_id" not in message
    return message.get("channel_type") == "im" and by_person


def _is_in_a_channel(message: Json) -> bool:
    """Whether a mention is in a channel. One in a direct message also comes as a message event."""
    return "bot_id" not in message and not maybe(message, "channel").startswith("D")


def _button_origin(body: Json, *, beside: bool) -> Origin:
    """Where a button was pressed; in a modal, where the modal was asked for. Raises Malformed."""
    kind = maybe(body, "view", "type")
    if kind == "home":
        return Origin("home")
    if kind == "modal":
        return unpack(maybe(body, "view", "private_metadata"))[1]
    answer_as: Literal["command", "message"] = "command" if beside else "message"
    channel = maybe(body, "channel", "id")
    return Origin(
        answer_as,
        maybe(body, "response_url"),
        channel,
        _place_of(body),
        maybe(body, "container", "thread_ts"),
        ephemeral=at(body, "container", "is_ephemeral") is True,
        message=maybe(body, "container", "message_ts"),
    )


def _place_of(body: Json) -> Place | None:
    """The channel of the message whose button or shortcut was used; None if there is none."""
    return _place(maybe(body, "channel", "id"), maybe(body, "channel", "name"))


def _place(channel: str, name: str) -> Place | None:
    """A channel with the name to show.

    None if there is no channel, or for direct messages, whose ids begin with D.
    """
    if not channel or channel.startswith("D") or name == "directmessage":
        return None
    if name.startswith(GROUP):
        return Place(channel, GROUP_NAME)
    return Place(channel, UNNAMED.get(name) or shorten(f"#{name}", MAX_NAME + 1))


def _packed_place(place: object) -> Place | None:
    if place is None:
        return None
    return Place(text(place, "external"), text(place, "name"))


def _unpack_request(value: str) -> tuple[Means, str, str]:
    match parsed(value):
        case [Means.COMMAND | Means.BUTTON | Means.SHORTCUT as means, str(name), str(words)]:
            return Means(means), name, words
        case _:
            raise Malformed("again")


def _fields(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        raise Malformed("values")
    return {
        block_id: _answer(element)
        for block_id, elements in values.items()
        if isinstance(elements, dict)
        for element in elements.values()
    }


def _answer(element: object) -> str:
    """The value of one input, in the format that forms have on every platform."""
    if not isinstance(element, dict):
        raise Malformed("element")
    match element.get("type"):
        case "checkboxes" | "multi_static_select":
            chosen = element.get("selected_options")
            return ",".join(text(each, "value") for each in chosen or () if isinstance(each, dict))
        case "radio_buttons" | "static_select":
            return submitted(maybe(element, "selected_option", "value"))
        case "datepicker":
            return maybe(element, "selected_date")
        case _:
            return maybe(element, "value")


def _team(body: Json) -> str:
    """The id of the person's own workspace, or else of the one in which they did something."""
    return maybe(body, "user", "team_id") or text(body, "team", "id")
