"""Whether a meeting may be with somebody who sells to us. Pure."""

from handlers.coaching.call_kinds import first_said
from handlers.coaching.words import stems
from handlers.playbook.schema import MeetingWords


def may_sell_to_us(title: str, words: MeetingWords) -> bool:
    """Whether a title has a word or phrase which suggests that we are the customer.

    The meeting may still be a sales call: "Billing platform demo". So its owner is asked about it,
    but never together with others.
    """
    return first_said(stems(title), words.we_pay, words.but_not) is not None
