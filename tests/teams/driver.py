"""A person on Teams: sends what Teams would send, and sees what the fake shows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from aiohttp.test_utils import TestClient

from bot.base.background import Background
from bot.teams import renderer
from handlers.cards import Card
from tests.dialogue import Offer
from tests.teams import cards
from tests.teams.fake import BOT, TEAM, FakeTeams, Message

Json = dict[str, Any]

REQUIRED = "Fill this in."
FILE_CONSENT = "fileConsent/invoke"
TROUBLE = "Something went wrong. Please try again."
MENTION = "<at>Attune</at>"


@dataclass
class Answer:
    """The response to an activity."""

    status: int
    body: Json


class ByHttp:
    """Activities to the real app, with the Bot Connector's token."""

    def __init__(self, fake: FakeTeams, client: "TestClient[Any, Any]") -> None:
        self._fake = fake
        self._client = client

    async def send(self, activity: object, headers: dict[str, str] | None = None) -> Answer:
        """Send an activity."""
        return await self.post(json.dumps(activity), headers)

    async def post(
        self, body: str | bytes | BinaryIO, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send a body, with a valid token unless other headers are given."""
        if headers is None:
            headers = {"Authorization": f"Bearer {self._fake.token()}"}
        headers = {"Content-Type": "application/json", **headers}
        async with self._client.post("/api/messages", data=body, headers=headers) as answer:
            said = await answer.text()
            return Answer(answer.status, json.loads(said) if said.startswith("{") else {})


@dataclass
class TeamsUser:
    """`tests.dialogue.Dialogue` on Teams, in the chat with Attune alone unless `where` is set."""

    fake: FakeTeams
    way: ByHttp
    background: Background
    id: str
    where: str = ""  # a channel or group chat
    told: str = ""  # what stands under the card that was pressed, for a moment
    _required: dict[str, str] = field(default_factory=dict)
    _filled: dict[str, dict[str, str]] = field(default_factory=dict)  # by message
    _sent: Json = field(default_factory=dict)

    # What they see

    @property
    def screen(self) -> str:
        if self.form is not None:
            return self.form
        latest = self.fake.latest(self._chat, self.where)
        return cards.visible(latest.seen_by(self.id)) if latest else ""

    @property
    def form(self) -> str | None:
        message = self._form()
        return cards.visible(message.seen_by(self.id)) if message else None

    @property
    def problems(self) -> dict[str, str]:
        message = self._form()
        return self._required or (cards.problems(message.seen_by(self.id)) if message else {})

    @property
    def messages(self) -> list[str]:
        seen = self.fake.seen_in(self._chat)
        return [cards.visible(each.seen_by(self.id)) for each in seen]

    def reads(self, channel: str) -> list[str]:
        """What everybody in a channel sees, oldest first; it is the same to all of them."""
        seen = self.fake.seen_in(self.fake.channel(channel))
        assert not any(each.own for each in seen), "they see different cards"
        return [cards.visible(each.card) for each in seen]

    def sees(self, *words: str) -> None:
        for each in words:
            assert each in self.screen, f"no {each!r} in:\n{self.screen}"

    def sees_nothing_of(self, *words: str) -> None:
        for each in words:
            assert each not in self.screen, f"{each!r} in:\n{self.screen}"

    # What they do

    def goes_to(self, channel: str) -> None:
        """Go to a channel (`#sales`); without a name, back to the chat with Attune alone."""
        self.where = self.fake.channel(channel) if channel else ""

    async def types(self, words: str) -> None:
        await self.send(self.message(words))

    async def drops(self, name: str, content: bytes) -> None:
        await self.send(self.sharing([(name, content)]))

    async def pastes(self, words: str) -> None:
        await self.types(words)

    async def presses(self, label: str) -> None:
        await self._act(*self.find_button(label))

    def offers(self, card: Card) -> Iterator[Offer]:
        content = renderer.card(card, nonce="")
        for action in cards.actions(content):
            if "inputs" in action["data"]["attune"]:
                continue
            named = (action["verb"], action["data"]["attune"]["value"])
            message = Message("", "1", content, {})
            yield named, partial(self._press_alone, message, action)

    async def _press_alone(self, message: Message, action: Json) -> Answer:
        """Press a button of a message that the fake does not have."""
        return await self.send(self.press(message, action))

    async def fills(self, **fields: str) -> None:
        message = self._form()
        assert message, "no form is open"
        self._check(message, {name: f"i:{name}" for name in fields}, fields)
        self._filled.setdefault(message.id, {}).update(fields)

    async def forces(self, **fields: str) -> None:
        message = self._form()
        assert message, "no form is open"
        self._filled.setdefault(message.id, {}).update(fields)

    async def submits(self) -> None:
        message = self._form()
        assert message, "no form is open"
        state = self._state(message)
        self._required = {
            each["id"].removeprefix("i:"): each.get("errorMessage", REQUIRED)
            for each in cards.inputs(message.seen_by(self.id))
            if each.get("isRequired") and each["id"] not in state
        }
        if not self._required:
            await self._act(message, message.seen_by(self.id)["actions"][0])

    async def answers_in_message(self, label: str = "", /, **fields: str) -> None:
        message, action = self._find_quick_form(label, fields)
        self._check(message, action["data"]["attune"]["inputs"], fields)
        await self.forces_in_message(label, **fields)

    async def forces_in_message(self, label: str = "", /, **fields: str) -> None:
        message, action = self._find_quick_form(label, fields)
        names = action["data"]["attune"]["inputs"]
        filled = {names[name].removeprefix("i:"): value for name, value in fields.items()}
        self._filled.setdefault(message.id, {}).update(filled)
        await self._act(message, action)

    def begins_in_message(self, **fields: str) -> None:
        """Type into the form within a message, without pressing its button."""
        message, action = self._find_quick_form("", fields)
        names = action["data"]["attune"]["inputs"]
        filled = {names[name].removeprefix("i:"): value for name, value in fields.items()}
        self._filled.setdefault(message.id, {}).update(filled)

    def sees_problem(self, *words: str) -> None:
        for each in words:
            assert each in self.told, f"no {each!r} in:\n{self.told}"

    def _find_quick_form(self, label: str, fields: dict[str, str]) -> tuple[Message, Json]:
        """The newest form within a message, by its button."""
        for message, action in self._buttons():
            names = action["data"]["attune"].get("inputs")
            labels = (action["title"], action.get("tooltip"))
            if names and set(fields) <= set(names) and (not label or label in labels):
                return message, action
        raise AssertionError(f"no form {label!r} with {sorted(fields)} in a message")

    async def opens_home(self) -> None:
        """Write `home`, because a bot has no page of its own on Teams."""
        self.where = ""
        await self.types("home")

    async def installs(self) -> None:
        """Install Attune, which Teams reports in two ways."""
        self.fake.blocked.pop(self._chat, None)
        await self.send(self.activity("installationUpdate", action="add"))
        members = [{"id": self._account}, {"id": BOT}]
        await self.send(self.activity("conversationUpdate", membersAdded=members))

    async def removes(self) -> None:
        """Remove Attune: from then on Teams accepts no messages for them."""
        self.fake.blocked[self._chat] = "MessageWritesBlocked"
        await self.send(self.activity("installationUpdate", action="remove"))

    async def repeat(self, **more: object) -> Answer:
        """Teams sends the last activity once more, with these differences."""
        return await self.send({**self._sent, **more})

    # The activities, as Teams makes them

    def activity(self, kind: str, **more: object) -> Json:
        """What every activity has."""
        person = self.fake.people[self.id]
        now = self.fake.moment()
        return {
            "type": kind,
            "id": self.fake.next_id(),
            "timestamp": now.isoformat(),
            "localTimestamp": now.astimezone(ZoneInfo(person.zone)).isoformat(),
            "localTimezone": person.zone,
            "locale": person.locale,
            "channelId": "msteams",
            "serviceUrl": self.fake.service,
            "from": {"id": self._account, "name": person.name, "aadObjectId": self.id},
            "recipient": {"id": BOT, "name": "Attune"},
            **self._place(self.where),
            "entities": [{"type": "clientInfo", "locale": person.locale, "timezone": person.zone}],
            **more,
        }

    def message(self, words: str, *, mention: bool | None = None, **more: object) -> Json:
        """A message with these words. By default it mentions us if it is not in our own chat."""
        copied = {"attachments": [_copy(words)], **more}
        activity = self.activity("message", textFormat="plain", text=words, **copied)
        if mention if mention is not None else bool(self.where):
            mentioned = {"id": BOT, "name": "Attune"}
            activity["text"] = f"{MENTION}\N{NO-BREAK SPACE}{words}\n"
            activity["entities"] += [{"type": "mention", "mentioned": mentioned, "text": MENTION}]
        return activity

    def sharing(self, files: list[tuple[str, bytes]], words: str = "") -> Json:
        """A message with files."""
        attached = [
            self.fake.files.attachment(self.fake.files.add(*each), self.fake.files_at)
            for each in files
        ]
        return self.message(words, attachments=[*attached, _copy(words)])

    def press(self, message: Message, action: Json) -> Json:
        """A press on a card's button, with the values of the card's inputs."""
        state = {} if action.get("associatedInputs") == "none" else self._state(message)
        pressed = {
            "type": "Action.Execute",
            "title": action["title"],
            "verb": action["verb"],
            "data": {**action["data"], **state},
        }
        return self.activity(
            "invoke",
            name="adaptiveCard/action",
            replyToId=message.id,
            value={"action": pressed, "trigger": "manual"},
            **self._place("" if message.place == self._chat else message.place),
        )

    async def answers_offer(self, *, accept: bool = True, **more: object) -> Answer:
        """Answer the card that asks whether we may give them a file."""
        value = self.fake.files.answer(self.fake.files_at, accept=accept)
        return await self.send(self.activity("invoke", name=FILE_CONSENT, value=value, **more))

    # The client

    async def send(self, activity: Json) -> Answer:
        """Send something and wait until all that follows from it is done."""
        self._sent = activity
        answer = await self.way.send(activity)
        await self.background.drain()
        return answer

    async def _act(self, message: Message, action: Json) -> None:
        self._required = {}
        answer = await self.send(self.press(message, action))
        match answer.body:
            case {"statusCode": 200, "type": "application/vnd.microsoft.activity.message"}:
                self.told = answer.body["value"]
            case {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive"}:
                self.fake.replace(message, answer.body["value"], self.id)
                self._filled.pop(message.id, None)
                self.told = ""
            case _:
                self.told = TROUBLE

    def _form(self) -> Message | None:
        messages = reversed(self.fake.seen_in(self._chat))
        return next((each for each in messages if _is_form(each.seen_by(self.id))), None)

    def _check(self, message: Message, names: dict[str, str], fields: dict[str, str]) -> None:
        """Fail if a client would not let them fill in these values. `names` has elements' ids."""
        known = {each["id"]: each for each in cards.inputs(message.seen_by(self.id))}
        for name, value in fields.items():
            element = known[names[name]]
            assert len(value) <= element.get("maxLength", len(value))
            choices = {each["value"] for each in element.get("choices", [])}
            assert not choices or set(filter(None, value.split(","))) <= choices

    def find_button(self, label: str) -> tuple[Message, Json]:
        """The newest button with this label."""
        for message, action in self._buttons():
            if label in (action.get("title"), action.get("tooltip")):
                return message, action
        raise AssertionError(f"no button {label!r}")

    def _buttons(self) -> Iterator[tuple[Message, Json]]:
        """Each button that they see, from the newest message to the oldest."""
        places = (self._chat, self.where)
        for message in reversed([each for each in self.fake.messages if each.place in places]):
            for action in cards.actions(message.seen_by(self.id)):
                yield message, action

    def _state(self, message: Message) -> dict[str, str]:
        """What a client submits: nothing for an empty input."""
        filled = self._filled.get(message.id, {})
        state = {}
        for each in cards.inputs(message.seen_by(self.id)):
            standing: str = each.get("value", "")
            state[each["id"]] = filled.get(each["id"].removeprefix("i:"), standing)
        return {name: value for name, value in state.items() if value}

    @property
    def _account(self) -> str:
        return self.fake.people[self.id].channel_account

    @property
    def _chat(self) -> str:
        return self.fake.people[self.id].chat

    def _place(self, where: str) -> Json:
        """Where something is done: a channel or group chat; without a name, our own chat."""
        if not where:
            conversation = {"id": self._chat, "conversationType": "personal"}
            return self._placed(conversation, {})
        if "tacv2" not in where:
            return self._placed({"id": where, "conversationType": "groupChat"}, {})
        conversation = {"id": f"{where};messageid=1", "conversationType": "channel"}
        return self._placed(conversation, {"team": {"id": TEAM}, "channel": {"id": where}})

    def _placed(self, conversation: Json, team: Json) -> Json:
        return {
            "conversation": {**conversation, "tenantId": self.fake.tenant},
            "channelData": {"tenant": {"id": self.fake.tenant}, **team},
        }


def _copy(words: str) -> Json:
    """The copy of a message's text that Teams attaches to it."""
    return {"contentType": "text/html", "content": f"<p>{escape(words)}</p>"}


def _is_form(card: Json) -> bool:
    """Whether a card is a form of its own, not one with a form within it."""
    return "actions" in card and bool(cards.inputs(card))
