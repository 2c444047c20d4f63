"""Show reps the patterns in their own reflections.

If a rep writes a next step or pitch that they already wrote for another buyer, ask what is specific
to this buyer (see `coaching.originality`).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Picture,
    Reply,
    ShowsOfCall,
    spans,
)
from handlers.coaching import originality, patterns
from handlers.coaching.goals import goals
from handlers.coaching.patterns import Figure, Pattern, Reflected
from handlers.features import access
from handlers.features.transcripts import trend
from handlers.registry import Registry, Turn
from handlers.transcripts.lines import as_answers
from handlers.transcripts.stored import from_stored
from handlers.views import charts
from handlers.views.team import coaching_cards
from handlers.views.transcripts import talk_charts
from storage.customers import accounts
from storage.sales_calls import call_seats, reflections
from storage.tables import Account, MeasuredCall, Reflection
from storage.team import coaching
from storage.team.coaching import ShareWithPerson

MAX_CALLS = 40  # at most this many reflections, and this many calls with a transcript, are read
SHOW = "patterns.show"
WORDS = (
    *("patterns", "my patterns", "figures", "my figures", "my numbers", "my stats"),
    *("how am i doing", "how did i do", "am i getting better", "am i improving"),
)
ONLY_YOU = "Only you see them."
ONLY_YOU_BUT = "Only you see them, except for the figures that you share."
COUNTS = "These cover up to ten of your latest answers. A few more calls can change them."

Latest = list[tuple[Reflection, Account]]


def register(registry: Registry) -> None:
    """Register the button and the words that show a person's own patterns."""
    registry.button(SHOW, access.with_figures(show))
    registry.phrases(SHOW, access.with_figures(show), WORDS)


async def show(turn: Turn) -> Reply:
    """Show each of the person's figures in a sentence, and the proportions in charts."""
    rows = await latest(turn)
    newest_first = await as_reflected(turn, rows)
    unwritten = await _only_measured(turn, {row.call_id for row, _ in rows})
    by_time = sorted([*newest_first, *unwritten], key=lambda one: one.called_at, reverse=True)
    figures = patterns.figures(by_time)
    gap = await trend.gap(turn)
    said = [*(figure.sentence for figure in figures), *([gap] if gap else [])] or [
        patterns.too_few(newest_first)
    ]
    measured = await _talk_shares(turn)
    talk = any(figure.name == patterns.TALK for figure in figures)
    published = turn.playbook.published("talk_share") if talk or measured else None
    lead = "Your patterns"
    shares = await coaching.shared_by(turn.session, turn.person, turn.now)
    blocks: list[Block] = [
        Paragraph(spans(lead, f". {ONLY_YOU_BUT if shares else ONLY_YOU}")),
        *_picture(figures),
        *measured,
        Bullets(tuple(spans(sentence) for sentence in said)),
        *((Note(spans(COUNTS)),) if figures else ()),
        *((Note(spans(published)),) if published else ()),
        Buttons(_sharing(shares)),
    ]
    counted = [row.call_id for row, _ in rows] or list(await trend.by_call(turn, 1))
    shows = (ShowsOfCall(counted[0], "patterns"),) if counted else ()
    return Aside(Card(lead, tuple(blocks), shows=shows))


def _sharing(shares: Sequence[ShareWithPerson]) -> tuple[Button, ...]:
    listed = [Button("What I share", coaching_cards.MINE, beside=True)] if shares else []
    return (Button("Share a figure", coaching_cards.SHARE), *listed)


def _picture(figures: Sequence[Figure]) -> list[Picture]:
    rows = [
        charts.Bar(
            each.name, each.share.hits / each.share.of, f"{each.share.hits} of {each.share.of}"
        )
        for each in figures
        if each.share
    ]
    return [charts.bars("How often, in your last answers", rows)] if rows else []


async def _talk_shares(turn: Turn) -> list[Picture]:
    lately = await trend.shares(turn)
    picture = talk_charts.talk_shares(lately, turn.playbook.ranges("talk_share"))
    return [picture] if picture else []


async def latest(turn: Turn) -> Latest:
    """Return the person's latest reflections with their accounts, newest first."""
    return await reflections.last_of(
        turn.session, turn.person.tenant, turn.person.id, limit=MAX_CALLS
    )


def pattern(
    turn: Turn, newest_first: Sequence[Reflected], rows: Latest, written: Reflection
) -> Pattern | None:
    """Choose the pattern for the reply to `written`.

    Return None if no pattern fits, or if `written` is not the newest reflection. Also return None
    if we already showed a pattern in reply to `written`. The question that `echo` asks does not
    count as a pattern.
    """
    if not rows or rows[0][0].id != written.id or _shown(written) - {patterns.ECHO}:
        return None
    return patterns.choose(newest_first, lately=_shown_lately(turn, rows), turn=written.call_id)


def note_shown(written: Reflection, id_: str) -> None:
    """Record in a reflection that our reply to it shows this pattern."""
    written.pattern = " ".join(sorted(_shown(written) | {id_}))


def _shown_lately(turn: Turn, rows: Latest) -> frozenset[str]:
    since = turn.now - patterns.NOT_AGAIN
    return frozenset().union(*(_shown(row) for row, _ in rows if row.written_at > since))


def _shown(written: Reflection) -> frozenset[str]:
    return frozenset((written.pattern or "").split())


async def as_reflected(turn: Turn, rows: Latest) -> list[Reflected]:
    """Convert the reflections, in the same order, to the records in which we look for patterns."""
    mine = turn.person.id
    measured = await trend.by_call(turn, MAX_CALLS)
    guesses = await call_seats.guesses(turn.session, {(row.call_id, mine) for row, _ in rows})
    return [
        _with_figures(
            Reflected(
                called_at=row.called_at,
                account=account.name,
                guesses=tuple(
                    guess.outcome for guess in guesses.get((row.call_id, mine), ()) if guess.outcome
                ),
                talk=row.talk,
                first_prescribed=row.first_prescribed,
                built=row.built,
                next_step_by=row.next_step_by,
                focus_id=row.focus_id,
                kept_focus=row.kept_focus,
            ),
            measured.get(row.call_id),
        )
        for row, account in rows
    ]


async def _only_measured(turn: Turn, reflected_on: Collection[int]) -> list[Reflected]:
    """Return the calls that have no reflection, but have figures that the rep has seen."""
    measured = await trend.by_call(turn, MAX_CALLS)
    ids = [row.account_id for row in measured.values()]
    found = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    names = {account.id: account.name for account in found}
    return [
        _with_figures(Reflected(row.called_at, names.get(row.account_id, "")), row)
        for call_id, row in measured.items()
        if call_id not in reflected_on
    ]


def _with_figures(call: Reflected, row: MeasuredCall | None) -> Reflected:
    """Replace the rep's answers about a call with the figures in `row`, if there are any."""
    if row is None:
        return call
    figures = from_stored(row.figures)
    talk, pitch = as_answers.talk(figures), as_answers.first_prescribed(figures)
    return replace(
        call,
        talk=talk or call.talk,
        first_prescribed=pitch or call.first_prescribed,
        talk_measured=talk is not None,
        pitch_measured=pitch is not None,
    )


async def echo(turn: Turn, rows: Latest, written: Reflection) -> str:
    """Ask what is specific to this buyer, if the rep prescribed the same to another buyer.

    We compare the next step and the pitch of this call with those of earlier calls. Return "" if
    neither is the same as an earlier one, or if we asked the rep such a question within the last
    `patterns.NOT_AGAIN`.
    """
    if patterns.ECHO in _shown_lately(turn, rows):
        return ""
    next_steps = [
        originality.WrittenText(account.name, row.called_at, row.next_step) for row, account in rows
    ]
    for said in (next_steps, await _pitches(turn, rows)):
        latest = next((s for s in said if s.on == written.called_at and s.text), None)
        found = originality.echo(latest, [s for s in said if s is not latest]) if latest else None
        if found is not None:
            return originality.ask(found)
    return ""


async def _pitches(turn: Turn, rows: Latest) -> list[originality.WrittenText]:
    """Return each goal that was a pitch, with the account's name and the time of the call."""
    goal_by_call = await call_seats.goals(
        turn.session, turn.person.tenant, turn.person.id, [row.call_id for row, _ in rows]
    )
    return [
        originality.WrittenText(account.name, row.called_at, goal_by_call[row.call_id])
        for row, account in rows
        if goals.is_pitch(goal_by_call.get(row.call_id, ""), turn.playbook.pitch)
    ]
