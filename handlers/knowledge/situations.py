"""The situation of a call. By the situation, we choose the opening question and other texts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching import call_kinds, listening
from handlers.coaching.goals import goal_openings, goals
from handlers.coaching.listening import FilledLine, Given, Situation
from handlers.coaching.names.given_names import first_name
from handlers.coaching.wordings import quoted_in, text_of
from handlers.knowledge.facts import Facts, HeardPart
from handlers.knowledge.next_steps import next_step
from handlers.playbook.conditions import Condition
from handlers.playbook.loader import Playbook
from storage.choices import BuyingRole, CallKind
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact, Reflection

GROUP = 3  # at least this many people from the account are a group
# If a call's title and goal don't say what it is for, the kind of the previous call may decide.
_AFTER: Mapping[CallKind, CallKind] = {"demo": "pricing"}
# In calls of these kinds, both sides expect an offer, so an early pitch is not a mistake.
_WITH_AN_OFFER: frozenset[CallKind] = frozenset({"demo", "pricing", "procurement", "renewal"})
NOT_NEW_AFTER = 2  # an account is not new after this many meetings in the person's calendar
# An account is known if words of the buyer are on file. It is also known after this many
# reflections, or after this many meetings in the person's calendar.
KNOWN = 3
SHORT = timedelta(minutes=20)  # a call of at most this length counts as short

# One brief checks the same goal many times, and the call's other messages check it again.
_is_pitch = lru_cache(maxsize=1024)(goals.is_pitch)
_question = lru_cache(maxsize=1024)(goal_openings.question)


def kind(facts: Facts, playbook: Playbook) -> CallKind:
    """Return what the call is for. If nobody has set the kind by hand, guess it.

    The guess follows these rules:

    - If earlier calls were missed and none took place, a kick-off counts as a discovery call.
    - If the rep and the account have met, the call is a discovery call only if its title or goal
      says so.
    - If the title and the goal do not say what the call is for, the kind of the last call may
      decide: after a demo comes pricing.
    """
    seated = Seated(facts.seat, facts.call, facts.account)
    met = bool(facts.reflections or facts.met_on or facts.last_call_at is not None)
    found = kind_of(seated, facts.coming, playbook, has_met=met)
    if facts.call.kind:
        return found
    if found == "other" and facts.last_call_at is not None:
        return _AFTER.get(_kind_of_last(facts, playbook), found)
    return "discovery" if found == "kick_off" and facts.missed and not met else found


def _kind_of_last(facts: Facts, playbook: Playbook) -> CallKind:
    names = (facts.account.name, *(contact.name for contact in facts.coming))
    return facts.last_kind or call_kinds.guess_kind(
        facts.last_title, "", stage="evaluation", names=names, kinds=playbook.kinds, with_them=True
    )


def pitched_early(facts: Facts, playbook: Playbook) -> bool:
    """Return whether the person pitched too early, in the first third of their last call.

    Return False if both sides expect an offer in the last call or in this one.
    """
    if not facts.pitched_early():
        return False
    return _WITH_AN_OFFER.isdisjoint((kind(facts, playbook), _kind_of_last(facts, playbook)))


def kind_of(
    seated: Seated,
    coming: Sequence[Contact],
    playbook: Playbook,
    *,
    has_met: bool = False,
) -> CallKind:
    """Return what a call is for. If nobody has set the kind by hand, guess it.

    If the call's series has met before, or the rep has met the account (`has_met`), we guess a
    discovery call only if the title or the goal says so. `coming` are the account's people in the
    call.
    """
    seat, call, account = seated
    is_running = call.invitation == "running" or has_met
    return call.kind or call_kinds.guess_kind(
        call.title,
        seat.goal,
        stage="evaluation" if is_running and account.stage == "discovery" else account.stage,
        names=(account.name, *(contact.name for contact in coming)),
        kinds=playbook.kinds,
        with_them=bool(coming),
    )


async def with_customers(
    session: AsyncSession, found: Sequence[Seated], playbook: Playbook
) -> list[Seated]:
    """Return the calls that are not internal."""
    if not found:
        return []
    coming = await attendees.of_calls(session, {seated.call.id for seated in found})
    return [
        seated
        for seated in found
        if kind_of(seated, coming.get(seated.call.id, ()), playbook) != "internal"
    ]


def role(contact: Contact, playbook: Playbook) -> BuyingRole:
    """Return a contact's buying role: as set by hand, or guessed from the job title."""
    return contact.buying_role or call_kinds.guess_role(contact.role, playbook.roles)


def plans_pitch(facts: Facts, playbook: Playbook) -> bool:
    """Return whether the goal is a pitch, and no words of the buyer are on file."""
    return not facts.heard and _is_pitch(facts.seat.goal, playbook.pitch)


def is_known(facts: Facts) -> bool:
    """Return whether the account is known, so that questions for new accounts no longer fit."""
    return bool(facts.heard) or max(len(facts.reflections), len(facts.met_on)) >= KNOWN


def situation(facts: Facts, playbook: Playbook) -> Situation:
    """Return the situation that decides the listening line and the opening."""
    last = next((row for row in facts.reflections[:1] if row.id not in facts.quoted), None)
    own = next((row for row in facts.reflections if row.author_id == facts.person.id), None)
    step = next_step(facts, last) if last else None
    still_open = step.words if step and not step.is_this_call else None
    (quoted, said), missed_goal = _quotable(facts), _missed_goal(facts, own)
    newcomer, quiet = newcomer_of(facts), _quiet(facts)
    found = Situation(
        account=facts.account.name,
        conditions=frozenset(),
        kind=kind(facts, playbook),
        roles=frozenset(role(contact, playbook) for contact in facts.coming),
        known=is_known(facts),
        quote=said.words if said else None,
        quoted=quoted.id if quoted else None,
        speaker=_called(said.contact, facts) if said and said.contact else None,
        guess=facts.guesses[0].text if facts.guesses else None,
        surprise=(last.surprise or None) if last else None,
        goal=facts.seat.goal or None,
        missed_goal=missed_goal,
        next_step=still_open,
        noted=last.id if last else None,
        person=_called(facts.coming[0], facts) if len(facts.coming) == 1 else None,
        newcomer=_called(newcomer, facts) if newcomer else None,
        quiet=_called(quiet, facts) if quiet else None,
    )
    return replace(found, conditions=_conditions(facts, playbook, found))


def _conditions(facts: Facts, playbook: Playbook, found: Situation) -> frozenset[Condition]:
    """Return the playbook's conditions that are true of this call."""
    length = facts.call.ends_at - facts.call.starts_at
    holds: dict[Condition, bool] = {
        "first_call": not facts.met_before,
        "no_need_yet": not facts.heard and not _met_only_elsewhere(facts),
        "pitch_planned": plans_pitch(facts, playbook),
        "has_quote": bool(found.quote and listening.quotable(found.quote)),
        "has_guess": bool(facts.guesses),
        "has_surprise": bool(found.surprise),
        "has_goal": bool(found.goal),
        "goal_missed": bool(found.missed_goal),
        "has_next_step": found.next_step is not None,
        "one_person": len(facts.coming) == 1,
        "has_newcomer": found.newcomer is not None,
        "has_quiet_person": found.quiet is not None,
        "group": len(facts.coming) >= GROUP,
        "second_try": bool(facts.missed),
        "running_series": _met_only_elsewhere(facts),
        "short_executive": length <= SHORT and "economic_buyer" in found.roles,
        "over_talked": facts.talked_most(),
        "pitched_early": pitched_early(facts, playbook),
    }
    return frozenset(name for name, true in holds.items() if true)


def _missed_goal(facts: Facts, own: Reflection | None) -> str | None:
    """Return the goal of the last call if the rep said that it was not, or only partly, reached.

    `own` is the rep's newest reflection. If the rep has set a goal for this call, return None,
    because then we need not come back to the old goal.
    """
    said_so = own is not None and own.goal_reached in ("partly", "no")
    if not said_so or facts.seat.goal:
        return None
    return facts.last_goal or None


def _quotable(facts: Facts) -> tuple[Reflection | None, HeardPart | None]:
    """Return the newest reflection with words of a contact who comes to this call, and the words.

    Return None for both if there is no such reflection, or if we quoted the reflection for another
    call.
    """
    coming = _ids(facts.coming)
    for row in facts.heard:
        for part in facts.said(row):
            if part.contact and part.contact.id in coming and part.words:
                return (None, None) if row.id in facts.quoted else (row, part)
    return None, None


def _called(contact: Contact, facts: Facts) -> str:
    """Return the contact's first name.

    If two people in the call have the same first name, return the contact's full name.
    """
    called = first_name(contact.name)
    same = [each for each in facts.coming if first_name(each.name) == called]
    return contact.name if len(same) > 1 else called


def newcomer_of(facts: Facts) -> Contact | None:
    """Return the only newcomer among the account's people in a call.

    Return None if there are several newcomers, or if nobody was in an earlier call.
    """
    new = [contact for contact in facts.coming if contact.id not in facts.in_earlier_call]
    return new[0] if len(new) == 1 and facts.met_before and facts.in_earlier_call else None


def _quiet(facts: Facts) -> Contact | None:
    """Return somebody in this call who was in an earlier call, but whose words were never noted.

    Return None if only one person is coming, or if no words of anybody were noted.
    """
    parts = (part for row in facts.heard for part in facts.said(row))
    said = {part.contact.id for part in parts if part.contact}
    quiet = [
        each for each in facts.coming if each.id in facts.in_earlier_call and each.id not in said
    ]
    return quiet[0] if said and len(facts.coming) > 1 and quiet else None


def _met_only_elsewhere(facts: Facts) -> bool:
    """Return whether the rep and the account have met, but no earlier call is on file."""
    has_met = facts.call.invitation == "running" or bool(facts.met_on)
    return has_met and facts.last_call_at is None and not facts.heard


def _ids(contacts: Collection[Contact]) -> set[int]:
    return {contact.id for contact in contacts}


def opening(
    facts: Facts, playbook: Playbook, current: Situation | None = None
) -> FilledLine | None:
    """Return the question to open this call with, or None if none fits or the call is internal.

    If we chose a question for this call earlier, we keep it under two conditions:

    - It still fits.
    - In the order that `listening.opening` describes, no earlier question fits.
    """
    current = current or situation(facts, playbook)
    if current.kind == "internal":
        return None
    given = Given(
        recent=facts.last_openings, ideas=_ideas(facts, playbook), quoted=_quoted_before(facts)
    )
    kept = text_of(facts.seat.opening or "")
    names = tuple(contact.name for contact in facts.coming)
    return listening.opening(
        playbook.openings_by_call,
        situation=current,
        given=given,
        turn=facts.call.id,
        kept=kept,
        own=_question(facts.seat.goal, playbook.pitch, names),
    )


def given_before_line(
    facts: Facts, playbook: Playbook, first: FilledLine | None, recent: Sequence[str]
) -> Given:
    """Return what a listening line for this call must not repeat.

    `first` is the call's opening question. `recent` has the wordings of the earlier lines, newest
    first.
    """
    ideas, quoted = _ideas(facts, playbook), set(facts.quoted)
    if first is None:
        return Given(recent, ideas, quoted=quoted)
    if first.quoted is not None:
        quoted.add(first.quoted)
    if first.idea is not None:
        ideas.add(first.idea)
    return Given(recent, ideas, first.made_for, quoted)


def _ideas(facts: Facts, playbook: Playbook) -> set[str]:
    questions = map(playbook.question, facts.seat.research.split())
    focus = playbook.focus(facts.person.focus_id) if facts.person.focus_id else None
    return {each.idea for each in (*questions, focus) if each is not None and each.idea is not None}


def _quoted_before(facts: Facts) -> set[int]:
    in_line = quoted_in(facts.seat.line or "")
    return {*facts.quoted, *(() if in_line is None else (in_line,))}


def says_nothing(facts: Facts, current: Situation) -> bool:
    """Return True if we know too little about this call to write a listening line for it.

    Return False for a new account, because general lines about listening fit every such call.
    """
    is_running = facts.call.invitation == "running" or len(facts.met_on) >= NOT_NEW_AFTER
    is_new = facts.stage == "discovery" and not is_running
    noted = facts.seat.goal or facts.guesses or facts.reflections or facts.findings
    return not (facts.coming or noted or is_new) and current.kind == "other"
