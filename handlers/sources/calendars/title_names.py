"""Find what may be a customer's name in the title of a meeting. Pure.

A name is a run of words that begin with capital letters ("Moorland Energy"). It counts only if the
title has a word about a meeting ("Demo for Toradex"), or several parts ("Toradex: legal"). Words
about meetings, words of office life and the playbook's words are not names. A run of only ordinary
words and given names is not a name either.
"""

import re
from functools import lru_cache
from itertools import groupby

from handlers.coaching.names.common_words import ORDINARY, SHARED
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import SMALL_WORDS, stemmed, stems
from handlers.playbook.word_lists import MeetingWords
from handlers.sources.calendars.guest_names import APART, OF_MEETINGS
from handlers.sources.calendars.titles import MAX_TITLE
from storage.spelling import tidy
from storage.text import storable

# Words in titles of internal meetings. They often have a capital letter there.
_OF_OFFICES = stemmed(
    """
    account accounting ai board booking briefing brown budget bug business coaching company crm
    customer department design email engineering event executive expense exec feedback finance
    goals group hiring hr interview invoice it jira job kanban kpi launch legal linkedin management
    manager marketing newsletter office okr okrs partner people personal phone planning product
    quarterly recruiting reminder report reporting research roadmap safety sales school slack
    salesforce sprint staff strategy support tax team teams townhall training video web workout
    yearly zoom
    abstimmung austausch besprechung einkauf elternabend feier frist gespräch gruppe ideen jour
    kennenlernen kunde kunden messe mitarbeiter notizen planung projekt quartal rückruf runde
    steuer steuerberater team telefonat termin treffen übergabe vertrieb vorstellung webinar
    weihnachtsfeier woche
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december
    """
)
# Words in titles of sales conversations.
_OF_SALES = stemmed(
    """
    anruf angebot call demo discovery intro introduction negotiation offer pilot poc preis preise
    price pricing proposal quote requirements ring scoping telefonat testphase trial
    """
)
# A title with a word of `_OF_SALES` and one of these is not about a sales conversation.
_OTHERWISE_MEANT = stemmed(
    """
    bank camp conference cover dad day deck dentist ends expert expires insurance letter list mom
    mum netflix notes plumber school skills summit template training trends webinar
    """
)
_RING = re.compile(r"\b(?:anruf|ring|telefonat)\b", re.IGNORECASE)  # these words mean "call"
_ABOUT_MEETINGS = OF_MEETINGS | stemmed(
    "besprechung gespräch kennenlernen telefonat treffen vorstellung"
)


def name_in(title: str, words: MeetingWords) -> str:
    """Return what may be a customer's name in a title. Return "" if there is nothing."""
    text = tidy(storable(title[:MAX_TITLE]))
    parts = [part.split() for part in APART.split(text) if part.split()]
    is_about_meeting = any(set(stems(word)) & _ABOUT_MEETINGS for part in parts for word in part)
    if not (is_about_meeting or len(parts) > 1):
        return ""
    others = _stems_of(
        (*words.never, *words.unless_known, *words.buying, *words.internal, *words.whole)
    )
    for part in parts:
        for is_name, run in groupby(part, lambda word: _may_be_in_name(word, others)):
            named = list(run)
            if is_name and any(_may_be_name(word) for word in named):
                return " ".join(named).strip("'’.-!?")
    return ""


def customer_in(title: str, words: MeetingWords) -> str:
    """Return what may be a customer's name in the title of a meeting without guests.

    In a calendar in which other meetings have guests, a meeting without guests is often a note to
    oneself. So the title must have a word of `_OF_SALES`. Words of `_OTHERWISE_MEANT` and of the
    playbook's `we_pay` show that the title means something else.
    """
    said = set(stems(tidy(storable(title[:MAX_TITLE]))))
    if said.isdisjoint(_OF_SALES) or said & (_OTHERWISE_MEANT | _stems_of(tuple(words.we_pay))):
        return ""
    return name_in(_RING.sub("call", title), words)


def _may_be_in_name(word: str, others: frozenset[str]) -> bool:
    said = set(stems(word))
    is_capital = word[:1].isalpha() and not word[:1].islower()
    return is_capital and bool(said) and said.isdisjoint(OF_MEETINGS | _OF_OFFICES | others)


def _may_be_name(word: str) -> bool:
    """Check whether a word may be a name by itself, without another word beside it."""
    said = set(stems(word))
    return said.isdisjoint(SMALL_WORDS | SHARED | ORDINARY) and word.casefold() not in GIVEN_NAMES


@lru_cache(maxsize=4)
def _stems_of(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for one in listed for stem in stems(one))
