"""Take "no, mia wants a login first" as an answer about the goal of a call, and as a report."""

from handlers.cards import Reply
from handlers.features.customers import which_account
from handlers.features.reflections import goal_outcome, typed_report
from handlers.registry import Turn
from handlers.typed.calls.prompt_answers import yes_or_no_and_report
from handlers.typed.line_kinds import kind_of
from storage.conversation import drafts, last_asked

# Words of these kinds after "yes" or "no" are not what was said in the call.
_NO_REPORT = ("question", "command", "crm", "label")


async def answer(turn: Turn) -> Reply | None:
    """Save the answer and the report for the call that Attune has just asked about.

    Return None in these cases:

    - The line is something else, or names another account.
    - Attune has not just asked about a call with a goal.
    - Attune has asked something else since then: "yes" may be the answer to that question.
    """
    said, line = yes_or_no_and_report(turn.text) or (None, "")
    if said is None or kind_of(line) in _NO_REPORT:
        return None
    seated = await typed_report.call_just_asked(turn)
    if seated is None or not seated.seat.goal:
        return None
    if await which_account.named_by(turn, line) - {seated.account.id}:
        return None
    posted = await last_asked.prompts(turn.session, turn.person, [seated.call.id])
    newest = await drafts.newest_of_any(turn.session, turn.person, posted[seated.call.id])
    if newest is not None and newest.kind not in goal_outcome.ASK_NOTHING:
        return None
    return await typed_report.save(turn, seated, {"heard": line, "goal_reached": said})
