"""Requests from Slack, and what we store in forms and buttons to continue a request later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from bot.platform.payload import Malformed, at, maybe, parsed
from bot.slack import limits
from bot.slack.files import SlackFile
from bot.slack.payload import text
from handlers.request import Means, Place

# The action of a button that repeats a request. Slack opens a form only within seconds of a button
# press or a slash command. If our form came too late, or if the request was a typed message, we
# show this button.
AGAIN = "slack.again"


@dataclass(frozen=True)
class Origin:
    """Where a request was made, which decides where the answer is shown.

    - `command`: a slash command, a mention, a message shortcut, or a button whose answer does not
      replace its message. Only the person sees the answer.
    - `message`: any other button in a message.
    - `home`: the Home tab.
    - `chat`: the person's direct messages with Attune.
    - `nowhere`: a global shortcut, or a form whose origin was too long to keep.

    `channel` is the id of the channel to answer in. `place` is the channel or group conversation
    of the request, or None. `thread` is the ts of the thread's first message. `message` is the ts
    of the message with the button, and `ephemeral` means that only the person sees that message.
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
    """A parsed request, before the person is looked up."""

    id: str
    team: str
    user: str
    means: Means
    name: str
    text: str
    origin: Origin
    trigger: str = ""  # lets us open a form, but only for three seconds after the request
    is_again: bool = False  # whether the AGAIN button was pressed
    view: str = ""  # the id of the modal with the button
    fields: Mapping[str, str] = field(default_factory=dict)
    mentioned: tuple[str, ...] = ()  # ids of people whom the text mentions by id, not by name
    files: tuple[SlackFile, ...] = ()  # shared with the text; exactly one if `means` is FILE
    cut_off: bool = False  # whether Slack may have cut off the end of the text
    # The ts of our message that says we are working, which the answer replaces.
    progress: str = ""

    @property
    def place(self) -> Place | None:
        """The channel or group conversation of the request, or None."""
        return self.origin.place

    @property
    def message(self) -> str:
        """The ts of the message with the button, or "" if we can't change this message later."""
        changeable = self.place is None and not self.origin.ephemeral
        return self.origin.message if changeable else ""


def file_requests(message: SlackRequest, limit: int) -> list[SlackRequest]:
    """Make a request for each file of a message, up to `limit`, with the message's text."""
    return [
        replace(message, id=f"{message.id}:{each.id}", means=Means.FILE, files=(each,))
        for each in message.files[:limit]
    ]


def pack_request(incoming: SlackRequest) -> str | None:
    """Return the value of a button that repeats a request. Return None if the value is too long."""
    value = json.dumps([incoming.means, incoming.name, incoming.text], ensure_ascii=False)
    return value if len(value) <= limits.BUTTON_VALUE else None


def pack(subject: str, origin: Origin) -> str:
    """Build the metadata of a form from its subject's id and its origin.

    If the metadata is too long, the origin becomes `nowhere` and keeps only its place. The
    metadata never decides what a person may do.
    """
    packed = json.dumps({"subject": subject, "origin": asdict(origin)}, ensure_ascii=False)
    nowhere = Origin("nowhere", place=origin.place)
    if len(packed) <= limits.METADATA or origin == nowhere:
        return packed
    return pack(subject, nowhere)


def unpack(metadata: str) -> tuple[str, Origin]:
    """Return the subject and origin in a form's metadata. Raises Malformed."""
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


def _packed_place(place: object) -> Place | None:
    if place is None:
        return None
    return Place(text(place, "external"), text(place, "name"))


def unpack_request(value: str) -> tuple[Means, str, str]:
    """Return the means, name and text in a value from `pack_request`. Raises Malformed."""
    match parsed(value):
        case [Means.COMMAND | Means.BUTTON | Means.SHORTCUT as means, str(name), str(words)]:
            return Means(means), name, words
        case _:
            raise Malformed("again")
