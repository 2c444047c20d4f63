"""Find mistakes in a playbook that its schema can't find, such as unknown ids or too few lines."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from rapidfuzz.distance import OSA

from handlers.playbook.conditions import (
    NAMES_IN_QUESTIONS,
    NO_REPEAT_WITHIN,
    PLACEHOLDERS,
    REFLECTION,
)
from handlers.playbook.reading import Loc, ParsedSoFar
from handlers.playbook.shape import called
from handlers.playbook.word_lists import CLAIM_PLACEHOLDERS, PITCH_VERBS

_LISTS: tuple[Loc, ...] = (
    ("questions",),
    ("listening", "areas"),
    ("listening", "lines"),
    ("openings",),
    ("focuses",),
    ("reflection",),
    ("evidence",),
    ("signals",),
)
LISTED = 40  # at most this many ids in a sentence
COMPARED = 1_000  # look for misspelt ideas only if a playbook has at most this many ideas
# Fields whose list may be empty.
_MAY_BE_EMPTY = {"fits", "choices", "names"}
# Lists whose texts may have conditions (`fits`).
_TAKES_FITS = {"lines", "openings", "questions"}
# For each of these lists: how many entries must fit every call, the fields that such an entry must
# not have, and the reason.
_ALWAYS: Mapping[Loc, tuple[int, tuple[str, ...], str]] = {
    ("listening", "lines"): (
        NO_REPEAT_WITHIN + 1,
        ("fits", "kinds", "roles"),
        f"so that no wording comes back within {NO_REPEAT_WITHIN} calls",
    ),
    ("openings",): (1, ("fits", "kinds", "roles", "for_new"), "so that every call has one"),
}


def check(draft: ParsedSoFar) -> None:
    """Record the mistakes that the schema does not find."""
    for rule in (
        _ids,
        _references,
        _ideas,
        _texts,
        _reflection,
        _pitch,
        _published,
        _habits,
        _signals,
        _enough,
    ):
        rule(draft)


def _ids(draft: ParsedSoFar) -> None:
    for where in _LISTS:
        first: dict[str, int] = {}
        for loc, item in draft.entries(where):
            given = item.get("id")
            if not isinstance(given, str):
                continue
            if given in first:
                said = f'id is "{given}", as on line {first[given]}; allowed: an unused id'
                draft.say((*loc, "id"), said)
            first.setdefault(given, draft.lines[*loc, "id"])


def _references(draft: ParsedSoFar) -> None:
    known = {"area": draft.ids(("listening", "areas")), "evidence": draft.ids(("evidence",))}
    for where in _LISTS:
        for loc, item in draft.entries(where):
            for key, ids in known.items():
                given = item.get(key)
                # If there are no ids, their list is missing, empty or unreadable, which is already
                # reported.
                if ids and isinstance(given, str) and given not in ids:
                    draft.say((*loc, key), f'{key} is "{given}"; allowed: {_listed(ids)}')


def _listed(ids: Collection[str]) -> str:
    """List the ids, but at most `LISTED`: each message about an unknown id repeats the list."""
    shown = ", ".join(list(ids)[:LISTED])
    return shown if len(ids) <= LISTED else f"{shown}, and {len(ids) - LISTED} more"


def _ideas(draft: ParsedSoFar) -> None:
    """Report an idea that is probably misspelt: used once, and one letter off another idea."""
    given = [
        ((*loc, "idea"), idea)
        for where in _LISTS
        for loc, item in draft.entries(where)
        if isinstance(idea := item.get("idea"), str)
    ]
    times = Counter(idea for _, idea in given)
    if len(times) > COMPARED:
        return  # comparing each idea with all the others would take too long
    for loc, idea in given:
        near = times.keys() - {idea} if times[idea] == 1 else ()
        meant = next((each for each in sorted(near) if _is_slip(idea, each)), None)
        if meant is not None:
            draft.say(
                loc,
                f'idea is "{idea}", one letter off "{meant}"; allowed: "{meant}" if that is '
                "meant, or else a name that differs more",
            )


def _is_slip(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _texts(draft: ParsedSoFar) -> None:
    """Report empty lists, and texts with line breaks or with placeholders that are not allowed."""
    for loc, value, around in _leaves(draft.data, (), {}):
        if value == [] and loc[-1] not in _MAY_BE_EMPTY:
            draft.say(loc, f"{called(loc)} is empty")
        if isinstance(value, str):
            if "\n" in value.strip():
                draft.say(loc, f"{called(loc)} has a line break; allowed: one line")
            fits = around.get("fits", []) if _TAKES_FITS & set(loc) else None
            names: Collection[str] = PLACEHOLDERS.keys()
            if "questions" in loc:
                names = NAMES_IN_QUESTIONS.keys() if loc[-1] == "ask" else ()
            if loc[0] == "signals" and loc[-1] == "claim":
                continue  # see `_signals`
            for misuse in _misuses(value, fits, names):
                draft.say(loc, f"{called(loc)} {misuse}")


def _leaves(
    value: object, loc: Loc, around: dict[str, object]
) -> Iterator[tuple[Loc, object, dict[str, object]]]:
    """Yield each text and each empty list within `value`, with its loc and the dict around it.

    This dict is the closest one. `around` is the closest dict around `value`.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*loc, key), value)
    elif isinstance(value, list) and value:
        for at, inner in enumerate(value):
            yield from _leaves(inner, (*loc, at), around)
    else:
        yield loc, value, around


def _misuses(text: str, fits: object, names: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the braces in a text.

    `fits` has the text's conditions, or is None if the text can't have any. `names` are the allowed
    placeholders.
    """
    if "{" not in text and "}" not in text:  # nearly all texts have no braces
        return
    usable = [
        name
        for name, need in PLACEHOLDERS.items()
        if name in names and (fits is not None or need is None)
    ]
    allowed = ", ".join(f"{{{name}}}" for name in usable) or "no braces"
    for name in re.findall(r"\{([^{}]*)\}", text):
        need = PLACEHOLDERS.get(name)
        if name not in usable:
            yield f"uses {{{name}}}; allowed: {allowed}"
        elif name == "quote" and text.count("{quote}") > 1:
            yield "uses {quote} more than once"
        elif need and not (isinstance(fits, list) and need in fits):
            yield f"uses {{{name}}}; allowed only with fits: [{need}]"
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        yield f"has a brace without a matching one; allowed: {allowed}"


def _reflection(draft: ParsedSoFar) -> None:
    given = draft.ids(("reflection",))
    for wanted in REFLECTION if given else ():
        if wanted not in given:
            draft.say(("reflection",), f'the field "{wanted}" is missing')
    for loc, item in draft.entries(("reflection",)):
        field = str(item.get("id"))
        if field not in REFLECTION:
            draft.say((*loc, "id"), f'id is "{field}"; allowed: {", ".join(REFLECTION)}')
            continue
        choices = [str(choice.get("id")) for _, choice in draft.entries((*loc, "choices"))]
        if sorted(choices) != sorted(REFLECTION[field]):
            allowed = ", ".join(REFLECTION[field]) or "none, because people type the answer"
            draft.say((*loc, "choices"), f"choices are {', '.join(choices)}; allowed: {allowed}")


def _pitch(draft: ParsedSoFar) -> None:
    first: dict[str, int] = {}
    for loc, value, _ in _leaves(draft.data.get("pitch"), ("pitch",), {}):
        if not isinstance(value, str) or not {*loc[1:2]} & {*PITCH_VERBS}:
            continue
        if value in first:
            said = f'{called(loc)} has "{value}", as on line {first[value]}; allowed: only once'
            draft.say(loc, said)
        first.setdefault(value, draft.lines[loc])
        if value.startswith("…") or value.endswith("…"):
            draft.say(loc, f'{called(loc)} has "{value}"; allowed: "…" between two words')


def _published(draft: ParsedSoFar) -> None:
    """Check the findings of published studies.

    A finding may be shown beside a rep's own figure. Each figure may have only one finding.
    """
    first: dict[str, int] = {}
    for loc, item in draft.entries(("evidence",)):
        if ("beside" in item) != ("shown" in item):
            given, other = ("beside", "shown") if "beside" in item else ("shown", "beside")
            draft.say((*loc, given), f"{given} is given without {other}; allowed: both or neither")
        if "ranges" in item and "beside" not in item:
            draft.say((*loc, "ranges"), "ranges are given without beside; allowed: with beside")
        for at, each in draft.entries((*loc, "ranges")):
            low, high = (str(each.get(end, "")) for end in ("low", "high"))
            if low.isdecimal() and high.isdecimal() and int(low) > int(high):
                draft.say((*at, "low"), f"low is {low}; allowed: high ({high}) or less")
        beside = item.get("beside")
        if not isinstance(beside, str):
            continue
        if beside in first:
            said = f'beside is "{beside}", as on line {first[beside]}; allowed: only once'
            draft.say((*loc, "beside"), said)
        first.setdefault(beside, draft.lines[*loc, "beside"])


def _habits(draft: ParsedSoFar) -> None:
    """Check that a habit has at most one focus."""
    first: dict[object, int] = {}
    for loc, item in draft.entries(("focuses",)):
        habits = item.get("habits")
        for habit in habits if isinstance(habits, list) else ():
            line = draft.lines.get((*loc, "habits"), 1)
            if habit in first:
                said = f'habits have "{habit}", as on line {first[habit]}; allowed: only once'
                draft.say((*loc, "habits"), said)
            first.setdefault(habit, line)


def _signals(draft: ParsedSoFar) -> None:
    """Check each signal's question, its words, and the braces in its claim.

    We do not check the questions of the shipped signals, because a playbook with questions of its
    own may lack some questions that the shipped signals need.
    """
    # If the playbook lacks signals.yaml, we use the shipped signals. `notes` then has "signals".
    known = draft.ids(("questions",)) if not draft.notes.get("signals") else {}
    for loc, item in draft.entries(("signals",)):
        asked, claim, words = item.get("question"), item.get("claim"), item.get("words")
        if known and isinstance(asked, str) and asked not in known:
            draft.say(
                (*loc, "question"), f'question is "{asked}"; allowed: an id in questions.yaml'
            )
        if isinstance(claim, str) and {"{", "}"} & {*_without_placeholders(claim)}:
            allowed = ", ".join(f"{{{name}}}" for name in CLAIM_PLACEHOLDERS)
            draft.say((*loc, "claim"), f"claim has unknown braces; allowed: {allowed}")
        for entry in words if isinstance(words, list) else ():
            if not any(mark.isalnum() for mark in str(entry)):
                draft.say((*loc, "words"), f'words have "{entry}"; allowed: a word or a number')


def _without_placeholders(claim: str) -> str:
    for name in CLAIM_PLACEHOLDERS:
        claim = claim.replace(f"{{{name}}}", "")
    return claim


def _enough(draft: ParsedSoFar) -> None:
    for where, (least, conditions, reason) in _ALWAYS.items():
        entries = [item for _, item in draft.entries(where)]
        always = sum(not any(map(item.get, conditions)) for item in entries)
        # If there are no entries, that is already reported.
        if entries and always < least:
            named = f"{where[-1]} without {', '.join(conditions[:-1])} or {conditions[-1]}"
            draft.say(where, f"{named}: {always}; allowed: {least} or more, {reason}")
