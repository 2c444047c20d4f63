"""Counts of a roll-out tell nothing about a group of fewer than five people."""

from handlers.views.admin import roll_out_words
from handlers.views.admin.roll_out_words import FEW

MAX_WORDS = 40


def words(begun: int, stopped: int, of: int) -> str:
    lines = roll_out_words.stopped({"briefs": stopped}, of)
    return "\n".join((roll_out_words.known(of), roll_out_words.begun(begun, of), *lines))


def hidden(number: int, of: int) -> str:
    """The small group that a number makes, or the number itself."""
    if of < 2 * FEW:
        return "anything"
    if number < FEW:
        return "few"
    return "rest few" if of - number < FEW else str(number)


def test_small_groups_cannot_be_told_apart_also_by_subtraction() -> None:
    for of in range(MAX_WORDS):
        seen: dict[str, tuple[str, str]] = {}
        for begun in range(of + 1):
            for stopped in range(of + 1):
                groups = hidden(begun, of), hidden(stopped, of)
                assert seen.setdefault(words(begun, stopped, of), groups) == groups
        same = {groups: text for text, groups in seen.items()}
        assert len(same) == len(seen), "one text for each pair of groups"


def test_how_many_are_on_file_is_said_from_five_on() -> None:
    assert len({roll_out_words.known(number) for number in range(FEW)}) == 1
    assert roll_out_words.known(5) == "On file: 5."


def test_kinds_are_listed_with_the_one_stopped_most_first() -> None:
    lines = list(roll_out_words.stopped({"briefs": 6, "agendas": 11, "lines": 4}, 20))
    assert lines == ["Agendas: 11", "Briefs: 6", "Every other kind of message: fewer than five"]
