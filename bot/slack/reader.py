"""Parse Slack's payloads into requests. All functions are pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from bot.platform.choices import submitted
from bot.platform.fitting import shorten
from bot.platform.payload import Malformed, at, maybe
from bot.platform.typed_inputs import PASSES_TYPED_INPUTS
from bot.slack.files import files_of
from bot.slack.ids import FORM, read_action, read_block, values_of_form
from bot.slack.payload import mentioned, text, typed, without_leading_mentions
from bot.slack.request import AGAIN, Origin, SlackRequest, unpack, unpack_request
from handlers.request import Means, Place

Json = Mapping[str, Any]


# For some channels, Slack does not send the real name. The keys are what Slack sends as the name,
# and the values are the names that we show. The name that Slack sends for a group conversation
# begins with GROUP.
UNNAMED = {"": "this channel", "privategroup": "a private channel"}
GROUP, GROUP_NAME = "mpdm-", "a group conversation"
MAX_NAME = 80  # characters of a channel's name
# Slack cuts off a text after 4,000 characters. A text with one of these lengths may be cut off.
CUT_OFF = range(3_990, 4_001)
# Subtypes of messages that people write.
PERSON_SUBTYPES = (None, "file_share", "me_message", "thread_broadcast")


def command(body: Json) -> SlackRequest:
    """Parse a slash command.

    Like the other parsers here, raises Malformed if a part that Slack always sends is missing.
    """
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

    Three kinds of actions do not become a press of a button, but another request:

    - The button AGAIN: the earlier request that is packed into the button's value.
    - The button of a form within a message: a submitted form.
    - An option in a form that is submitted as soon as an option is chosen: a submitted form.
    """
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else {}
    pressed, beside = read_action(text(action, "action_id"))
    name = pressed
    means, value, fields = Means.BUTTON, maybe(action, "value"), dict[str, str]()
    if name.startswith(FORM):
        means, name = Means.FORM, name.removeprefix(FORM)
        value, fields = _quick_form(body, action)
    elif name == AGAIN:
        means, name, value = unpack_request(value)
    elif name in PASSES_TYPED_INPUTS:
        fields = _typed_in_message(body)
    return SlackRequest(
        id=text(body, "trigger_id"),
        team=_team(body),
        user=text(body, "user", "id"),
        means=means,
        name=name,
        text=value,
        origin=_button_origin(body, beside=beside),
        trigger=text(body, "trigger_id"),
        is_again=pressed == AGAIN,
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
    """Parse a global shortcut or a message shortcut."""
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
    """Parse a direct message, a mention in a channel, or the opening of the Home tab.

    Return None for other events.
    """
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


def input_ids(body: Json) -> list[str]:
    """Return the ids of a submitted form's inputs, in order."""
    blocks = at(body, "view", "blocks")
    return [
        text(block, "block_id")
        for block in (blocks if isinstance(blocks, list) else [])
        if maybe(block, "type") == "input"
    ]


def _typed_in_message(body: Json) -> dict[str, str]:
    """Return what the person typed into inputs of the message, by input id."""
    values = at(body, "state", "values")
    given = values if isinstance(values, dict) else {}
    parts = {read_block(block_id)[1]: value for block_id, value in given.items()}
    return {name: said for name, said in _fields(parts).items() if name and said}


def _quick_form(body: Json, action: Json) -> tuple[str, dict[str, str]]:
    """Return the subject of a form within a message, and the values of its inputs."""
    key, part, subject = read_block(text(action, "block_id"))
    if part:  # the form is submitted as soon as an option is chosen
        return subject, {part: _answer(action)}
    values = at(body, "state", "values") or at(body, "view", "state", "values")
    if not isinstance(values, dict):
        raise Malformed("values")
    return maybe(action, "value"), _fields(dict(values_of_form(key, values)))


def _words(body: Json, origin: Origin) -> SlackRequest:
    """Return the request that a typed message makes."""
    text(body, "event", "text")  # raises Malformed if it is missing
    words = without_leading_mentions(maybe(body, "event", "text"))
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
        team=_team_of_event(body),
        user=text(body, "event", "user"),
        means=means,
        name=name,
        text=words,
        origin=origin,
    )


def _team_of_event(body: Json) -> str:
    """Return the workspace through which we get an event.

    In a channel that two companies share, `team_id` can be the other company's. `event.team` can be
    the id of an Enterprise organisation.
    """
    through = at(body, "authorizations")
    first = through[0] if isinstance(through, list) and through else None
    return maybe(first, "team_id") or text(body, "team_id")


def _is_a_person_talking(message: Json) -> bool:
    by_person = message.get("subtype") in PERSON_SUBTYPES and "bot_id" not in message
    return message.get("channel_type") == "im" and by_person


def _is_in_a_channel(message: Json) -> bool:
    """Check whether a person mentions us in a channel.

    A mention in a direct message arrives as a message event too, so we ignore it here.
    """
    return "bot_id" not in message and not maybe(message, "channel").startswith("D")


def _button_origin(body: Json, *, beside: bool) -> Origin:
    """Return where the pressed button is: on Home, in a form, or in a message.

    If `beside` is true, the answer appears below the message with the button. Otherwise, the answer
    replaces that message.
    """
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
    return _place(maybe(body, "channel", "id"), maybe(body, "channel", "name"))


def _place(channel: str, name: str) -> Place | None:
    """Return the channel in which something happened, or None for a direct message."""
    if not channel or channel.startswith("D") or name == "directmessage":
        return None
    if name.startswith(GROUP):
        return Place(channel, GROUP_NAME)
    return Place(channel, UNNAMED.get(name) or shorten(f"#{name}", MAX_NAME + 1))


def _fields(values: object) -> dict[str, str]:
    """Return what was filled in, by the id of the block."""
    if not isinstance(values, dict):
        raise Malformed("values")
    return {
        block_id: _answer(element)
        for block_id, elements in values.items()
        if isinstance(elements, dict)
        for element in elements.values()
    }


def _answer(element: object) -> str:
    """Return the value of one input. Several values are separated by commas."""
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
    """Return the person's own workspace.

    If Slack does not send it, return the workspace in which the person acted.
    """
    return maybe(body, "user", "team_id") or text(body, "team", "id")
