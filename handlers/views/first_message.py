"""The first message that a person gets, and the answer to "hello": what Attune is, how to begin."""

from handlers.cards import Block, Buttons, Card, Note, Paragraph, Strong, spans
from handlers.views.calendar_words import CONNECT_CALENDAR

WHAT = "I brief you before each call with a customer, and keep track of what both sides promised."
EXAMPLE = "prep Northwind tomorrow 3pm"


def first_message(more: str, *, calendar: bool) -> Card:
    """The message, which ends with the sentence `more`.

    `calendar`: the person has not connected a calendar, and can. Then that comes first, because
    nothing else saves as much typing.
    """
    ways: list[Block] = [
        Paragraph(spans("When is your next call? For example: ", Strong(EXAMPLE))),
    ]
    if calendar:
        ways = [
            Paragraph(spans("Connect your calendar, and I find your calls for you.")),
            Buttons((CONNECT_CALENDAR,)),
            Paragraph(spans("Or tell me when the next one is: ", Strong(EXAMPLE))),
        ]
    return Card(WHAT, (Paragraph(spans(WHAT)), *ways, Note(spans(more))))
