"""How much each part of a brief may say, depending on how much room is left. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from handlers.cards import Block, Bullets, Buttons, Heading, Note, Paragraph, QuickForm, Text, spans
from handlers.coaching import what_matters
from handlers.coaching.text.words import MAX_LINE
from handlers.coaching.what_matters import Must

WORDS = 120  # this many words fit on a phone's screen
PEOPLE, PROMISES = 4, 2  # how many people a brief names at most, and how many promises of each side
LATE = 4  # how many of our overdue promises a brief shows at most; this may exceed PROMISES
TYPED = 200  # a goal has at most this many characters, and so have all guesses together
NAME = 200  # characters; forms have the same limit


@dataclass(frozen=True)
class BriefLimits:
    """The limits of the parts of a brief. All numbers are maximums.

    - `noted`: characters of a person's newest quote, in the list of people from the account
    - `typed`: characters of a goal. All guesses together may have this many characters too.
    - `promise`: characters of a promise
    - `promises`: promises of each side
    - `late`: our overdue promises, which may be more than `promises`
    - `people`: names in the list of people from the account, and in the list of colleagues. Each
      list may have this many names.
    - `name`: characters of a name, and of a person's job title and buying role. The name may have
      this many characters, and so may the title and role together.
    - `must`: which points the brief must have. `Must` explains the values.
    - `only_kept`: whether all quotes must be from the reader's newest note
    - `deal_step`: whether the brief has the next step from the CRM
    - `deal`, `sharpen`, `goal`, `guess`, `warning`, `opening`: whether the brief has this part
    """

    noted: int = what_matters.NOTED
    typed: int = TYPED
    promise: int = MAX_LINE
    promises: int = PROMISES
    late: int = LATE
    people: int = PEOPLE
    name: int = NAME
    must: Must = "firm"
    only_kept: bool = False
    deal: bool = True
    deal_step: bool = True
    sharpen: bool = True
    goal: bool = True
    guess: bool = True
    warning: bool = True
    opening: bool = True


# We try the limits in `SHORT`, then those in `SHORTER`, until the brief fits on one screen. Each
# entry allows less than the entry before it. If none fits, the brief has the limits in `SHORTEST`.
SHORT = (
    BriefLimits(),
    BriefLimits(what_matters.NOTED, 120, 60),
    BriefLimits(what_matters.NOTED, 80, 60, deal_step=False),
    BriefLimits(what_matters.NOTED_SHORT, 80, 60, deal_step=False),
    BriefLimits(what_matters.NOTED_SHORT, 60, 50, 1, deal_step=False),
    BriefLimits(what_matters.NOTED_SHORT, 60, 50, 1, deal_step=False, sharpen=False),
)
_ONLY_KEPT = replace(SHORT[-1], only_kept=True)
_NO_WARNING = replace(_ONLY_KEPT, warning=False)
_NO_GUESS = replace(_NO_WARNING, guess=False, name=40)
_KEPT = replace(_NO_GUESS, must="kept", people=3)
_NO_DEAL = replace(_KEPT, deal=False)
_NO_OPENING = replace(_NO_DEAL, opening=False, people=2)
_NO_GOAL = replace(_NO_OPENING, goal=False, promise=30)
_FIRST_DUE = replace(_NO_GOAL, late=1)
_ONE_PERSON = replace(_FIRST_DUE, people=1)
# If there is too little room for the promises and the points in `must`, the brief only says how
# many promises there are.
_COUNTED = replace(_ONE_PERSON, promises=0, late=0)
SHORTER = (
    _ONLY_KEPT,
    _NO_WARNING,
    _NO_GUESS,
    _KEPT,
    _NO_DEAL,
    _NO_OPENING,
    _NO_GOAL,
    _FIRST_DUE,
    _ONE_PERSON,
    _COUNTED,
)
SHORTEST = replace(_COUNTED, people=0, must="nothing")


def words_in(blocks: Iterable[Block], *, labels: bool = False) -> int:
    """Count the words of blocks, and also the labels of buttons if `labels` is true."""
    texts: list[Text] = []
    for block in blocks:
        match block:
            case Heading(text):
                texts.append(spans(text))
            case Paragraph(text) | Note(text):
                texts.append(text)
            case Bullets(items):
                texts += items
            case Buttons(buttons) if labels:
                texts += [spans(each.label) for each in buttons]
            case QuickForm(inputs=inputs):
                texts += [spans(each.label) for each in inputs]
    return sum(len(part.text.split()) for text in texts for part in text)
