"""What a page, or an attacker, might send to the playground."""

import json
import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from bot.playground.app import API
from bot.playground.demo import TENANT
from storage import playground
from tests.fuzz.slack import WHICH
from tests.fuzz.values import (
    ANYTHING,
    BODIES,
    BUTTONS,
    FIELDS,
    FORMS,
    MUTATIONS,
    NAMES,
    NUMBERS,
    REGISTRY,
    SELDOM,
    VALUES,
    Mutation,
    mutated,
)
from tests.fuzz.world import World
from tests.playground.client import MARK

Json = dict[str, Any]

PEOPLE = ("lena", "tomas", "mara", "nobody")
PLACES = ("attune", "attune", "#sales", "#marketing", "dm:lena")
DEEDS = ("say", "say", "press", "press", "open", "submit", "submit")
ASKED = (
    "state",
    "commands",
    "clock",
    "history",
    "home",
    "events",
    "none",
    "../../x",
    "say",
    "file",
)
METHODS = (*("GET",) * 9, "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
BUTTON = re.compile(r'data-action="([^"]*)" data-value="([^"]*)"')
NO_LINE_ENDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@dataclass(frozen=True)
class Case:
    """An action on the page, and how its request is changed."""

    deed: str
    id: UUID
    who: str
    place: str
    which: int
    name: str
    value: str
    fields: dict[str, str]
    mutations: list[Mutation]
    repeats: bool


@dataclass(frozen=True)
class Odd:
    """Any method on any of the addresses, with any query, headers and body."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


def _about_file(name: str) -> str:
    return json.dumps({"id": "the-same-id", "who": "lena", "place": "attune", "name": name})


TYPED = st.dictionaries(st.sampled_from(FIELDS) | VALUES, VALUES, max_size=8)
CASES = st.builds(
    Case,
    st.sampled_from((*DEEDS * 6, "skip")),
    st.uuids(),
    st.sampled_from(PEOPLE),
    st.sampled_from(PLACES),
    WHICH,
    st.sampled_from(NAMES) | VALUES,
    VALUES,
    TYPED,
    MUTATIONS,
    SELDOM,
)
ODD = st.builds(
    Odd,
    st.sampled_from(METHODS),
    st.sampled_from([*(f"{API}/{each}" for each in ASKED), "/", "/static/page.js", "/static/x"])
    | st.sampled_from(["/healthz", "/nothing"]),
    st.dictionaries(st.sampled_from(["who", "place", "before", "x"]), VALUES, max_size=3)
    | st.fixed_dictionaries({"before": st.sampled_from(NUMBERS)}),
    st.fixed_dictionaries(
        {},
        optional={
            "X-Attune": NO_LINE_ENDS,
            "X-Attune-File": NO_LINE_ENDS | NO_LINE_ENDS.map(_about_file),
            "Origin": NO_LINE_ENDS,
            "Host": st.sampled_from(["127.0.0.1", "evil.example", "[::1", "", "127.0.0.1:99999"]),
            "Last-Event-ID": NO_LINE_ENDS | st.sampled_from(["x-0", "-1", "a-²"]),
            "Content-Type": st.sampled_from(
                ["application/json", "application/octet-stream", "x/y; charset=x", "y"]
            ),
        },
    ),
    BODIES | ANYTHING.map(lambda each: json.dumps(each).encode()),
)


async def send(world: World, case: Case | Odd) -> int:
    """Send a case; the status of the last answer."""
    if isinstance(case, Odd):
        query = {name: _typed(value) for name, value in case.query.items()}
        return await _ask(world, case, query)
    payload = mutated(await _payload(world, case), case.mutations)
    headers = {**MARK, "Content-Type": "application/json"}
    page = Odd("POST", f"{API}/{case.deed}", {}, headers, json.dumps(payload).encode())
    status = 0
    for _ in range(1 + case.repeats):
        status = await _ask(world, page, {})
    return status


async def _ask(world: World, asked: Odd, query: dict[str, str]) -> int:
    asking = world.client.request(
        asked.method, asked.path, headers=asked.headers, data=BytesIO(asked.body), params=query
    )
    async with asking as answer:
        if answer.content_type == "text/event-stream":
            answer.close()  # it has no end
        else:
            await answer.read()
        return answer.status


async def _payload(world: World, case: Case) -> Json:
    done = {"id": str(case.id), "who": case.who}
    place = {"place": case.place}
    match case.deed:
        case "say":
            names = [*REGISTRY.commands, case.name]
            return {**done, **place, "text": f"/{names[case.which % len(names)]} {case.value}"}
        case "press":
            action, value, post = await _button(world, case)
            return {**done, **place, "action": action, "value": value, "post": post}
        case "open":
            names = [*REGISTRY.shortcuts, case.name]
            return {**done, **place, "name": names[case.which % len(names)], "text": case.value}
        case "submit":
            form = case.name if case.which % 16 == 15 else FORMS[case.which % len(FORMS)]
            handed_in = {"form": form, "subject": case.value, "fields": case.fields}
            return {**done, **place, **handed_in}
        case _:
            return done


async def _button(world: World, case: Case) -> tuple[str, str, int | None]:
    """One of the existing buttons; every third time a made-up one."""
    async with world.attune.database.read() as session:
        posts = await playground.latest(
            session, TENANT, f"dm:{case.who}", reader=case.who, limit=20, before=None
        )
    found = [(each, post.id) for post in posts for each in BUTTON.findall(post.html)]
    if not found or case.which % 3 == 0:
        return BUTTONS[case.which // 3 % len(BUTTONS)], case.value, None
    (action, value), post_id = found[case.which % len(found)]
    return unescape(action), unescape(value), post_id


def _typed(value: str) -> str:
    """A value in the form that a URL can carry."""
    return value.encode(errors="replace").decode()[:2_000]
