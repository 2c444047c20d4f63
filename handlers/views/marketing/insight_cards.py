"""The parts of cards that show an insight: the words, the buttons and the figures. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Picture,
    Span,
    Strong,
    link,
    linked,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.times.formatting import format_date, format_day_and_month
from handlers.views.charts import Bar, columns
from storage.choices import EDIT
from storage.marketing import insights
from storage.marketing.insight_figures import Figures, InsightWeek
from storage.tables import Account, Insight


def in_brief(insight: Insight, reason: str = "") -> Iterator[Block]:
    """Show an insight's headline and line, why it fits the call (`reason`), and its link.

    The reason and the link are left out if they are "".
    """
    yield Paragraph(spans(Strong(insight.headline, typed=True)))
    yield Paragraph(spans(typed(insight.line)))
    where: tuple[str | Span, ...] = (_read(insight),) if insight.link else ()
    why = (f"Why: {reason}. ",) if reason else ()
    if why or where:
        yield Note(spans(*why, *where))


def listed(
    lead: str, found: Sequence[Insight], *below: Block, notes: Mapping[int, str] = {}
) -> Card:
    """List insights, each with its line, its note if there is one, and the button *Open*.

    `notes` are by the insight's row id.
    """
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    for one in found:
        blocks += in_brief(one)
        blocks += [Note(spans(notes[one.id]))] if one.id in notes else []
        blocks.append(Buttons((open_it(one),)))
    return Card(lead, (*blocks, *below))


def with_figures(
    lead: str, found: Sequence[Insight], figures: Mapping[int, str], *below: Block
) -> Card:
    """List insights, each with its figures in words and the button *Open*.

    `figures` has an entry for each insight, by the insight's row id.
    """
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in found:
        blocks.append(Paragraph(spans(Strong(shortened(one.headline), typed=True))))
        blocks += [Note(spans(figures[one.id])), Buttons((open_it(one),))]
    return Card(lead, (*blocks, *below))


def to_publish(lead: str, found: Sequence[Insight], now: datetime) -> Card:
    """Show the headline of each insight, with marketing's buttons. `now` is in UTC."""
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in found:
        blocks.append(Paragraph(spans(typed(shortened(one.headline)))))
        blocks.append(manage(one, now))
    return Card(lead, tuple(blocks))


def open_it(insight: Insight) -> Button:
    return Button("Open", "insight.show", str(insight.id), about=insight.headline)


def whole(insight: Insight) -> Iterator[Block]:
    """Show an insight's headline, line, body and link."""
    yield Paragraph(spans(Strong(insight.headline, typed=True)))
    yield Paragraph(spans(typed(insight.line)))
    if insight.body:
        yield Paragraph(linked(insight.body))
    if insight.link:
        yield Paragraph(spans(_read(insight)))


def _read(insight: Insight) -> Span:
    # A screen reader lists links without the text around them, so the link names the insight.
    return link(f"Read “{shortened(insight.headline, 60)}”", insight.link)


def response_buttons(insight: Insight, call_id: int) -> Iterator[Block]:
    """Return the buttons to respond to an insight. `call_id` is 0 outside a call."""
    value, about = f"{insight.id}:{call_id}", insight.headline
    yield Buttons(
        (
            Button("Used it", "insight.used", value, about=about),
            Button("Not for me", "insight.not", value, about=about),
            Button("Ask marketing", "ask.insight", value, about=about),
        )
    )


def audience(insight: Insight, account: Account | None, today: date) -> str:
    """Say which calls an insight is for, and until when.

    An insight with an account is only for calls with that account. The other tags only say which
    calls an insight is best for.
    """
    parts = (
        insight.industry,
        insight.persona,
        f"{insight.stage} stage" if insight.stage else "",
        f"when they name {insight.competitor}" if insight.competitor else "",
    )
    best = ", ".join(part for part in parts if part)
    said = [
        f"Only for {account.name}." if account else "",
        f"Best for {best}." if best else "",
        "" if account or best else "For any call on its subject.",
        f"Good until {format_date(insight.review_by, today)}.",
    ]
    return " ".join(filter(None, said))


def performance(figures: Figures, posted: Sequence[str] = (), asked: int = 0) -> str:
    """Tell marketing how an insight is doing.

    `posted` names the channels with the insight. `asked` is how many people asked about it.

    The text says how many people the insight reached. This number counts only people to whom we
    showed the insight for one of their calls, because we can't count who reads a channel. If the
    number is 0, and the insight was posted or somebody asked about it, we leave the number out.
    """
    reached = f"reached {_people(figures.reach)}"
    seen = (
        reached if figures.reach or not (posted or asked) else "",
        f"posted in {', '.join(posted)}" if posted else "",
        f"{_people(asked)} asked about it" if asked else "",
    )
    where = "; ".join(filter(None, seen))
    went = (
        f"{figures.used} used it" if figures.used else "",
        f"it landed {_times(figures.landed)}" if figures.landed else "",
        f"it fell flat {_times(figures.flopped)}" if figures.flopped else "",
    )
    how = ", ".join(filter(None, went)) or "nobody has said how it went yet"
    said = f"{where[:1].upper()}{where[1:]}: {how}."
    why = (("wrong buyer", figures.wrong_buyer), ("out of date", figures.stale))
    against = [f"{label} {count}" for label, count in (*why, ("unclear", figures.unclear)) if count]
    return f"{said} Not for me: {', '.join(against)}." if against else said


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def publish_value(found: Insight, *, now: bool = False) -> str:
    """Return the value of a button that publishes an insight: the id and the revision.

    With `now`, an insight that is scheduled for later is published at once.
    """
    return f"{found.id}:{found.revision}{':now' * now}"


def manage(found: Insight, now: datetime) -> Buttons:
    """Return marketing's buttons for an insight, by state. `now` is in UTC."""
    insight_id, about = str(found.id), found.headline
    edit_it, retire = _edit(found), _retire(found)
    if found.state == EDIT:
        return _of_an_edit(found)
    if insights.is_out(found, now):
        return Buttons((Button("Renew", "insight.renew", insight_id, about=about), edit_it, retire))
    if found.state == "published":
        return Buttons((_publish_now(found), edit_it, retire))
    go = Button("Publish", "insight.publish", publish_value(found), "primary", about=about)
    if found.state == "draft":
        return Buttons((go, edit_it, Button("Set aside", "drafts.aside", insight_id, about=about)))
    if found.state == "suggested":
        return Buttons(
            (go, edit_it, Button("Decline…", "insight.decline", insight_id, about=about))
        )
    return Buttons((go, edit_it))


def _of_an_edit(found: Insight) -> Buttons:
    go, about = publish_value(found), found.headline
    return Buttons(
        (
            Button("Publish the change", "insight.publish", go, "primary", about=about),
            _edit(found),
            Button("Discard", "insight.discard", str(found.id), about=about),
        )
    )


def published_buttons(found: Insight, now: datetime) -> Buttons:
    """Return the buttons right after an insight was published or scheduled. `now` is in UTC.

    The pressed button stays in its place, so that a double click presses no other button.
    """
    out = insights.is_out(found, now)
    label, more = ("Published", ()) if out else ("Scheduled", (_publish_now(found),))
    done = Button(label, "insight.publish", publish_value(found), about=found.headline)
    return Buttons((done, _edit(found), _retire(found), *more))


def _publish_now(found: Insight) -> Button:
    value = publish_value(found, now=True)
    return Button("Publish now", "insight.publish", value, "primary", about=found.headline)


def _edit(found: Insight) -> Button:
    return Button("Edit", "insight.edit", str(found.id), about=found.headline)


def _retire(found: Insight) -> Button:
    return Button("Retire", "insight.retire", str(found.id), about=found.headline)


def weekly_chart(weeks: Sequence[InsightWeek]) -> Picture:
    """Return a chart of how often an insight was used or landed, week by week."""
    highest = max(week.used + week.landed for week in weeks) or 1
    rows = [
        Bar(f"{week.begins.day}.{week.begins.month}.", taken / highest, str(taken))
        for week in weeks
        for taken in (week.used + week.landed,)
    ]
    return columns("Used or landed, by week", rows)


def weekly_text(weeks: Sequence[InsightWeek]) -> str:
    """Return the figures of each week in which an insight reached somebody, in words."""
    said = [
        f"{format_day_and_month(week.begins)}: reached {week.reach}, used {week.used}, "
        f"landed {week.landed}"
        for week in weeks
        if week.reach
    ]
    return f"Week of {'; '.join(said)}."
