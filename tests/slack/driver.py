"""A person on Slack: sends what Slack would send, and sees what the fake shows."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient

from bot.base.background import Background
from bot.slack import ids, renderer
from handlers.cards import Card
from tests.dialogue import Offer
from tests.slack import blockkit
from tests.slack.fake import TEAM, FakeSlack, dm_of
from tests.slack.wire import Message

Json = dict[str, Any]

SECRET = "0123456789abcdef0123456789abcdef"
TROUBLE = "We had some trouble connecting. Try again?"
MAX_MESSAGE = 4_000  # characters
# Slack knows the real top-level domains; .example stands for them.
LINKED = re.compile(
    r"https?://[^\s<>]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:com|example|io|net|org)\b"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|example|io|net|org)\b(?:/[^\s<>]*[\w/])?",
    re.IGNORECASE,
)
REQUIRED = "Please complete this required field."


def sign(body: str, timestamp: int, secret: str = SECRET) -> dict[str, str]:
    """The headers with Slack's signature of a body."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


@dataclass
class Answer:
    """The response to a request."""

    status: int
    body: Json


class ByHttp:
    """Signed requests to the real app."""

    def __init__(self, fake: FakeSlack, client: "TestClient[Any, Any]") -> None:
        self._fake = fake
        self._client = client

    async def send(self, kind: str, payload: Json) -> Answer:
        """Send a payload as Slack does: commands and interactions as forms, events as JSON."""
        if kind == "events_api":
            return await self.post(json.dumps(payload), "application/json")
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self.post(urlencode(fields), "application/x-www-form-urlencoded")

    async def post(
        self, body: str | bytes, content_type: str, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send a body, signed unless other headers are given."""
        text = body if isinstance(body, str) else body.decode(errors="replace")
        if headers is None:
            headers = sign(text, int(self._fake.clock.now().timestamp()))
        headers = {**headers, "Content-Type": content_type}
        async with self._client.post("/slack/events", data=body, headers=headers) as answer:
            said = await answer.text()
            return Answer(answer.status, json.loads(said) if said.startswith("{") else {})


class BySocket:
    """Envelopes over Socket Mode."""

    def __init__(self, fake: FakeSlack) -> None:
        self._fake = fake

    async def send(self, kind: str, payload: Json) -> Answer:
        """Send a payload in an envelope; an acknowledged one counts as 200."""
        return Answer(200, await self._fake.by_socket(kind, payload))


@dataclass
class SlackUser:
    """`tests.dialogue.Dialogue` on Slack."""

    fake: FakeSlack
    way: ByHttp | BySocket
    background: Background
    id: str
    team: str = TEAM
    channel: str = ""  # the id of the one they are in; in direct messages none
    problems: dict[str, str] = field(default_factory=dict)
    _filled: dict[str, str] = field(default_factory=dict)
    _typed: dict[tuple[str, str], str] = field(default_factory=dict)  # by message and block
    _sent: tuple[str, Json] | None = None

    # What they see

    @property
    def screen(self) -> str:
        if self.form is not None:
            return self.form
        latest = self._newest()
        if latest is None:
            return ""
        return blockkit.visible(latest.body if isinstance(latest, Message) else latest)

    @property
    def form(self) -> str | None:
        view = self.fake.modals.get(self.id)
        return blockkit.visible(view) if view else None

    @property
    def messages(self) -> list[str]:
        return [blockkit.visible(each.body) for each in self.fake.seen_by(self.id)]

    def reads(self, channel: str) -> list[str]:
        """What everybody in a channel sees, oldest first."""
        seen = self.fake.seen_in(self.fake.channel_id(channel))
        return [blockkit.visible(each.body) for each in seen]

    def sees(self, *words: str) -> None:
        for each in words:
            assert each in self.screen, f"no {each!r} in:\n{self.screen}"

    def sees_nothing_of(self, *words: str) -> None:
        for each in words:
            assert each not in self.screen, f"{each!r} in:\n{self.screen}"

    # What they do

    def goes_to(self, channel: str) -> None:
        """Go to a channel (`#sales`); without a name, back to direct messages."""
        self.channel = self.fake.channel_id(channel) if channel else ""

    async def types(self, words: str) -> None:
        if words.startswith("/"):
            await self.send("slash_commands", self.command(words))
        else:
            await self.send("events_api", self.message(words))

    async def drops(self, name: str, content: bytes) -> None:
        await self.send("events_api", self.sharing([(name, content)]))

    async def pastes(self, words: str) -> None:
        """Paste a text. Slack makes a file of a text that is too long for a message."""
        if len(words) <= MAX_MESSAGE:
            await self.types(words)
        else:
            await self.send("events_api", self.sharing([("Untitled", words.encode())]))

    async def presses(self, label: str) -> None:
        await self.send("interactive", self.press(label))

    def offers(self, card: Card) -> Iterator[Offer]:
        for button in blockkit.buttons(renderer.message(card)):
            named = (button["action_id"].rpartition("#")[0], button.get("value", ""))
            if named[0].startswith(ids.FORM):
                continue
            yield named, partial(self._press_alone, button)

    async def _press_alone(self, button: Json) -> Answer:
        """Press a button of a message that the fake does not have."""
        left_out = ("style", "accessibility_label")
        channel = dm_of(self.id)
        payload = {
            **self.home()["event"],
            "type": "block_actions",
            "user": {"id": self.id, "team_id": self.team},
            "team": {"id": self.team},
            "trigger_id": self.fake.trigger(self.id),
            "actions": [{name: button[name] for name in button if name not in left_out}],
            "container": {"type": "message", "message_ts": "1.1"},
            "channel": {"id": channel, "name": "directmessage"},
            "response_url": self.fake.response_url(self.id, channel, Message(channel, "1.1", {})),
        }
        answer = await self.send("interactive", payload)
        self.fake.modals.pop(self.id, None)
        return answer

    async def fills(self, **fields: str) -> None:
        assert self.fake.modals.get(self.id), "no form is open"
        known = {block["block_id"]: block["element"] for block in self._inputs()}
        for name, value in fields.items():
            assert len(value) <= known[name].get("max_length", 3_000)
            self._filled[name] = value

    async def forces(self, **fields: str) -> None:
        self._filled.update(fields)

    async def submits(self) -> None:
        self.problems = {}
        state = self._state()
        for block in self._inputs():
            empty = not _value(next(iter(state[block["block_id"]].values())))
            if empty and not block.get("optional"):
                self.problems[block["block_id"]] = REQUIRED
        if not self.problems:
            self._sent = ("interactive", self.submission())
            self._take(await self.way.send(*self._sent))
            await self.background.drain()

    async def answers_in_message(self, label: str = "", /, **fields: str) -> None:
        place, inputs, _ = self._find_quick_form(label, fields)
        for name, value in fields.items():
            element = blockkit.stateful(_payload(place))[inputs[name]]
            assert len(value) <= element.get("max_length", 3_000)
        await self.forces_in_message(label, **fields)

    def begins_in_message(self, **fields: str) -> None:
        """Type into the form within a message, without pressing its button."""
        place, inputs, _ = self._find_quick_form("", fields)
        for name, value in fields.items():
            self._typed[_place_id(place), inputs[name]] = value

    async def forces_in_message(self, label: str = "", /, **fields: str) -> None:
        place, inputs, button = self._find_quick_form(label, fields)
        for name, value in fields.items():
            self._typed[_place_id(place), inputs[name]] = value
        if button is None:  # a list that acts at once
            (block_id,) = inputs.values()
            element = blockkit.stateful(_payload(place))[block_id]
            action = {"action_id": element["action_id"], "block_id": block_id}
            action |= self._state_in(place)[block_id][element["action_id"]]
            await self.send("interactive", self._acted(place, action))
        else:
            await self.send("interactive", self._acted(place, _pressed(_payload(place), button)))

    def sees_problem(self, *words: str) -> None:
        self.sees(*words)

    async def opens_home(self) -> None:
        await self.send("events_api", self.home())

    async def uses(self, shortcut: str, on: str | None = None) -> None:
        """Choose an entry of Slack's menu, on a message with these words or on none."""
        await self.send("interactive", self.shortcut(shortcut, on))

    def reloads(self) -> None:
        """Reload their client."""
        self.fake.reload(self.id)

    async def repeat(self) -> Answer:
        """Slack sends the last payload again."""
        assert self._sent is not None
        return await self.send(*self._sent)

    # The payloads, as Slack makes them

    def command(self, words: str) -> Json:
        name, _, text = words.partition(" ")
        return {
            "command": name,
            "text": _escaped(text),
            "user_id": self.id,
            "team_id": self.team,
            "channel_id": self._here,
            "channel_name": self.fake.told_name(self._here),
            "trigger_id": self.fake.trigger(self.id),
            "response_url": self.fake.response_url(self.id, self._here),
        }

    def message(self, words: str, **more: object) -> Json:
        event = {
            "type": "message",
            "channel": dm_of(self.id),
            "channel_type": "im",
            "user": self.id,
            "team": "E1",  # the company's, where it has several workspaces
            "text": _with_links(words),
            "ts": "1.1",
            **more,
        }
        return self.event(event)

    def sharing(self, files: list[tuple[str, bytes]], words: str = "", **odd: object) -> Json:
        """A message in direct messages with files. `odd` changes what Slack says of each."""
        described = [
            {**self.fake.dropped.described(self.fake.dropped.add(*each), self.fake.root), **odd}
            for each in files
        ]
        return self.message(words, subtype="file_share", files=described)

    def file_shared(self, sharing: Json) -> Json:
        """The other event that Slack sends about the first file of such a message."""
        file = sharing["event"]["files"][0]["id"]
        channel = sharing["event"]["channel"]
        return self.event(
            {
                "type": "file_shared",
                "file_id": file,
                "file": {"id": file},
                "user_id": self.id,
                "channel_id": channel,
            }
        )

    def mention(self, words: str, **more: object) -> Json:
        """Write something in a channel that begins by mentioning Attune."""
        event = {
            "type": "app_mention",
            "channel": self._here,
            "user": self.id,
            "text": f"<@UBOT> {_with_links(words)}",
            "ts": "1.1",
            **more,
        }
        return self.event(event)

    def home(self) -> Json:
        return self.event({"type": "app_home_opened", "user": self.id, "tab": "home"})

    def event(self, event: Json) -> Json:
        """An event. Its `team_id` can be another workspace than the one that we hear it through."""
        return {
            "type": "event_callback",
            "event_id": f"Ev{self.fake.trigger(self.id)}",
            "team_id": self.team,
            "authorizations": [{"team_id": self.fake.team, "user_id": "UBOT", "is_bot": True}],
            "event": event,
        }

    def press(self, label: str) -> Json:
        place, button = self._find_button(label)
        return self._acted(place, _pressed(_payload(place), button))

    def _acted(self, place: Message | Json, action: Json) -> Json:
        """The payload for an action, with all that was typed where it was taken."""
        body = self._interaction("block_actions") | {"actions": [action]}
        state = {"values": self._state_in(place)}
        if not isinstance(place, Message):
            return body | {"view": place | {"state": state}, "container": {"type": "view"}}
        return body | {
            "state": state,
            "container": {
                "type": "message",
                "message_ts": place.ts,
                "is_ephemeral": bool(place.only_for),
                **({"thread_ts": place.thread} if place.thread else {}),
            },
            "channel": self._conversation(place.channel),
            "response_url": self.fake.response_url(self.id, place.channel, place),
        }

    def submission(self) -> Json:
        view = self.fake.modals[self.id] | {"state": {"values": self._state()}}
        return self._interaction("view_submission") | {"view": view}

    def shortcut(self, name: str, on: str | None = None) -> Json:
        body = self._interaction("shortcut" if on is None else "message_action")
        body["callback_id"] = name
        if on is None:
            return body
        where = {
            "channel": self._conversation(self._here),
            "response_url": self.fake.response_url(self.id, self._here),
        }
        return body | where | {"message": {"text": _escaped(on), "ts": "1.1"}}

    @property
    def _here(self) -> str:
        return self.channel or dm_of(self.id)

    def _conversation(self, channel: str) -> Json:
        return {"id": channel, "name": self.fake.told_name(channel)}

    def _interaction(self, kind: str) -> Json:
        return {
            "type": kind,
            "user": {"id": self.id, "team_id": self.team},
            "team": {"id": self.fake.team},
            "trigger_id": self.fake.trigger(self.id),
        }

    # The client

    async def send(self, kind: str, payload: Json) -> Answer:
        """Send something and wait until all that follows from it is done."""
        self._sent = (kind, payload)
        answer = await self.way.send(kind, payload)
        await self.background.drain()
        if kind == "interactive" and payload["type"] != "view_submission":
            self._filled, self.problems = {}, {}
        return answer

    def _take(self, answer: Answer) -> None:
        if answer.status != 200:
            self.problems = {"": TROUBLE}
            return
        match answer.body:
            case {"response_action": "errors", "errors": errors}:
                known = {block["block_id"] for block in self._inputs()}
                assert set(errors) <= known, "Slack shows an error only at an input"
                self.problems = errors
            case {"response_action": "update", "view": view}:
                self._filled = self._kept(view)
                self.fake.replace_modal(self.id, view)
            case {}:
                del self.fake.modals[self.id]
                self._filled = {}

    def _kept(self, view: Json) -> dict[str, str]:
        """The values that stay in an updated view's inputs, instead of initial values."""
        there = {
            (block["block_id"], block["element"]["action_id"], block["element"]["type"])
            for block in view["blocks"]
            if block["type"] == "input"
        }
        return {
            block: _filling(state)
            for block, actions in self._state().items()
            for action, state in actions.items()
            if (block, action, state["type"]) in there
        }

    def _places(self) -> list[Message | Json]:
        """Where they may press or type: the open form, the last answer, messages, Home."""
        before = [*self.fake.seen_by(self.id), *self._in_channel()]
        newest_first = sorted(before, key=self.fake.messages.index, reverse=True)
        places = [
            self.fake.modals.get(self.id),
            self._newest(),
            *newest_first,
            self.fake.homes.get(self.id),
        ]
        return [place for place in places if place is not None]

    def _find_button(self, label: str) -> tuple[Message | Json, Json]:
        for place in self._places():
            for button in blockkit.buttons(_payload(place)):
                if label in _labels(button):
                    return place, button
        raise AssertionError(f"no button {label!r}")

    def _find_quick_form(
        self, label: str, fields: dict[str, str]
    ) -> tuple[Message | Json, dict[str, str], Json | None]:
        """The newest form within a message: its place, its blocks by input, and its button."""
        for place in self._places():
            for key, inputs in _quick_forms(_payload(place)).items():
                button = _button_of(_payload(place), key)
                if set(fields) <= set(inputs) and (not label or label in _labels(button or {})):
                    return place, inputs, button
        raise AssertionError(f"no form {label!r} with {sorted(fields)} in a message")

    def _state_in(self, place: Message | Json) -> Json:
        """What Slack sends of a message or the Home tab; it keeps what was typed by block."""
        return {
            block_id: {
                element["action_id"]: _element_state(
                    element, self._typed.get((_place_id(place), block_id))
                )
            }
            for block_id, element in blockkit.stateful(_payload(place)).items()
        }

    def _newest(self) -> Message | Json | None:
        """The last answer to them, or the last new or changed message in their channel."""
        at = self.fake.latest_at
        keys = [key for key in (self.id, self.channel) if key in at]
        newest = max(keys, key=lambda key: at[key], default="")
        return self.fake.latest.get(newest)

    def _in_channel(self) -> list[Message]:
        return self.fake.seen_in(self.channel) if self.channel else []

    def _inputs(self) -> list[Json]:
        return blockkit.inputs(self.fake.modals[self.id])

    def _state(self) -> Json:
        return {
            block["block_id"]: {
                block["element"]["action_id"]: _element_state(
                    block["element"], self._filled.get(block["block_id"])
                )
            }
            for block in self._inputs()
        }


def _payload(place: Message | Json) -> Json:
    return place.body if isinstance(place, Message) else place


def _place_id(place: Message | Json) -> str:
    return place.ts if isinstance(place, Message) else str(place["type"])


def _labels(button: Json) -> list[str | None]:
    return [button.get("text", {}).get("text"), button.get("accessibility_label")]


def _pressed(payload: Json, button: Json) -> Json:
    """The action of a press: the button, and the id of its block, which Slack may have made up."""
    blocks = [block for block in payload["blocks"] if button in block.get("elements", ())]
    action = {name: button[name] for name in button if name != "style"}
    return {"type": "button", "block_id": blocks[0].get("block_id", "b1"), **action}


def _quick_forms(payload: Json) -> dict[str, dict[str, str]]:
    """The forms within a message or on Home: for each, the id of the block of each input."""
    forms: dict[str, dict[str, str]] = {}
    if payload.get("type") != "modal":
        for block_id in blockkit.stateful(payload):
            key, name, _ = ids.read_block(block_id)
            forms.setdefault(key, {})[name] = block_id
    return forms


def _button_of(payload: Json, key: str) -> Json | None:
    """The button of a form within a message; None if it acts at once."""
    rows = {block.get("block_id"): block for block in payload["blocks"]}
    row = rows.get(f"{key}{ids.SEPARATOR}")
    button: Json | None = row["elements"][0] if row else None
    return button


def _element_state(element: Json, filled: str | None) -> Json:
    """The state that Slack sends for an input, from what was filled in or was there before."""
    known = {option["value"]: option for option in blockkit.options(element)}
    match element["type"]:
        case "plain_text_input":
            value = element.get("initial_value") if filled is None else filled
            return {"type": element["type"], "value": value or None}
        case "radio_buttons" | "static_select":
            chosen = known[filled] if filled else None
            option = element.get("initial_option") if filled is None else chosen
            return {"type": element["type"], "selected_option": option}
        case "checkboxes" | "multi_static_select":
            options = (
                element.get("initial_options", []) if filled is None else _chosen(known, filled)
            )
            return {"type": element["type"], "selected_options": options}
        case "datepicker":
            day = element.get("initial_date") if filled is None else filled
            return {"type": element["type"], "selected_date": day or None}
        case kind:
            raise AssertionError(kind)


def _chosen(known: dict[str, Json], filled: str) -> list[Json]:
    return [known[value] for value in filled.split(",") if value]


def _value(state: Json) -> object:
    names = ("value", "selected_option", "selected_options", "selected_date")
    return next((state[name] for name in names if state.get(name)), None)


def _filling(state: Json) -> str:
    """The value of an input, as a person would fill it in."""
    match _value(state):
        case str(text):
            return text
        case {"value": str(chosen)}:
            return chosen
        case list(chosen):
            return ",".join(each["value"] for each in chosen)
        case _:
            return ""


def _with_links(words: str) -> str:
    """A message as Slack sends it: each web or mail address is a link."""
    return LINKED.sub(_linked, _escaped(words))


def _linked(found: re.Match[str]) -> str:
    written = found[0]
    if "@" in written:
        return f"<mailto:{written}|{written}>"
    return f"<{written}>" if "://" in written else f"<http://{written}|{written}>"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
