"""Hostile values, and ways to malform a valid payload.

All addresses in here are on this machine.
"""

import copy
from dataclasses import dataclass
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from handlers.features import registry
from handlers.request import Means

Json = dict[str, Any]

REGISTRY = registry()
BUTTONS, FORMS = REGISTRY.names(Means.BUTTON), REGISTRY.names(Means.FORM)
NAMES = [name for means in Means for name in REGISTRY.names(means)]
FIELDS = [
    *(
        "account",
        "back",
        "closes_at",
        "due_on",
        "focus",
        "from",
        "goal",
        "goal_reached",
        "goes_out",
    ),
    *(
        "headline",
        "heard",
        "how",
        "industry",
        "join_url",
        "line",
        "minutes",
        "opens_at",
        "question",
    ),
    *("review_by", "role", "shared", "side", "source", "stage", "tags", "text", "url", "until"),
    *("when", "why", "words", "work_days", "work_from", "zone"),
]
FITTING = "ok"  # stands for an answer that an input takes
ROWS = [str(number) for number in range(1, 21)]
NUMBERS = [
    "0",
    "-1",
    "007",
    "9" * 25,
    "1" * 4_400,
    "9223372036854775808",
    "1e309",
    "NaN",
    "²",
    "١٢",
    "1,2,,x",
]
DAYS = ["2026-11-27", "0001-01-01", "9999-12-31", "2026-02-30", "2026-11-27T25:99"]
SAID = [
    "Northwind tomorrow 3pm",
    "Northwind",
    "add Contoso 25 Nov 14:00",
    "here industry=logistics, competitor=*",
    "pricing for 40 seats by Friday",
    "mute listen",
    "in 9999999999 days",
    "31 Dec 9999 23:59",
    "1 Jan 0001",
]
HOSTILE = [
    "",
    " ",
    "\n" * 300,
    "\0",
    "a\0b",
    "\ud800",
    "half \udc00 a pair",
    "\u202eשלום عليكم\u2066",
    "\u2028\u0085\u200b\ufeff",
    "👩‍👩‍👧‍👦" * 40,
    "x" * 4_000,
    "é" * 40_000,
    "<@UANA> <!channel> <http://127.0.0.1:9/|x> &amp;lt;",
    "'; DROP TABLE call; --",
    "%s {0} ${x} {{y}}",
    "[x](http://127.0.0.1:9/) **b** <at>A</at>",
    "http://127.0.0.1:9/",
    "../../etc/passwd",
    "[[[[[",
    "{}",
]
TEXTS = st.one_of(
    st.sampled_from(SAID), st.sampled_from(HOSTILE), st.sampled_from(NUMBERS), st.text(max_size=30)
)
VALUES = st.one_of(st.sampled_from(ROWS), st.sampled_from(ROWS + NUMBERS + DAYS + NAMES), TEXTS)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), VALUES, st.sampled_from([2**63, -(2**70)])
)
ANSWERS = st.lists(st.just(FITTING) | VALUES, min_size=1, max_size=6).map(tuple)
SELDOM = st.integers(0, 5).map(lambda number: number == 3)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
DEEP = b"[" * 50_000, b'{"a":' * 20_000, b'{"event":' + b"[" * 900 + b"]" * 900 + b"}"
BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        (*DEEP, b"", b"{}", b"[]", b"null", b"payload=", b"payload=%7B%7D", b"\xff\xfe")
    ),
)


class Spoil(Enum):
    """How a part of a payload can change, apart from getting another value."""

    GONE = "gone"
    TWICE = "twice"


@dataclass(frozen=True)
class Mutation:
    """One part of a payload, by its number, and its change."""

    where: int
    what: object


MUTATIONS: st.SearchStrategy[list[Mutation]] = st.one_of(
    st.just([]),
    st.just([]),
    st.lists(
        st.builds(
            Mutation, st.integers(0, 10_000), st.one_of(st.sampled_from(Spoil), ANYTHING, VALUES)
        ),
        max_size=3,
    ),
)


def mutated(payload: Json, mutations: list[Mutation]) -> Json:
    """The payload with all mutations, one after the other."""
    spoiled = copy.deepcopy(payload)
    for mutation in mutations:
        parts = _parts(spoiled)
        if parts:
            _make(*parts[mutation.where % len(parts)], mutation.what)
    return spoiled


def _make(holder: Any, key: Any, what: object) -> None:  # noqa: ANN401 - a list or an object
    if what is Spoil.GONE:
        del holder[key]
    elif what is Spoil.TWICE:
        holder[key] = [holder[key], holder[key]]
    else:
        holder[key] = what


def _parts(payload: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any part of a payload
    keys: list[Any] = []
    if isinstance(payload, dict):
        keys = list(payload)
    elif isinstance(payload, list):
        keys = list(range(len(payload)))
    below = [part for key in keys for part in _parts(payload[key])]
    return [*((payload, key) for key in keys), *below]
