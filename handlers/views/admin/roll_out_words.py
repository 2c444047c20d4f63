"""Say how far along a roll-out is, in numbers that say nothing about any one person. Pure.

We never give the size of a group of fewer than five people. We also don't say how many people are
outside such a group, because readers could then work out its size.
"""

from collections.abc import Iterator, Mapping

FEW = 5  # we don't give the size of a smaller group
FEWER = "fewer than five"


def known(number: int) -> str:
    """Say how many people are on file."""
    return f"On file: {FEWER if number < FEW else number}."


def begun(number: int, of: int) -> str:
    """Say how many of the people on file have a call, and how many don't."""
    if of < 2 * FEW:  # one of the two groups has fewer than five people
        return "Too few people to say how many have begun."
    if number < FEW:
        return f"Begun (with a past or upcoming call): {FEWER}."
    if of - number < FEW:
        return "Begun (with a past or upcoming call): all, or all but a few."
    return f"Begun (with a past or upcoming call): {number}. Not yet: {of - number}."


def stopped(counts: Mapping[str, int], of: int) -> Iterator[str]:
    """Say how many people have stopped each kind of message.

    `counts` maps the label of a kind to this number. `of` is how many people are on file.
    """
    if of < 2 * FEW:
        yield "Too few people to say what they have stopped."
        return
    shown = {label: number for label, number in counts.items() if number >= FEW}
    for label, number in sorted(shown.items(), key=lambda each: (-each[1], each[0])):
        how_many = "all, or all but a few" if of - number < FEW else str(number)
        yield f"{label[0].upper()}{label[1:]}: {how_many}"
    yield f"{'Every other kind' if shown else 'Each kind'} of message: {FEWER}"
