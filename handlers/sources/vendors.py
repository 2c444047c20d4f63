"""Check whether a meeting may be with somebody who sells to us. Pure."""

from handlers.coaching.call_kinds import first_said
from handlers.coaching.words import stems
from handlers.playbook.schema import MeetingWords


def may_sell_to_us(title: str, words: MeetingWords) -> bool:
    """Check whether a word or phrase in a title suggests that we are the customer.

    The meeting may still be a sales call ("Billing platform demo"). So we ask its owner about it,
    but never together with other meetings.
    """
    return first_said(stems(title), words.we_pay, words.but_not) is not None
