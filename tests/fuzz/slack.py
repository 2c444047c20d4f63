"""What Slack might send: commands, events, presses, forms and menus, valid and malformed."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from bot.slack import ids
from tests.fuzz.values import (
    ANSWERS,
    ANYTHING,
    BODIES,
    BUTTONS,
    FIELDS,
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
from tests.slack import blockkit
from tests.slack.driver import SECRET, SlackUser
from tests.slack.fake import dm_of
from tests.slack.files import Dropped

Json = dict[str, Any]

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
EVENTS = [
    "message",
    "app_mention",
    "app_home_opened",
    "user_change",
    "member_joined_channel",
    "team_join",
    "reaction_added",
    "url_verification",
]


@dataclass(frozen=True)
class Deed:
    """An action of a person. What `which` and `value` mean depends on the kind."""

    kind: str
    who: int
    which: int
    name: str
    value: str
    answers: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Case:
    """An action, how its payload is changed, and whether Slack sends it twice."""

    deed: Deed
    mutations: list[Mutation]
    repeats: bool
    minutes: int


@dataclass(frozen=True)
class Raw:
    """Arbitrary bytes with a valid signature."""

    body: bytes
    content_type: str


KINDS = (
    *("command", "command", "press", "press", "press", "hand in", "hand in", "made up", "made up"),
    *("form", "words", "event", "home", "menu", "any"),
)
WHICH = st.sampled_from(range(10_000))  # evenly, where integers would be small
PASSING = st.sampled_from([0] * 9 + [1, 45])
CASES = st.builds(
    Case,
    st.builds(
        Deed,
        st.sampled_from(KINDS),
        st.integers(0, 3),
        WHICH,
        st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES), TEXTS),
        VALUES,
        ANSWERS,
        st.sampled_from(["", "", "CSALES", "CMARKETING", "CNONE"]),
    ),
    MUTATIONS,
    SELDOM,
    PASSING,
)
RAW = st.builds(
    Raw,
    BODIES
    | ANYTHING.map(lambda each: json.dumps(each).encode())
    | ANYTHING.map(lambda each: urlencode({"payload": json.dumps(each)}).encode()),
    st.sampled_from([FORM, JSON, "text/plain", "multipart/form-data; boundary=x", "x"]),
)


async def send(world: World, case: Case | Raw) -> int:
    """Send a case, signed; the status of the last answer."""
    if isinstance(case, Raw):
        return await _post(world, case.body, case.content_type)
    kind, payload = _payload(world, case.deed)
    payload = mutated(payload, case.mutations)
    body, content_type = _encoded(kind, payload)
    status = await _post(world, body, content_type)
    if case.repeats and status < 500:
        status = await _post(world, body, content_type)
    return status


async def _post(world: World, body: bytes, content_type: str) -> int:
    timestamp = str(int(world.clock.now().timestamp()))
    # Over the bytes as they are, which need not be text.
    signed = hmac.new(SECRET.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256)
    headers = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signed.hexdigest()}",
    }
    async with world.client.post("/slack/events", data=BytesIO(body), headers=headers) as answer:
        await answer.read()
        return answer.status


def _encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields, errors="surrogatepass").encode(), FORM


def _payload(world: World, deed: Deed) -> tuple[str, Json]:  # noqa: PLR0911 - a case a kind
    user = world.on_slack(deed.who)
    user.channel = deed.place
    match deed.kind:
        case "command":
            return "slash_commands", _command(user, deed)
        case "words":
            return "events_api", _words(world, user, deed)
        case "event":
            return "events_api", _event(user, deed)
        case "home":
            return "events_api", user.home()
        case "press":
            return "interactive", _press(world, user, deed)
        case "made up":
            return "interactive", _made_up(user, deed)
        case "hand in" if user.id in world.slack.modals:
            return "interactive", _hand_in(user, deed)
        case "hand in" | "form":
            return "interactive", _form(user, deed)
        case "menu":
            return "interactive", _menu(user, deed)
        case _:
            return "interactive", {"type": deed.name, "user": {"id": user.id}, "value": deed.value}


def _words(world: World, user: SlackUser, deed: Deed) -> Json:
    """A message, every fourth time with two files."""
    if deed.which % 4 < 3:
        return user.message(f"{deed.name} {deed.value}")
    files = [_file(world, deed, name) for name in (deed.name, deed.value)]
    return user.message(deed.value, subtype="file_share", files=files)


def _file(world: World, deed: Deed, name: str) -> Json:
    """A file that is not there; Slack may not have checked it yet."""
    file = Dropped(name, deed.value, b"")
    described = world.slack.dropped.described(file, world.slack.root)
    return described | {"file_access": ["visible", "check_file_info"][deed.who % 2]}


def _command(user: SlackUser, deed: Deed) -> Json:
    names = [*REGISTRY.commands, deed.name]
    return user.command(f"/{names[deed.which % len(names)]} {deed.value}")


def _event(user: SlackUser, deed: Deed) -> Json:
    kind = EVENTS[deed.which % len(EVENTS)]
    return user.event({"type": kind, "user": user.id, "tab": deed.value, "channel": deed.name})


def _press(world: World, user: SlackUser, deed: Deed) -> Json:
    """A press on one of the existing buttons."""
    places = [user.fake.modals.get(user.id), user.fake.homes.get(user.id)]
    places += [each.body for each in world.slack.seen_by(user.id)[-30:]]
    labels = [
        button["text"]["text"] for place in places if place for button in blockkit.buttons(place)
    ]
    return user.press(labels[deed.which % len(labels)]) if labels else _made_up(user, deed)


def _made_up(user: SlackUser, deed: Deed) -> Json:
    """A press on a button or a form within a message that does not exist; its action may."""
    name = _one_of([*BUTTONS, *(f"{ids.FORM}{form}" for form in FORMS)], deed)
    kind = ["button", "static_select"][deed.who % 2]
    block = ["k/", "k/kind/7", deed.value][deed.which % 3]
    chosen = {"value": deed.answers[0]}
    action = {"type": kind, "action_id": f"{name}#1", "block_id": block, "value": deed.value}
    values = {f"k/{field}": {"value": {"value": answer}} for field, answer in made_up(deed)}
    channel = {"id": user.channel or dm_of(user.id), "name": "directmessage"}
    return {
        **_interaction(user, "block_actions"),
        "actions": [action | {"selected_option": chosen}],
        "state": {"values": values},
        "container": {"type": "message", "message_ts": "1.1"},
        "channel": channel,
        "response_url": user.fake.response_url(user.id, channel["id"]),
    }


def _hand_in(user: SlackUser, deed: Deed) -> Json:
    """The open form, filled in with any values."""
    view = user.fake.modals[user.id]
    filled = [block["element"] | {"in": block["block_id"]} for block in blockkit.inputs(view)]
    values = {
        element["in"]: {element["action_id"]: _filled(element, answer)}
        for element, answer in zip(filled, deed.answers * len(filled), strict=False)
    }
    return {**_interaction(user, "view_submission"), "view": {**view, "state": {"values": values}}}


def _filled(element: Json, answer: str) -> Json:
    """An answer for an input; if it must fit, one that the input offers or accepts."""
    offered = blockkit.options(element)
    if answer != FITTING:
        chosen: Json = {"value": answer}
    elif offered:
        chosen = offered[0]
    else:
        day = element["type"] == "datepicker"
        chosen = {"value": element.get("initial_value") or ("2026-12-01" if day else "4 Dec 15:00")}
    return {
        "type": element["type"],
        "value": chosen["value"],
        "selected_option": chosen,
        "selected_options": [chosen],
        "selected_date": chosen["value"],
    }


def _one_of(names: list[str], deed: Deed) -> str:
    """One of these names, or now and then another value."""
    return deed.name if deed.which % 16 == 15 else names[deed.which % len(names)]


def _form(user: SlackUser, deed: Deed) -> Json:
    """A form that was never opened."""
    packed = {"subject": deed.value, "origin": {"kind": "chat", "response_url": "", "channel": ""}}
    view = {
        "type": "modal",
        "id": "V0",
        "callback_id": _one_of(FORMS, deed),
        "private_metadata": json.dumps(packed),
        "blocks": [{"type": "input", "block_id": "goal"}],
        "state": {"values": {name: {"x": {"value": answer}} for name, answer in made_up(deed)}},
    }
    return {**_interaction(user, "view_submission"), "view": view}


def made_up(deed: Deed) -> list[tuple[str, str]]:
    """Names of inputs, with answers."""
    first = deed.which % len(FIELDS)
    names = [*FIELDS[first:], *FIELDS[:first]]
    return list(zip(names, deed.answers * len(names), strict=False))


def _menu(user: SlackUser, deed: Deed) -> Json:
    names = [*REGISTRY.shortcuts, deed.name]
    return user.shortcut(names[deed.which % len(names)], deed.value if deed.which % 2 else None)


def _interaction(user: SlackUser, kind: str) -> Json:
    return {
        "type": kind,
        "user": {"id": user.id, "team_id": user.team},
        "team": {"id": user.team},
        "trigger_id": user.fake.trigger(user.id),
    }
