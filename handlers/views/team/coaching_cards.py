"""Cards about coaching: focuses that managers offer, and figures that reps share. Pure.

A focus is an if-then plan from the playbook. A rep follows the plan for at least three calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Quote,
    ShowsOfCall,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.playbook.schema import Focus
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from handlers.views.team import team_page
from storage.choices import SharedFigureName
from storage.tables import Person, Team
from storage.team.coaching import Offered, ShareWithPerson

OFFER = "coach.offer"
TAKE, NOT_NOW = "coach.take", "coach.not_now"
SHARE, MINE, END = "coach.share", "coach.mine", "coach.end"
WITH_ME, LOOK = "coach.with_me", "coach.look"

FIGURES: Mapping[SharedFigureName, str] = {
    "talk share": "Share of the talk",
    "questions": "Questions asked in a call",
    "patience": "Pause after they stop talking",
    "surprises": "Surprises in reflections",
}
LENGTHS: Mapping[str, tuple[str, timedelta]] = {
    "2w": ("2 weeks", timedelta(days=14)),
    "3m": ("3 months", timedelta(days=91)),
}
NOT_A_SCORE = "Not a score. A few more calls can change it."
NO_SHARES = "You aren't sharing any figures."
NONE_FOR_ME = "Nobody is sharing a figure with you."
ENDED = "The figure that was shared with you here is no longer shared."
NO_OFFERS = "You haven't offered a focus to anybody who is in this team now."
THEY_DECIDE = "People decide for themselves. You hear about it only if they take it up."


@dataclass(frozen=True)
class ShownFigure:
    """A figure that somebody shares with the reader. `said` is the figure in words.

    `call_id` is the sharer's last call, or None. The message that shows the figure is stored with
    this call. This lets us find the message and empty it when the figure is taken back.
    """

    shared: ShareWithPerson
    said: str
    call_id: int | None


def coaching(
    team: Team,
    offers: Sequence[Offered],
    plans: Mapping[str, str],
    now: datetime,
    zone: str,
    *,
    shared_with_them: bool,
) -> Card:
    """Show what a manager offered a team's people. `plans` has the text of each focus, by id.

    `shared_with_them` is true if anybody shares a figure with the manager. A button then shows such
    figures.
    """
    lead = f"{shortened(team.name, 60)}: coaching"
    lines = tuple(spans(typed(_offer_line(one, plans, now, zone))) for one in offers)
    made: list[Block] = [Bullets(lines)] if lines else [Paragraph(spans(NO_OFFERS))]
    buttons = (
        Button("Offer a focus", OFFER, str(team.id), about=shortened(team.name, 40)),
        *((Button("Shared with you", WITH_ME, beside=True),) if shared_with_them else ()),
        *team_page.back(team).buttons,
    )
    text: list[Block] = [Paragraph(spans(typed(lead))), *made, Note(spans(THEY_DECIDE))]
    return Card(lead, (*text, Buttons(buttons)))


def _offer_line(one: Offered, plans: Mapping[str, str], now: datetime, zone: str) -> str:
    """Say what was offered to whom. Don't show whether the rep declined or hasn't answered yet."""
    plan = plans.get(one.offer.focus_id, "a focus that is no longer in the playbook")
    day = _day(one.offer.offered_at, now, zone)
    state = ", taken up" if one.offer.accepted_at else ""
    return f"{shortened(one.other.name, 60)}, {day}{state}: {plan}"


def offered(one: Offered, focus: Focus) -> Card:
    """Return the message that offers a focus to a rep."""
    name = first_name(one.other.name) or one.other.name
    lead = f"{shortened(one.other.name, 60)} offers you a focus: {focus.plan}."
    said = [Quote(one.offer.note, shortened(one.other.name, 60))] if one.offer.note else []
    yours = f"You decide. If you choose “Not now”, {shortened(name, 40)} is not told."
    id_ = str(one.offer.id)
    buttons = (
        Button("Take it up", TAKE, id_, "primary", about=focus.plan),
        Button("Not now", NOT_NOW, id_, about=focus.plan),
    )
    text: list[Block] = [Paragraph(spans(typed(lead))), *said, Note(spans(typed(yours)))]
    return Card(lead, (*text, Buttons(buttons)))


def mine(shares: Sequence[ShareWithPerson], now: datetime, zone: str, *first: str) -> Card:
    """Return the figures that the reader shares, with a button to take each back.

    `first` are sentences to show above the figures.
    """
    lead = "What you share" if shares else NO_SHARES
    blocks: list[Block] = [Paragraph(spans(typed(one))) for one in (*first, lead)]
    for row, viewer in shares:
        said = f"{FIGURES[row.figure]}: {shortened(viewer.name, 60)}, {until(row.until, now, zone)}"
        back = Button("Take it back", END, str(row.id), about=said)
        blocks += [Paragraph(spans(typed(f"{said}."))), Buttons((back,))]
    blocks.append(Buttons((Button("Share a figure", SHARE),)))
    return Card(first[0] if first else lead, tuple(blocks))


def until(moment: datetime, now: datetime, zone: str) -> str:
    """Return "until Monday 7 December"."""
    return f"until {_day(moment, now, zone)}"


def with_me(found: Sequence[ShareWithPerson], now: datetime, zone: str) -> Card:
    """Say who shares which figure with the reader, with a button for each figure."""
    lead = "Shared with you" if found else NONE_FOR_ME
    blocks: list[Block] = [Paragraph(spans(lead))]
    for row, person in found:
        name, what = shortened(person.name, 60), FIGURES[row.figure].lower()
        said = f"{name}, {what}, {until(row.until, now, zone)}."
        look = Button("Look at it", LOOK, str(row.id), beside=True, about=said)
        blocks += [Paragraph(spans(typed(said))), Buttons((look,))]
    return Card(lead, tuple(blocks))


def figure(one: ShownFigure, now: datetime, zone: str) -> Card:
    """Return one figure that somebody shares with the reader."""
    lead = f"{shortened(one.shared.other.name, 60)} is sharing a figure with you"
    shows = (ShowsOfCall(one.call_id, "shared figure"),) if one.call_id else ()
    return Card(lead, (*_shown(one, now, zone), Note(spans(NOT_A_SCORE))), shows=shows)


def _shown(one: ShownFigure, now: datetime, zone: str) -> list[Block]:
    row, person = one.shared
    said = f"{shortened(person.name, 60)}, {FIGURES[row.figure].lower()}: {one.said}."
    ends = f"Shared {until(row.until, now, zone)}, or until it is taken back."
    return [Paragraph(spans(typed(said))), Note(spans(ends))]


def told(rep: Person, row_id: int, figure_name: SharedFigureName, ends: str) -> Card:
    """Return the message that says which figure is shared, without the figure itself."""
    name = shortened(rep.name, 60)
    said = f"{name} is sharing a figure with you {ends}: {FIGURES[figure_name].lower()}."
    look = Button("Look at it", LOOK, str(row_id), beside=True, about=said)
    return card_saying(typed(said), Buttons((look,)))


def ended() -> Card:
    """Return what the message from `told` says once the figure is no longer shared."""
    return card_saying(ENDED)


def _day(moment: datetime, now: datetime, zone: str) -> str:
    return format_full_date(day_of(moment, zone), day_of(now, zone))
