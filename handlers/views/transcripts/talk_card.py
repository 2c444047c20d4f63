"""Cards with the figures of a call's transcript, for the call's rep only.

The parameter `reference` refers to the stored figures (see `handlers.transcripts.refs`). It is the
value of the buttons on the card.
"""

from collections.abc import Iterator, Sequence

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Strong,
    Text,
    spans,
    typed,
)
from handlers.coaching.text.words import joined, shortened
from handlers.playbook.conditions import MeasuredFigure
from handlers.playbook.loader import Playbook
from handlers.transcripts.figures.guessed import share_in_words
from handlers.transcripts.figures.spread import Spread, by_thirds, spread
from handlers.transcripts.records import (
    MAX_LABELS,
    Questions,
    SpeakerShare,
    Stretch,
    TalkFigures,
)
from handlers.views.transcripts import talk_charts
from handlers.views.transcripts.talk_charts import SharedCall, strip
from handlers.views.transcripts.talk_missing import why
from handlers.views.transcripts.talk_words import at_place, duration
from storage.choices import TalkSide

FIGURES, NOT_THIS_CALL = "talk.figures", "talk.not_call"
DRAFT = "talk.draft"
STUDIES = "talk.studies"
SIDE = "talk.our_side"
NOT_ME, FORGET, MAIN_FIGURES = "talk.not_me", "talk.forget", "talk.came"
ALL_OF_CALL = "erase.ask_call"  # handled by handlers/features/privacy/call_data.py
PRIVACY = "Only you see this. I keep only the figures and the lines you choose."
KEPT_LINES = "Your colleagues see the promises that you choose."
EXPORTED = "The file stays in this chat, which admins may be able to export."
CONSENT = (
    "In many places, recording or transcribing a call without everybody's consent is against the "
    "law, so ask first."
)
MAIN_SHARES = 4  # the short card has the shares of at most this many of the customer's people
ALL_SHARES = 12  # the card with all figures has the shares of at most this many people
NOT_HEARD = 3  # the card names at most this many competitors that were not heard
# The card says how many questions each third of the call has. If most are in one third, one of
# these texts comes before the numbers.
_SPREAD: dict[Spread | None, str] = {
    "start": "Bunched at the start: ",
    "middle": "Bunched in the middle: ",
    "end": "Bunched at the end: ",
}
_CHECKS = "Checks like “can you hear me?” are not counted."
_NO_SCORE = "Not a score."
_OURS: tuple[TalkSide, ...] = ("me", "colleague")


def card(
    about: str,
    figures: TalkFigures,
    playbook: Playbook,
    reference: str,
    *,
    first: bool,
    guessed: Sequence[str] = (),
) -> Card:
    """Return the most important figures.

    - `about` names the call: "Northwind, today 10:00".
    - `first`: whether these are the person's first figures. If so, the card also says what studies
      found about talk shares, that the file stays in the chat, and that recording needs consent.
    - `guessed`: sentences that compare the figures with what the person guessed or noted. The first
      sentence is about the talk share, and is "" if there was no guess.
    """
    published = playbook.published("talk_share") if figures.mine is not None else None
    share, *more = [*guessed, ""]
    blocks: list[Block] = [Paragraph(spans(typed(f"{about}. "), *_lead(figures, share)))]
    if picture := talk_charts.strip(figures):
        blocks.append(picture)
    blocks += [Paragraph(spans(sentence)) for sentence in more if sentence]
    if others := _their_shares(figures):
        blocks.append(Paragraph(spans(typed(others))))
    if figures.missing:
        blocks.append(Note(spans(why(figures.missing[0], figures))))
    blocks.append(Note(spans(PRIVACY)))
    if published and first:
        blocks.append(Note(spans(f"{published} {_NO_SCORE}")))
    if first:
        blocks += [Note(spans(EXPORTED)), Note(spans(CONSENT))]
    blocks.append(Buttons(_buttons(reference, about, figures)))
    return Card(f"{about}: your figures. {PRIVACY}", tuple(blocks))


def _buttons(
    value: str, about: str, figures: TalkFigures, *, all_of_them: bool = False
) -> tuple[Button, ...]:
    unnamed = "no speakers" in figures.missing
    who = [Button("I am somebody else", NOT_ME, value, about=about)]
    if sum(one.side != "me" for one in figures.speakers) > 1:
        who.append(Button("Somebody is on my side", SIDE, value, about=about))
    return (
        Button("Draft the reflection", DRAFT, value, beside=True, about=about),
        Button("Fewer figures", MAIN_FIGURES, value, about=about)
        if all_of_them
        else Button("All figures", FIGURES, value, about=about),
        Button("Not this call", NOT_THIS_CALL, value, about=about),
        *(() if unnamed else who),
        Button("Delete the figures", FORGET, value, about=about),
    )


def _lead(figures: TalkFigures, guessed: str) -> Text:
    said = [guessed] if guessed else []
    if figures.mine is not None and not guessed:
        said.append(share_in_words(figures))
    if figures.longest_mine:
        said.append(f"Your longest stretch: {_how_long(figures.longest_mine)}.")
    if figures.questions:
        said.append(_questions(figures))
    return spans(" ".join(said) or "This file gives few figures.")


def _questions(figures: TalkFigures) -> str:
    asked = figures.questions or Questions(0, 0, ())
    number = asked.open + asked.closed
    who = "Your side" if _with_colleagues(figures) else "You"
    about = "about " if asked.roughly else ""
    if not number:
        return f"{who} asked no questions."
    if number == 1:
        return f"{who} asked one {'open' if asked.open else 'closed'} question."
    open_ = "all" if asked.open == number else asked.open or "none"
    return f"{who} asked {about}{number} questions, {open_} of them open."


def _with_colleagues(figures: TalkFigures) -> bool:
    return any(one.side == "colleague" for one in figures.speakers)


def _their_shares(figures: TalkFigures) -> str:
    """Return "Jana Novak spoke 28% of the time, Tom Ash 9%.".

    Return "" if fewer than two of the customer's people spoke.
    """
    theirs = [one for one in figures.speakers if one.side == "theirs"]
    if len(theirs) < 2:
        return ""
    first, *others = _shares(theirs, MAIN_SHARES)
    whole = "words" if figures.basis == "words" else "time"
    return f"{', '.join([f'{first[0]} spoke {first[1]} of the {whole}', *map(' '.join, others)])}."


def _named(speakers: Sequence[SpeakerShare], limit: int) -> str:
    """Return "Jana Novak 28%, you 25%, 2 more together 9%"."""
    return ", ".join(map(" ".join, _shares(speakers, limit)))


def _shares(speakers: Sequence[SpeakerShare], limit: int) -> list[tuple[str, str]]:
    """Return names with shares, the largest share first.

    The rep is one entry, even if the transcript has several names for the rep. If there are more
    than `limit` entries, the last entry is the sum of the rest: "2 more together".
    """
    mine = [one.share for one in speakers if one.side == "me"]
    shares = [("you", sum(mine))] if mine else []
    shares += [(shortened(one.name, 40), one.share) for one in speakers if one.side != "me"]
    shares.sort(key=lambda one: -one[1])
    rest = sum(share for _, share in shares[limit:])
    shares[limit:] = [(_more(len(shares) - limit), rest)] if shares[limit:] else []
    return [(name, _percent(share)) for name, share in shares]


def _more(people: int) -> str:
    return "one more" if people == 1 else f"{people} more together"


def all_figures(
    about: str,
    figures: TalkFigures,
    playbook: Playbook,
    reference: str,
    lately: Sequence[SharedCall] = (),
) -> Card:
    """Return every figure with its unit, and say what we could not measure in the file.

    `lately` has the person's last calls, the oldest first, for a chart of talk shares.
    """
    lead = f"All figures: {about}"
    found = list(_all(figures))
    lines = [spans(typed(line)) for _, line in found]
    ranges = [playbook.published(name) for name, _ in found]
    blocks: list[Block] = [Paragraph(spans(typed(f"{lead}. "), "Only you see them."))]
    if picture := strip(figures):
        blocks.append(picture)
    if lines:
        blocks.append(Bullets(tuple(lines)))
    if picture := talk_charts.talk_shares(lately, playbook.ranges("talk_share")):
        blocks.append(picture)
    if missing := " ".join(why(reason, figures) for reason in figures.missing):
        blocks.append(Note(spans(missing)))
    buttons = _buttons(reference, about, figures, all_of_them=True)
    if any(ranges):
        of_studies = Button("What studies found", STUDIES, reference, beside=True, about=about)
        buttons = (*buttons, of_studies)
    blocks.append(Buttons(buttons))
    return Card(lead, tuple(blocks))


def studies(about: str, figures: TalkFigures, playbook: Playbook) -> Card:
    """Return the published ranges for the available figures."""
    lead = f"What studies found about these figures: {about}"
    ranges = [playbook.published(name) for name, _ in _all(figures)]
    found = tuple(Note(spans(one)) for one in dict.fromkeys(ranges) if one)
    last = Note(spans(f"{_NO_SCORE} Compare only calls that the same tool transcribed."))
    return Card(lead, (Paragraph(spans(typed(f"{lead}."))), *found, last))


def _all(figures: TalkFigures) -> Iterator[tuple[MeasuredFigure, str]]:
    """Yield the playbook's name of each available figure, and a line about the figure."""
    if figures.speakers:
        shares = _named(figures.speakers, ALL_SHARES)
        unnamed = f" Without a name: {_percent(figures.unnamed)}." if figures.unnamed else ""
        yield "talk_share", f"Share of the talk: {shares}.{unnamed}"
    if figures.longest_mine:
        yield "longest_mine", _stretches((figures.longest_mine, *figures.more_mine))
    if theirs := figures.longest_theirs:
        name = shortened(theirs.name, 40)
        yield "longest_theirs", f"Their longest stretch: {name}, {_stretch(theirs)}."
    if figures.questions:
        checks = f" {_CHECKS}" if figures.questions.checks else ""
        yield "questions", f"{_questions(figures)}{_spread(figures.questions)}{checks}"
    if figures.turns_a_minute is not None:
        yield "turns_a_minute", f"The speaker changed {figures.turns_a_minute:.1f} times a minute."
    if figures.patience is not None:
        seconds, count = figures.patience.total_seconds(), figures.pause_count
        yield "patience", f"You usually paused {seconds:.1f} s after they stopped ({count} pauses)."
    if figures.first_proposal:
        who = "Your side" if _with_colleagues(figures) else "You"
        where = at_place(figures.first_proposal)
        yield "first_proposal", f"{who} first proposed something {where}."
    elif figures.questions:
        yield "first_proposal", talk_charts.NO_PROPOSAL
    if step := figures.next_step:
        who = "you" if step.side == "me" else "a colleague" if step.side == "colleague" else "them"
        yield "next_step", f"Next step with a day: said by {who} {at_place(step.spot)}."
    yield from (("rivals", line) for line in _rivals(figures))


def _rivals(figures: TalkFigures) -> Iterator[str]:
    for rival in figures.rivals:
        first = "your side" if rival.side in _OURS else "them"
        times = "once" if rival.times == 1 else f"{rival.times} times"
        yield f"Competitor named: {rival.name}, {times}, first by {first} {at_place(rival.first)}."
    for rival in figures.perhaps_rivals:
        first = "your side" if rival.side in _OURS else "them"
        where = at_place(rival.first)
        yield f"Perhaps a competitor, and not on file: {rival.name}, named by {first} {where}."
    if figures.not_heard:
        yield _not_heard(figures.not_heard)


def _not_heard(names: Sequence[str]) -> str:
    first = ", ".join(shortened(name, 40) for name in names[:NOT_HEARD])
    rest = len(names) - NOT_HEARD
    more = f" and {rest} more" if rest > 0 else ""
    return (
        "I didn't hear these competitors, which were named in earlier calls or in your goal: "
        f"{first}{more}. I look only for the names on file, as they are spelt there."
    )


def _spread(asked: Questions) -> str:
    if len(asked.spots) < 3:
        return ""
    first, middle, last = by_thirds(asked.spots)
    lead = _SPREAD.get(spread(asked.spots), "")
    counts = f"{first} in the first third of the call, {middle} in the middle, {last} in the last."
    return f" {lead}{counts}"


def _stretches(mine: Sequence[Stretch]) -> str:
    if len(mine) == 1:
        return f"Your longest stretch: {_stretch(mine[0])}."
    said = [f"{_how_long(one)} {at_place(one.spot)}" for one in mine]
    return f"Your longest stretches: {joined(said)}."


def _stretch(one: Stretch) -> str:
    return f"{_how_long(one)}, {at_place(one.spot)}"


def _how_long(one: Stretch) -> str:
    return f"{one.words} words" if one.length is None else duration(one.length)


def _percent(part: float) -> str:
    return "under 1%" if 0 < part < 0.005 else f"{round(part * 100)}%"


def how_to_bring(measured: Sequence[tuple[str, str]]) -> Card:
    """Say how to bring a transcript, and offer the figures of calls that are already measured.

    `measured` has the value and the label of the button for each of these calls.
    """
    lead = "Drop the transcript of a call here, or paste it."
    more = (
        " I'll find out which call it is and who you are in it. Then I'll show how much you "
        "talked, your longest stretch and your questions. The file may be a .vtt, .srt, .txt, .md, "
        ".docx or .json file."
    )
    blocks: list[Block] = [Paragraph(spans(Strong(lead), more))]
    if measured:
        blocks.append(Paragraph(spans("Your latest transcripts:")))
        shown = (Button(name, FIGURES, value, beside=True) for value, name in measured)
        blocks.append(Buttons(tuple(shown)))
    return Card(lead, (*blocks, Note(spans(f"{PRIVACY} {KEPT_LINES}")), Note(spans(CONSENT))))


def talked(labels: Sequence[str]) -> str:
    """Return "Ann Lee, Jana Novak and 2 more".

    If there may be more speakers than we count, write "many more" instead of a number.
    """
    shown = [shortened(label, 40) for label in labels[:2]]
    rest = len(labels) - 2
    more = ["many more" if len(labels) >= MAX_LABELS else f"{rest} more"] if rest > 0 else []
    return joined([*shown, *more])
