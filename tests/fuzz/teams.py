"""What Teams might send: words, presses, dialogs, menus, installations, valid and malformed."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from hypothesis import strategies as st

from bot.teams.meeting_events import MEETING_EVENTS
from bot.teams.reader import VIAS
from bot.teams.renderer import FORM, INPUTS, KEY
from tests.fuzz.slack import PASSING, WHICH, Deed, made_up
from tests.fuzz.values import (
    ANSWERS,
    ANYTHING,
    BODIES,
    BUTTONS,
    FITTING,
    FORMS,
    MUTATIONS,
    NAMES,
    REGISTRY,
    SELDOM,
    TEXTS,
    VALUES,
    Mutation,
    mutated,
)
from tests.fuzz.world import World
from tests.teams import cards
from tests.teams.driver import TeamsUser
from tests.teams.fake import BOT
from tests.teams.files import Shared

Json = dict[str, Any]

NOT_IMPLEMENTED = {501: "what Teams wants to hear about an invoke that nothing answers"}
INVOKES = [*VIAS, "adaptiveCard/refresh", "signin/verifyState", "composeExtension/query"]
KINDS = (
    *("words", "words", "press", "press", "press", "made up", "made up", "dialog"),
    *("menu", "member", "install", "meeting", "any"),
)


@dataclass(frozen=True)
class Case:
    """An action, how its activity is changed, and whether Teams sends it twice."""

    deed: Deed
    mutations: list[Mutation]
    repeats: bool
    minutes: int


@dataclass(frozen=True)
class Raw:
    """Arbitrary bytes with a valid token, with any content type."""

    body: bytes
    headers: dict[str, str]


CASES = st.builds(
    Case,
    st.builds(
        Deed,
        st.sampled_from(KINDS),
        st.integers(0, 2),
        WHICH,
        st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), TEXTS),
        VALUES,
        ANSWERS,
        st.sampled_from(["", "", "#sales", "19:group@thread.v2"]),
    ),
    MUTATIONS,
    SELDOM,
    PASSING,
)
RAW = st.builds(
    Raw,
    BODIES | ANYTHING.map(lambda each: json.dumps(each).encode()),
    st.sampled_from(
        [
            {},
            {"Content-Type": "text/plain"},
            {"Authorization": "Bearer x.y.z"},
            {"Authorization": "\u00e9"},
        ]
    ),
)


async def send(world: World, case: Case | Raw) -> int:
    """Send a case with a token of the Bot Connector; the status of the last answer."""
    vouched = {
        "Authorization": f"Bearer {world.teams.token()}",
        "Content-Type": "application/json",
    }
    if isinstance(case, Raw):
        return await _post(world, case.body, vouched | case.headers)
    body = json.dumps(mutated(_activity(world, case.deed), case.mutations)).encode()
    status = await _post(world, body, vouched)
    if case.repeats and status < 500:
        status = await _post(world, body, vouched)
    return status


async def _post(world: World, body: bytes, headers: dict[str, str]) -> int:
    async with world.client.post("/api/messages", data=BytesIO(body), headers=headers) as answer:
        await answer.read()
        return answer.status


def _activity(world: World, deed: Deed) -> Json:  # noqa: PLR0911 - a case a kind
    user = world.on_teams(deed.who)
    user.where = world.teams.channel(deed.place) if deed.place.startswith("#") else deed.place
    match deed.kind:
        case "words" if deed.which % 4 == 3:
            return user.message(deed.value, attachments=[_file(world, deed)])
        case "words":
            names = [*REGISTRY.commands, "home", deed.name]
            return user.message(f"{names[deed.which % len(names)]} {deed.value}")
        case "press":
            return _press(world, user, deed)
        case "made up":
            data = _data(deed)
            pressed = {"type": "Action.Execute", "verb": data[KEY]["verb"], "data": data}
            return user.activity(
                "invoke", name="adaptiveCard/action", replyToId="1", value={"action": pressed}
            )
        case "dialog":
            name = INVOKES[deed.which % len(INVOKES)]
            return user.activity("invoke", name=name, value={"data": _data(deed)})
        case "menu":
            return _menu(user, deed)
        case "member":
            return user.activity(
                "conversationUpdate", membersAdded=[{"id": deed.name}, {"id": BOT}]
            )
        case "install":
            action = ["add", "remove", "add-upgrade", deed.name][deed.which % 4]
            return user.activity("installationUpdate", action=action)
        case "meeting":
            return _meeting(world, user, deed)
        case _:
            return user.activity(deed.name, value=deed.value, name=deed.name)


def _file(world: World, deed: Deed) -> Json:
    """A file that is not there."""
    until = world.clock.now()
    return world.teams.files.attachment(
        Shared(deed.name, deed.value, b"", until), world.teams.files_at
    )


def _meeting(world: World, user: TeamsUser, deed: Deed) -> Json:
    """A meeting that began or ended: the one of a link, at about now or at any other time."""
    name, when = list(MEETING_EVENTS.items())[deed.which % len(MEETING_EVENTS)]
    times = [world.clock.now().isoformat(), "0001-01-01T00:00:00Z", deed.answers[0]]
    links = [f"https://teams.microsoft.com/meet/{10_000 + deed.who}", deed.value]
    value = {when[1]: times[deed.which % 3], "JoinUrl": links[deed.which % 2]}
    return user.activity("event", name=name, value=value)


def _press(world: World, user: TeamsUser, deed: Deed) -> Json:
    """A press on one of the existing buttons, with any values in the card's inputs."""
    seen = world.teams.seen_in(user.fake.people[user.id].chat)[-30:]
    there = [
        (message, action) for message in seen for action in cards.actions(message.seen_by(user.id))
    ]
    there = [(message, action) for message, action in there if "verb" in action]
    if not there:
        return user.message(deed.value)
    message, action = there[deed.which % len(there)]
    pressed = user.press(message, action)
    inputs = cards.inputs(message.seen_by(user.id))
    typed = zip(inputs, deed.answers * len(inputs), strict=False)
    filled = {each["id"]: _fitting(each) if answer == FITTING else answer for each, answer in typed}
    pressed["value"]["action"]["data"].update(filled)
    return pressed


def _fitting(part: Json) -> str:
    """An answer that an input offers or accepts."""
    if part.get("choices"):
        return str(part["choices"][0]["value"])
    day = part["type"] == "Input.Date"
    return str(part.get("value") or ("2026-12-01" if day else "4 Dec 15:00"))


def _data(deed: Deed) -> Json:
    """The data of a card's button, or of a form."""
    names = [*BUTTONS, *(FORM + name for name in FORMS), deed.name]
    verb = names[deed.which % len(names)]
    typed = {f"i:{name}": answer for name, answer in made_up(deed)}
    own: Json = {"verb": verb, "value": deed.value, "nonce": deed.answers[0]}
    if deed.which % 3 == 0:  # a form within a card
        own[INPUTS] = {name.removeprefix("i:"): name for name in typed}
    return {KEY: own, **typed}


def _menu(user: TeamsUser, deed: Deed) -> Json:
    names = [*REGISTRY.shortcuts, deed.name]
    body = {"contentType": ["html", "text"][deed.which % 2], "content": deed.value}
    value = {
        "commandId": names[deed.which % len(names)],
        "commandContext": ["message", "compose"][deed.who % 2],
        "messagePayload": {"id": "1", "body": body},
    }
    return user.activity("invoke", name="composeExtension/fetchTask", value=value)
