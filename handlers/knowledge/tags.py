"""Parse the tags that a channel subscribes to.

    industry=logistics, competitor=*, account="Alder and Finch"

A channel gets every insight with at least one of its tags. `*` matches any value. The tags
`everything` and `voice` (the voice of the customer) have no value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from storage.choices import STAGES
from storage.spelling import comparable
from storage.tables import Insight
from storage.workspace.channels import ANY, Tag

EVERYTHING, VOICE = "everything", "voice"
FIELDS = ("industry", "persona", "stage", "competitor", "account")
NAMES = (*FIELDS, EVERYTHING, VOICE)
NEAR_SCORE = 75  # suggest a value that is at least this similar; 100 means equal
TAG_LIMIT = 40  # how many tags a channel may have
QUOTES = str.maketrans(dict.fromkeys("“”„", '"'))  # phones type these quotes

_ONE = re.compile(
    r"""\s*(?P<name>[^\s=,"]+)
        (?:\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^,"]*?)))?
        \s*(?:,|$|(?=\s[^\s=,"]+\s*=))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class TypedTag:
    """One tag. `shown` is its value. `quoted` means that the value is in quotes.

    A value is stored as typed, with one exception. If it is not in quotes, and the same value is
    already in use in another spelling, `shown` has the spelling in use.

        industry=logistics    →  "Logistics", if "Logistics" is in use
        industry="logistics"  →  "logistics"
    """

    name: str
    shown: str
    quoted: bool = False

    @property
    def tag(self) -> Tag:
        """The tag with its value normalised for comparison."""
        return self.name, comparable(self.shown)


class UnreadableTags(Exception):
    """The tags are invalid. The message is a sentence for the person who typed them."""


def read(typed: str, known: Mapping[str, Sequence[str]]) -> list[TypedTag]:
    """Parse tags. `known` maps tag names to the values in use. Raises UnreadableTags."""
    # Replace several spaces in a row by one, because long rows of spaces make the pattern slow.
    straight = " ".join(typed.translate(QUOTES).split())
    wanted = {one.tag: one for one in _split(straight)}
    if len(wanted) > TAG_LIMIT:
        raise UnreadableTags(f"A channel can have up to {TAG_LIMIT} tags. You typed {len(wanted)}.")
    checked = [_checked(each, known) for each in wanted.values()]
    return list({one.tag: one for one in checked}.values())


def written(wanted: Sequence[TypedTag]) -> str:
    """Return the tags as people type them."""
    parts = []
    for one in wanted:
        plain = not one.quoted and "," not in one.shown and "=" not in one.shown
        value = one.shown if plain else f'"{one.shown}"'
        parts.append(one.name if one.name in (EVERYTHING, VOICE) else f"{one.name}={value}")
    return ", ".join(parts)


def of_insight(insight: Insight, account: str) -> list[Tag]:
    """Return an insight's tags. `account` is the name of its account, or ""."""
    values = {
        "industry": insight.industry,
        "persona": insight.persona,
        "stage": insight.stage,
        "competitor": insight.competitor,
        "account": account,
    }
    return [(EVERYTHING, ANY), *((n, comparable(value)) for n, value in values.items() if value)]


def _split(typed: str) -> Iterator[TypedTag]:
    at = 0
    while typed[at:].strip():
        found = _ONE.match(typed, at)
        if found is None or found.end() == at:
            raise UnreadableTags("A tag looks like industry=logistics. Put a comma between tags.")
        at = found.end()
        quoted, plain = found["quoted"], found["plain"]
        value = (quoted if plain is None else plain) or ""
        yield TypedTag(found["name"].casefold(), value.strip(), quoted is not None)


def _checked(one: TypedTag, known: Mapping[str, Sequence[str]]) -> TypedTag:
    """Return a tag as it is saved. Raise UnreadableTags if it is wrong.

    A tag is wrong in these cases:

    - Its name is unknown.
    - Its value is missing, and the tag is not `everything` or `voice`.
    - Its value is not in quotes, and contains "|".
    - Its value is not in quotes, and is an unknown stage or account.
    - Its value is not in quotes, and is an unknown industry, persona or competitor that is similar
      to a value in use.
    """
    if one.name not in NAMES:
        meant = _did_you_mean(one.name, NAMES) or f" The tags are {', '.join(NAMES)}."
        raise UnreadableTags(f"There is no tag “{one.name[:40]}”.{meant}")
    if one.name in (EVERYTHING, VOICE):
        return TypedTag(one.name, ANY)
    if not one.shown:
        raise UnreadableTags(f"Which {one.name}? For any, type {one.name}=*.")
    if one.shown == ANY or one.quoted:
        return one
    if "|" in one.shown:
        raise UnreadableTags(f"Use a tag for each value, such as {one.name}=this, {one.name}=that.")
    values = STAGES if one.name == "stage" else known.get(one.name, ())
    same = {comparable(value): value for value in values}
    if comparable(one.shown) in same:
        return TypedTag(one.name, same[comparable(one.shown)])
    if one.name in ("stage", "account"):
        meant = _did_you_mean(one.shown, values)
        if one.name == "stage":  # there are only a few stages, so name them all
            meant = meant or f" The stages are {', '.join(STAGES)}."
        raise UnreadableTags(f"There is no {one.name} “{one.shown[:60]}”.{meant}")
    meant = _did_you_mean(one.shown, values)
    if meant:
        raise UnreadableTags(
            f"No insight is tagged {one.name}={one.shown[:60]} yet.{meant} To subscribe "
            f'anyway, put the value in quotes: {one.name}="{one.shown[:60]}".'
        )
    return one


def _did_you_mean(typed: str, values: Sequence[str]) -> str:
    """Return a question with the one or two most similar values, or "" if none is similar."""
    each = {comparable(value): value for value in values}
    near = process.extract(
        comparable(typed)[:200],
        list(each.values()),
        scorer=fuzz.ratio,
        processor=comparable,
        score_cutoff=NEAR_SCORE,
        limit=2,
    )
    return f" Did you mean {' or '.join(value for value, *_ in near)}?" if near else ""
