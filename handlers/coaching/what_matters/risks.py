"""Say what was risky in the rep's own last call. Pure."""

from handlers.coaching.what_matters.on_file import OwnLastCall

MENTIONED_FROM = 0.5  # the smallest share of the talk that we mention as a number


def risk(own: OwnLastCall, *, pitch: bool = False) -> str | None:
    """Say what was risky in the rep's own last call, and what to do in the next call.

    The risks are that the rep talked more than the buyer, and that the rep pitched early. Return
    None if the rep did neither.

    `pitch` is true if the next goal is a pitch, and nothing is on file about what the buyer needs.
    """
    measured = _measured_risk(own)
    if measured:
        seen = measured
    elif own.talked_most and own.pitched_early:
        seen = "Last time you talked more than they did and pitched in the first third"
    elif own.talked_most:
        seen = "Last time you talked more than they did"
    elif own.pitched_early:
        seen = "Last time you pitched in the first third"
    else:
        return None
    if pitch:
        missing = "nothing is on file yet about what they need"
        return f"{seen}. Your goal is a pitch, and {missing}: ask first."
    return f"{seen}, so ask first." if own.pitched_early else f"{seen}, so ask, then wait."


def _measured_risk(own: OwnLastCall) -> str:
    """Return a sentence such as "Last time 79% of the talk was yours".

    Return "" if the transcript gives no figure to mention.

    If colleagues of the rep talked too, a rep with only 40% of the talk may have talked more than
    the buyer. A share of less than half does not sound like a risk, so do not mention the number.
    """
    share, first = own.measured_talk, own.first_proposal
    talk = share if own.talked_most and share is not None and share >= MENTIONED_FROM else None
    said = [f"{round(100 * talk)}% of the talk was yours"] if talk is not None else []
    if first is not None:
        minutes, seconds = divmod(round(first.total_seconds()), 60)
        said.append(f"your first pitch came at {minutes}:{seconds:02}")
    if not said:
        return ""
    if own.talked_most and talk is None:
        said.insert(0, "you talked more than they did")
    if own.pitched_early and first is None:
        said.append("you pitched in the first third")
    return f"Last time {' and '.join(said)}"
