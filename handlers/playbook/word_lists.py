"""The schema of the playbook's word lists: words in titles, names, goals and public texts."""

from typing import Annotated

from pydantic import Field

from handlers.playbook.base_model import Id, Line, Model, OneWord, Short
from storage.choices import BuyingRole, CallKind, PublicSource

# The placeholders in the `claim` of a `Signal`:
# - "title": the title of the public text
# - "value": what comes after the colon in a line of a public register.
#   "Parent company: Kestrel" → "Kestrel"
CLAIM_PLACEHOLDERS = ("title", "value")
# The lists of verbs in pitch.yaml. A verb may be in only one of them.
PITCH_VERBS = ("pitches", "asks", "gives", "discusses")


class KindWords(Model):
    """A kind of call: its name, and the words that suggest it.

    `phrase` is the name within a sentence: "a demo". We look for `words` in the title, then
    `goal_words` in the goal, and last `vague_words` in the title. `but_not` are phrases in which
    the words mean something else.
    """

    id: CallKind
    name: Short
    phrase: Short
    words: tuple[Short, ...] = ()
    goal_words: tuple[Short, ...] = ()
    vague_words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class BuyingRoleWords(Model):
    """A buying role: its name, and the words in a job title that suggest it.

    `but_not` are titles in which the words mean something else.
    """

    id: BuyingRole
    name: Short
    words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class MeetingWords(Model):
    """Words in the title of a meeting that suggest that the meeting is not a sales call.

    - `never`: not a sales call, whoever comes.
    - `unless_known`: a sales call only if somebody we know comes.
    - `buying`: like `unless_known`, for meetings with people who sell to us. These words do not
      count if somebody from outside organizes the meeting, because a customer who writes "vendor"
      may mean us.
    - `we_pay`: for meetings in which we may be the customer. We ask about each of them separately:
      the button *Yes to all* does not answer for them.
    - `internal`: a sales call only if somebody from outside comes.
    - `whole`: like `internal`, but only if the title has no other words.
    - `but_not`: phrases in which the words mean something else.
    """

    never: tuple[Short, ...] = ()
    unless_known: tuple[Short, ...] = ()
    buying: tuple[Short, ...] = ()
    we_pay: tuple[Short, ...] = ()
    internal: tuple[Short, ...] = ()
    whole: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()


class Synonyms(Model):
    """Words that we treat as the same word when we look for insights that fit a call."""

    words: Annotated[tuple[Short, ...], Field(min_length=2)]


class HeardAs(Model):
    """Spellings of a competitor's name in transcripts: "root lee" for Routely."""

    name: Short
    forms: Annotated[tuple[Short, ...], Field(min_length=1)]


class Competitors(Model):
    """Competitors to count in what buyers say, in addition to those in insights.

    `heard_as` lists names that are in no dictionary, and how transcripts misspell them.
    """

    names: tuple[Short, ...]
    heard_as: tuple[HeardAs, ...] = ()


class Signal(Model):
    """A rule: if a public source has certain words, we propose an answer to a research question.

    - `words`: entries. A sentence fits the signal if it has all words of at least one entry, in any
      order. "acqui*" stands for any word that begins with "acqui". If `words` is empty, we look
      only at the first line of a text, and it needs no particular words.
    - `but_not`: phrases that rule a sentence out.
    - `number`: whether a sentence must have a number.
    - `person`: true if the sentences that fit are about a person and their job. We don't check
      this, but proposals from such a signal are deleted sooner.
    - `claim`: what we say above the quote. It may use `CLAIM_PLACEHOLDERS`.
    """

    id: Id
    question: Id
    sources: Annotated[tuple[PublicSource, ...], Field(min_length=1)]
    words: tuple[Short, ...] = ()
    but_not: tuple[Short, ...] = ()
    number: bool = False
    person: bool = False
    claim: Line

    def claimed(self, title: str, value: str) -> str:
        """Return the claim with its placeholders filled in."""
        return self.claim.replace("{title}", title.rstrip(". ")).replace("{value}", value)


class Pitch(Model):
    """The words that make a goal a pitch or a question.

    `ask` is a question that the brief shows to a rep whose goal is a pitch.

    The verbs (words or phrases) are in four lists:

    - `pitches`: the goal is a pitch.
    - `asks`: the goal is a question.
    - `gives`: the goal is a pitch if one of `nouns` follows ("give them the price").
    - `discusses`: the goal is a pitch if it is about `materials` or something of ours. It is a
      question if it is about something of the buyer's.

    In a goal without a verb, we look only at the words before the first preposition: "product demo"
    in "product demo for Halden". The goal is a pitch if one of these words is in `nouns`, and all
    others are in `nouns` or `beside_nouns`.

    A goal about one of `harmless` is not a pitch: "offer two dates".
    """

    pitches: tuple[Short, ...]
    asks: tuple[Short, ...]
    gives: tuple[Short, ...]
    discusses: tuple[Short, ...]
    materials: tuple[OneWord, ...]
    nouns: tuple[OneWord, ...]
    beside_nouns: tuple[OneWord, ...]
    harmless: tuple[OneWord, ...]
    ask: Line
