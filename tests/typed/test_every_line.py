"""No function that looks at a typed line fails, whatever people type."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import Parameter, getmembers, isfunction, signature
from random import Random

import pytest

import handlers.typed

LINES = (
    "no wait, not sent yet",
    "no thats jana not irina",
    "halden back to 10:40 pls",
    "they push the demo to wed 3pm",
    "actually no leave it at 1040",
    "sorry meant wed",
    "next one with mia and tom tues 10",
    "told anders id get back on that by wed",
    "im at the dentist tmrw 9-10 dont bug me",
    "any promises open with halden?",
    "what did i promise so far this week",
    "move brightwater to wed 3pm then",
    "irina said “the pilot starts in january”",
    "i promised her a roi sheet by thursday and she sends the seat list fri",
    "no, vosk with a k, martin vosk",
    "halden never shows, drop that friday call",
    "cancel all that, im ill today",
    "Jana: who signs?",
    "retire the hospital one",
    "answer lena: three depots did",
)
MARKS = (",", ":", "?", ".", "-", "–", "“", "”", "'", "no", "not", "wait", "and", "the")


def recognisers() -> Iterator[Callable[[str], object]]:
    """Yield the public functions of `handlers.typed` that need only a text."""
    for module in pkgutil.walk_packages(handlers.typed.__path__, "handlers.typed."):
        for name, function in getmembers(import_module(module.name), isfunction):
            needed = [
                one
                for one in signature(function).parameters.values()
                if one.default is Parameter.empty
            ]
            is_own = function.__module__ == module.name and not name.startswith("_")
            if is_own and len(needed) == 1 and needed[0].annotation is str:
                yield function


def lines() -> Iterator[str]:
    """Yield the lines, the marks, and 400 random mixes of both that are the same in each run."""
    yield from ("", " ", *MARKS, *LINES)
    chance = Random(1)  # noqa: S311 - the seed is fixed, so each run has the same lines
    for _ in range(400):
        words = chance.choice(LINES).split()
        begins = chance.randrange(len(words))
        part = words[begins : chance.randint(begins + 1, len(words))]
        part.insert(chance.randint(0, len(part)), chance.choice(MARKS))
        rest = chance.choice(LINES).split()[: chance.randint(0, 3)]
        yield " ".join((*part, *rest)).replace(" ,", ",")


@pytest.mark.parametrize("recognise", [*recognisers()], ids=lambda one: one.__qualname__)
def test_no_line_makes_it_fail(recognise: Callable[[str], object]) -> None:
    for line in lines():
        recognise(line)
