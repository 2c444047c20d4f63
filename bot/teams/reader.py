"""Parse Teams' activities into requests and other events. All functions are pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.intake.text import from_html
from bot.platform.payload import Json, at, maybe
from bot.teams.activity import (
    Who,
    address_of,
    channel_name,
    check,
    id_of,
    is_menu,
    mentions_us,
    place_of,
    team_of,
    tenant_of,
    text_of,
    who_of,
    with_line_feeds,
)
from bot.teams.address import Address
from bot.teams.file_offers import ANSWERED, OfferAnswer, answer_of
from bot.teams.files import files_of
from bot.teams.inputs import submitted_values, values_of
from bot.teams.meeting_events import meeting_report
from bot.teams.payload import items, json_object, text
from bot.teams.renderer import FORM, INPUTS, KEY, TYPED
from bot.teams.request import ELSEWHERE, TeamsRequest, Via
from handlers.request import Means
from handlers.sources.calendars.real_times import MeetingReport

# How a request arrived, by the name of its activity.
VIAS: Mapping[str, Via] = {
    "adaptiveCard/action": "card",
    "task/fetch": "fetch",
    "task/submit": "submit",
    # Our entries in Teams' own menus: the menu of a message, and the menu of the compose box.
    "composeExtension/fetchTask": "fetch",
    "composeExtension/submitAction": "submit",
}
MAX_MESSAGE = 2_000  # we read at most this many characters of a message in HTML


class UnknownInvoke(Exception):
    """An invoke activity of a kind that we do not handle."""


@dataclass(frozen=True)
class Installed:
    """A person installed Attune."""

    who: Who
    address: Address


@dataclass(frozen=True)
class ChannelRenamed:
    """A channel has a new name. `tenant` and `channel` are ids on Teams."""

    tenant: str
    channel: str
    name: str


@dataclass(frozen=True)
class Removed:
    """A person removed Attune."""

    who: Who


Event = TeamsRequest | Installed | Removed | ChannelRenamed | MeetingReport | OfferAnswer


def read(activity: Json) -> Event | None:
    """Parse an activity, or return None if it does not concern us.

    Raises Malformed or UnknownInvoke.
    """
    kind = text(activity, "type")
    check(activity)
    match kind:
        case "message":
            return _message(activity)
        case "invoke":
            is_answer = maybe(activity, "name") == ANSWERED
            return answer_of(activity) if is_answer else _invoke(activity)
        case "installationUpdate":
            return _installation(activity)
        case "conversationUpdate":
            return _conversation_update(activity)
        case "event":
            return meeting_report(activity)
        case _:
            return None


def _message(activity: Json) -> TeamsRequest | None:
    """Return the request in a message, or in a button press that Teams sends as a message.

    In a channel, return None for a written message that does not mention Attune.
    """
    if isinstance(at(activity, "value", KEY), dict):
        data = json_object(activity, "value")
        return _pressed(activity, "message", text(data, KEY, "verb"), data)
    if place_of(activity) and not mentions_us(activity):
        return None
    return TeamsRequest(
        id=_id_of_message(activity),
        who=who_of(activity),
        address=address_of(activity),
        via="message",
        means=Means.COMMAND,
        name="",
        text=text_of(activity),
        place=place_of(activity),
        team=team_of(activity),
        files=files_of(activity),
        moment=maybe(activity, "localTimestamp"),
    )


def _id_of_message(activity: Json) -> str:
    """Return the same id for every repeat of a message, even if Teams gives the repeat another id.

    So the id is built from the time of the message, its writer and its text. If Teams gives no
    time, it is built from the activity's id.
    """
    conversation, activity_id = text(activity, "conversation", "id"), id_of(activity)
    moment = maybe(activity, "localTimestamp")
    if not moment:
        return f"{conversation}:{activity_id}"
    writer, words = text(activity, "from", "id"), maybe(activity, "text")
    return _hashed("message", conversation, writer, moment, words)


def file_requests(message: TeamsRequest, limit: int) -> list[TeamsRequest]:
    """Make one request for each of the message's first `limit` files.

    Each request has the message's text. Teams may send the same message again with another id, so a
    request's id is built from the file's id and the time of the message.
    """
    conversation = message.address.conversation
    return [
        replace(
            message,
            id=_hashed("file", conversation, each.id, message.moment or message.id, number),
            means=Means.FILE,
            files=(each,),
        )
        for number, each in enumerate(message.files[:limit])
    ]


def _invoke(activity: Json) -> TeamsRequest:
    """Return the request of a press, a form or a menu. Raises UnknownInvoke."""
    name = text(activity, "name")
    via = VIAS.get(name)
    if via is None:
        raise UnknownInvoke(name)
    if via == "card":
        action = json_object(activity, "value", "action")
        return _pressed(activity, via, text(action, "verb"), json_object(action, "data"))
    if is_menu(activity) and via == "fetch":
        return _menu_entry(activity)
    data = json_object(activity, "value", "data")
    incoming = _pressed(activity, via, text(data, KEY, "verb"), data)
    return replace(incoming, place=ELSEWHERE) if is_menu(activity) else incoming


def _menu_entry(activity: Json) -> TeamsRequest:
    """Parse the use of one of our menu entries.

    If the entry is in the menu of a message, `text` is the text of that message.
    """
    command, value = text(activity, "value", "commandId"), json_object(activity, "value")
    return TeamsRequest(
        id=_id_of_press(activity, command, value, is_form=False),
        who=who_of(activity),
        address=address_of(activity),
        via="fetch",
        means=Means.SHORTCUT,
        name=command,
        text=_message_of(activity),
        place=ELSEWHERE,
    )


def _message_of(activity: Json) -> str:
    """Return the text of the message whose menu was used, or ""."""
    body = (
        json_object(activity, "value", "messagePayload", "body") if _is_on_message(activity) else {}
    )
    words = maybe(body, "content")
    return from_html(words, MAX_MESSAGE) if maybe(body, "contentType") == "html" else words


def _is_on_message(activity: Json) -> bool:
    return maybe(activity, "value", "commandContext") == "message"


def _pressed(activity: Json, via: Via, verb: str, data: Json) -> TeamsRequest:
    """Return the request of a pressed button or a submitted form."""
    own = json_object(data, KEY)
    is_form, beside = verb.startswith(FORM), at(own, "beside") is True
    return TeamsRequest(
        id=_id_of_press(activity, verb, data, is_form=is_form and not beside),
        who=who_of(activity),
        address=address_of(activity),
        via=via,
        means=Means.FORM if is_form else Means.BUTTON,
        name=verb.removeprefix(FORM),
        text=maybe(own, "value"),
        place=place_of(activity),
        team=team_of(activity),
        pressed_message=maybe(activity, "replyToId"),
        beside=beside,
        within=isinstance(own.get(INPUTS), dict),
        nonce=maybe(own, "nonce"),
        fields=_fields(data) if is_form else _typed(data),
    )


def _id_of_press(activity: Json, verb: str, data: Json, *, is_form: bool) -> str:
    """Return the same id for every repeat of a press, even if Teams gives the repeat another id.

    The id depends on the card and on all values. If `is_form` is False, the person may press twice
    on purpose. So the id also depends on the time of the press or, if Teams gives no time, on the
    activity's id.
    """
    moment = "" if is_form else maybe(activity, "localTimestamp") or id_of(activity)
    where = [maybe(activity, "conversation", "id"), maybe(activity, "replyToId")]
    return _hashed("press", *where, text(activity, "from", "id"), verb, moment, data)


def _hashed(kind: str, *parts: object) -> str:
    packed = json.dumps(parts, sort_keys=True)
    return f"{kind}:{hashlib.sha256(packed.encode()).hexdigest()}"


def _fields(data: Json) -> dict[str, str]:
    names = at(data, KEY, INPUTS)
    values = values_of(names, data) if isinstance(names, dict) else submitted_values(data)
    return {name: with_line_feeds(value) for name, value in values.items()}


def _typed(data: Json) -> dict[str, str]:
    """Return what a person has typed in the card's forms but not yet sent.

    Only the buttons in `bot.platform.typed_inputs` pass this on. For other buttons, return {}.
    """
    names = at(data, KEY, TYPED)
    values = values_of(names, data) if isinstance(names, dict) else {}
    return {name: with_line_feeds(value) for name, value in values.items() if value}


def _installation(activity: Json) -> Event | None:
    """Return `Installed` or `Removed` for a person. Return None for anything else."""
    if place_of(activity):
        return None
    action = maybe(activity, "action")
    if action.startswith("add"):
        return Installed(who_of(activity), address_of(activity))
    return Removed(who_of(activity)) if action.startswith("remove") else None


def _conversation_update(activity: Json) -> Installed | ChannelRenamed | None:
    """Parse a conversation update.

    - If Attune was added to a person's own chat, return `Installed`.
    - If a channel has a new name, return `ChannelRenamed`.
    - Otherwise, return None. If Attune was removed, Teams sends an installation update instead.
    """
    if maybe(activity, "channelData", "eventType") == "channelRenamed":
        name = channel_name(maybe(activity, "channelData", "channel", "name"))
        channel = maybe(activity, "channelData", "channel", "id")
        return ChannelRenamed(tenant_of(activity), channel, name) if channel and name else None
    us = text(activity, "recipient", "id")
    added = {maybe(member, "id") for member in items(activity, "membersAdded")}
    if place_of(activity) or us not in added or text(activity, "from", "id") == us:
        return None
    return Installed(who_of(activity), address_of(activity))
