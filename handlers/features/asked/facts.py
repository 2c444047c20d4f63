"""Answer questions about accounts and their people, from what is on file.

`ANSWERS` has a function for each fact that a question may ask for.
`handlers.typed.asked.facts_asked` has the words that ask for each fact. An answer shows only what
the person may see on *Everything on file*.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import shortened, singular
from handlers.features import access, asker_calls, colleagues
from handlers.features.asked import (
    anywhere,
    attendance_facts,
    call_facts,
    deal_facts,
    noted,
    people_facts,
    said_to_marketing,
    to_ask,
    went_facts,
    word_facts,
)
from handlers.features.asked.on_account import OnAccount, on_account
from handlers.features.asked.subject import Subject, find_subject
from handlers.features.calls import call_words, named_call
from handlers.features.calls import calls as call_cards
from handlers.features.customers import account_question, which_account
from handlers.features.marketing import named_competitor
from handlers.features.meetings import meeting_titles
from handlers.features.promises import promise_list
from handlers.registry import Registry, Turn
from handlers.typed.asked.facts_asked import (
    AskedFact,
    Fact,
    asked_about_said,
    asked_again,
    fact_asked,
    without_filling,
)
from handlers.typed.customers.job_titles import job_title
from handlers.typed.instructions import call_that_stays
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.privacy.colleague_data import is_named
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises.whose_promises import side_asked
from handlers.typed.questions_to_attune import is_addressed
from handlers.typed.words import DAY_WORDS, THEY, bare_words_of, listed
from storage.conversation import just_said
from storage.spelling import comparable
from storage.tables import Account

Answer = Callable[[OnAccount, Subject], Awaitable[Card | None]]

ANSWERS: Mapping[Fact, Answer] = {
    "amount": deal_facts.amount,
    "closes": deal_facts.closes,
    "owner": deal_facts.owner,
    "deal": deal_facts.deal,
    "next step": deal_facts.next_step,
    "decides": people_facts.decides,
    "people": people_facts.people,
    "person": people_facts.person,
    "said": said_to_marketing.said,
    "last call": call_facts.last_call,
    "next call": call_facts.next_call,
    "owed": call_facts.owed,
    "news": word_facts.news,
    "goal": word_facts.goal,
    "coming": call_facts.coming,
    "on file": word_facts.on_file,
    "to ask": to_ask.to_ask,
    "colleagues": call_facts.colleagues,
    "colleague's call": call_facts.of_colleague,
    "address": people_facts.address,
    "standing": word_facts.standing,
    "place": call_facts.place,
    "went": went_facts.went,
    "showed": attendance_facts.showed,
    "length": attendance_facts.length,
    "sent": attendance_facts.sent,
}
# A question about one of these facts may have a topic, or name a person who is not on file.
_WITH_TOPIC: frozenset[Fact] = frozenset(("said", "person"))
_OF_PEOPLE: frozenset[Fact] = frozenset(("decides", "people", "person"))
# We answer a question about one of these facts even if it has one word that we do not know, such as
# "agreed" in "agreed next steps northwind?".
_SURE: frozenset[Fact] = frozenset(
    (
        "amount",
        "closes",
        "owner",
        "deal",
        "standing",
        "next step",
        "decides",
        "last call",
        "owed",
        "news",
    )
)
# A question about one of these facts may name the time of a call.
_OF_CALLS: frozenset[Fact] = frozenset(("coming", "next call", "goal", "to ask", "place"))
# If a question about one of these facts has a time but no account, it is about the call at that
# time.
_BY_TIME: frozenset[Fact] = frozenset(("coming", "goal", "place"))
OF = "fact.of"
# For this long after a question, "what about brightwater" asks the same question about Brightwater.
# After this time, it asks what is on file about Brightwater.
AGAIN_WITHIN = timedelta(minutes=3)
COMING = "who is coming?"
BEFORE_A_NAME = ("at", "with", "for", "on", "about", "from", "of", "to")
# In a question about a call, these words may also come before a name: "when do i see halden".
_BEFORE_ONE_MET = (
    "see",
    "seeing",
    "meet",
    "meeting",
    "my",
    "the",
    "is",
    "are",
    "do",
    "does",
    "did",
    "was",
    "has",
)
# In a question, a colleague's name and these words ask about colleagues' calls: "when is tomas
# seeing northwind", "did tomas talk to northwind".
_MEETS = listed(
    "seeing meeting visiting calling meet visit met see saw seen talk talked talking speak spoke"
    " spoken call called doing"
)
# These words are not names, although they follow "at" or "on": "which deals are at risk".
_NO_NAMES = listed("risk hold track stake trouble danger schedule")
_BE_OR_DO = (["is"], ["are"], ["does"], ["do"])
_SHOWS = listed("show open read")
MAX_NAME_WORDS = 3
LONGEST = 200  # a button keeps at most this many characters of a question


def register(registry: Registry) -> None:
    """Register the button to choose one of several accounts, and the question "who is coming"."""
    registry.button(OF, of_account)
    registry.intent("coming", coming)


async def answer(turn: Turn) -> Reply | None:
    """Answer a question that asks for a fact. Return None in a channel, or if we can't answer."""
    asked = fact_asked(turn.text) if turn.place is None and not _is_secret(turn.text) else None
    about = await _about(turn, asked) if asked else None
    if asked is None or about is None:
        return None
    asked, about = await _of_colleague(turn, asked, about)
    if not asked.asks and call_that_stays(turn.text) is not None:
        return None  # "the alder call is still on" tells us, and asks nothing
    nobody_known = about.topic and (not about.accounts or about.guessed)
    if about.guessed and asked.fact == "person" and job_title(" ".join(about.topic)):
        return await _answered(turn, asked, about)  # "who is their cfo"
    if asked.asks and nobody_known and asked.fact != "said":
        return await _unknown(turn, asked, about)
    if not _may_answer(asked, about) and not await _one_word_unknown(turn, asked, about):
        return None
    return _which(turn, about) if len(about.accounts) > 1 else await _answered(turn, asked, about)


async def _about(turn: Turn, asked: AskedFact) -> Subject | None:
    """Return what a question is about.

    Return None if the question is about a colleague's call, but does not name a colleague.
    """
    about = _with_time(turn, asked, await find_subject(turn, asked))
    if asked.fact in ("coming", "colleague's call"):
        named, about = about.topic, await _without_colleagues(turn, about)
        if asked.fact == "colleague's call" and about.topic == named:
            return None  # "why is jana meeting ruben"
    no_name = not about.accounts or about.guessed
    is_next = asked.fact == "coming" and not about.accounts
    if (asked.fact == "to ask" and asked.asks and no_name) or is_next:
        return await _of_next_call(turn, about)
    if asked.fact in _BY_TIME and about.guessed and about.time:  # "whos coming to the 10am"
        only = (await named_call.find(turn, None, about.time)).only
        return replace(about, accounts=[only.account], guessed=False) if only else about
    return about


async def _of_colleague(turn: Turn, asked: AskedFact, about: Subject) -> tuple[AskedFact, Subject]:
    """Read "when is tomas seeing northwind" as a question about colleagues' calls.

    Such a question names a colleague and an account, and has a verb of `_MEETS`. It may also name
    days, as in "did tomas see northwind today", but nothing else. Return any other question
    unchanged.
    """
    if (
        asked.fact not in ("next call", "said")
        or not about.topic
        or not about.accounts
        or about.guessed
    ):
        return asked, about
    without = await _without_colleagues(turn, about)
    if len(without.topic) == len(about.topic) or not _MEETS.issuperset(
        {*without.topic} - DAY_WORDS
    ):
        return asked, about
    if _MEETS.isdisjoint(written_out_words(turn.text)):
        return asked, about  # "did tomas say anything about northwind"
    return replace(asked, fact="colleagues"), replace(without, topic=())


async def coming(turn: Turn) -> Reply:
    """Answer "who is coming" for the account just talked about, or else for the next call.

    If there is no answer, show the list of calls.
    """
    return await answer(replace(turn, text=COMING)) or await call_cards.list_card(turn)


async def person(turn: Turn, words: str) -> Reply | None:
    """Answer "what do you know about ruben", with "ruben" as `words`.

    Answer only if the words are nothing but the name of a person at one account. Otherwise return
    None. In a channel, always return None.
    """
    asked = AskedFact("person", tuple(words.lower().split()), asks=True)
    about = await find_subject(turn, asked) if turn.place is None else None
    if about is None or not about.people or about.topic:
        return None
    return await _answered(turn, asked, about)


async def name_alone(turn: Turn) -> Reply | None:
    """Answer a line that is only the name of a contact, such as "jana" or "Jana Novak"."""
    words = written_out_words(turn.text)
    if not 0 < len(words) <= MAX_NAME_WORDS or without_filling(words) != tuple(words):
        return None
    return await person(turn, " ".join(words))


async def account_shown(turn: Turn) -> Reply | None:
    """Answer "show halden" with what is on file. Return None for other lines, and in a channel."""
    first, _, name = turn.text.strip().partition(" ")
    if turn.place is not None or first.lower() not in _SHOWS:
        return None
    account = await which_account.on_file(turn, name.strip())
    if account is None:
        return None
    return await word_facts.on_file(await on_account(turn, account), Subject([account]))


async def account_asked(turn: Turn, account: Account) -> Card | None:
    """Answer "halden?" with what is on file. Return None if a call with the account is planned."""
    if turn.place is not None or not turn.text.rstrip().endswith("?"):
        return None
    on = await on_account(turn, account)
    return None if on.ahead else await word_facts.on_file(on, Subject([account]))


async def _names_colleague(turn: Turn, words: Sequence[str]) -> bool:
    known = await colleagues.names(turn)
    return any(is_named(words, name) for name in known)


async def _unknown(turn: Turn, asked: AskedFact, about: Subject) -> Reply | None:
    """Answer a question about a name that is not on file: "who decides at castell"."""
    name = " ".join(about.topic)
    guest = await meeting_titles.named(turn, name) if asked.fact == "person" else None
    return guest or await _unknown_name(turn, asked, about, name)


async def _unknown_name(turn: Turn, asked: AskedFact, about: Subject, name: str) -> Reply | None:
    """Answer from meetings, competitors or notes with this name, or say that it is not on file.

    Return None if the words are probably not a name, or if they name a colleague.
    """
    words = written_out_words(turn.text)
    at = words.index(about.topic[0])
    alone = asked.fact in ("next call", "last call", "person", "went") and len(about.topic) == 1
    may_lead = (*BEFORE_A_NAME, *(_BEFORE_ONE_MET if alone else ()), "ask")
    if at == 0 or words[at - 1] not in may_lead or not _may_be_name(about.topic[0]):
        return None
    if in_calendar := await meeting_titles.named(turn, name):
        return in_calendar
    if rival := await named_competitor.answer(turn, name):
        return rival
    if on_file := await anywhere.answer(turn, about.topic):
        return on_file
    is_no_name = asked.fact == "person" and about.topic[0] not in GIVEN_NAMES
    if is_no_name or await _names_colleague(turn, about.topic):
        return None  # "who is responsible", "how did lenas call go"
    plan = Button("Plan a call", "call.add")
    lead = f"I don't know any account or person called “{shortened(name, 60)}”."
    return card_saying(typed(lead), Buttons((plan,)))


def _may_be_name(word: str) -> bool:
    return word not in _NO_NAMES and not is_common(singular(word))


async def _one_word_unknown(turn: Turn, asked: AskedFact, about: Subject) -> bool:
    """Check whether we can answer a question although we do not know one of its words.

    Return False if something on file is about the unknown word, because the person may be asking
    for what is on file.
    """
    if not (asked.asks and asked.firm and asked.fact in _SURE and len(about.topic) == 1):
        return False
    if about.account is None or about.guessed:
        return False
    return not word_facts.knows(await on_account(turn, about.account), about.topic)


async def again(turn: Turn) -> Reply | None:
    """Answer "and brightwater" with the same fact as the last question, but about Brightwater.

    Return None in these cases:

    - The text was typed in a channel, or does not ask about another name.
    - The person has not asked for a fact within the last `AGAIN_WITHIN`.
    - The text does not name exactly one account.
    """
    name = asked_again(turn.text) if turn.place is None else ""
    if not name:
        return None
    said = await just_said.fact(turn.session, turn.person, turn.now - AGAIN_WITHIN)
    fact = next((one for one in ANSWERS if one == said), None)
    if fact is None:
        return None
    asked = AskedFact(fact, tuple(name.split()), asks=True)
    about = await find_subject(replace(turn, text=name), asked)
    if about.account is None or about.guessed or about.topic:
        return None
    return await _answered(turn, asked, about)


async def any_question(turn: Turn) -> Reply | None:
    """Show what is on file about the topic of a question: "does jana like excel".

    Return None in these cases:

    - The text was typed in a channel.
    - The text is not a question, or is a private note.
    - The text is about Attune, about the writer, or about somebody who may read what the writer
      types, such as a manager.
    - It is unclear which account the question is about. But "whats castell" is answered if
      "castell" is an unknown name.
    """
    if turn.place is not None or is_addressed(turn.text) or _is_secret(turn.text):
        return None
    asked = asked_about_said(turn.text)
    about = await find_subject(turn, asked) if asked else None
    if asked is None or about is None:
        return None
    if about.account is None or (about.guessed and not await _is_about_them(turn, about)):
        return await _what_is(turn, asked, about)
    asked, about = await _of_colleague(turn, asked, about)
    if asked.fact == "colleagues":
        return await _answered(turn, asked, about)
    if about.people and not about.topic:  # "mia berg?"
        asked = replace(asked, fact="person")
    elif not about.topic:
        asked = replace(asked, fact="on file")
    return await _answered(turn, asked, about)


async def _is_about_them(turn: Turn, about: Subject) -> bool:
    """Check whether "does she bring her dispatcher" is about the account that we guessed.

    Return True if the question has a word such as "she" or "they", and if something on file about
    the account has words of the question's topic.
    """
    if about.account is None or not about.topic or THEY.isdisjoint(bare_words_of(turn.text)):
        return False
    on = await on_account(turn, about.account)
    return word_facts.knows(on, about.topic) or bool(noted.about(on, about.topic, ()))


async def _what_is(turn: Turn, asked: AskedFact, about: Subject) -> Reply | None:
    """Answer "whats castell even do" if no person or account has that name.

    Otherwise return None.
    """
    words = written_out_words(turn.text)
    is_name = 0 < len(about.topic) <= MAX_NAME_WORDS and words[:1] in (["what"], ["who"])
    if not is_name or without_filling(words) != (*about.topic,) or words[1:2] not in _BE_OR_DO:
        return None
    return await _unknown(turn, replace(asked, fact="person"), about)


async def of_account(turn: Turn) -> Reply:
    """Answer the question in a button's value, for the account that was chosen."""
    account_id, _, text = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    asked = fact_asked(text) or AskedFact("said", (), True)
    about = _with_time(turn, asked, await find_subject(turn, asked))
    people = [one for one in about.people if one.account_id == account.id]
    found = await _answered(turn, asked, Subject([account], people, about.topic, time=about.time))
    return found or await said_to_marketing.said(
        await on_account(turn, account), Subject([account])
    )


async def _answered(turn: Turn, asked: AskedFact, about: Subject) -> Card | None:
    """Answer for the account in `about`, and remember which fact the person asked for.

    If `about` does not have exactly one account, answer a question about promises, and return None
    for other questions.
    """
    account = about.account
    if account is None:  # "and what did she promise"
        is_owed = asked.fact == "owed" and asked.asks
        side = side_asked(turn.text)
        return await promise_list.list_card(turn, None, side=side) if is_owed else None
    on = await on_account(turn, account, guessed=about.guessed)
    await just_said.keep_fact(turn.session, turn.person, asked.fact, turn.now)
    if asked.fact in _OF_PEOPLE:  # so that we understand "its the cfo, katrin vogel" next
        await just_said.keep_people(turn.session, turn.person, account.id, turn.now)
    if asked.fact == "on file" and about.people:  # "what do i know about lund"
        return await people_facts.person(on, about)
    return await ANSWERS[asked.fact](on, about)


def _is_secret(text: str) -> bool:
    """Check whether a line is a private note: "dont tell anyone but mia hates the price"."""
    return "?" not in text and is_confidential(text)


def _with_time(turn: Turn, asked: AskedFact, about: Subject) -> Subject:
    """In a question about a call, move words such as "tomorrow" from the topic to the time."""
    # "later" adds nothing, because a coming call is always later.
    words = " ".join(word for word in about.topic if word != "later")
    if asked.fact not in _OF_CALLS or not about.topic:
        return about
    if not words:
        return replace(about, topic=())
    times = (words, f"at {words}")
    time = next((one for one in times if call_words.is_time_of_call(turn, one)), "")
    return replace(about, topic=(), time=time) if time else about


async def _without_colleagues(turn: Turn, about: Subject) -> Subject:
    """Remove colleagues' names from the topic, such as "tomas" in "is tomas coming to halden"."""
    if not about.topic:
        return about
    known = await colleagues.names(turn)
    names = {word for name in known for word in comparable(name).split()}
    names |= {f"{word}s" for word in names}  # "whens lenas call with northwind"
    return replace(about, topic=tuple(word for word in about.topic if word not in names))


async def _of_next_call(turn: Turn, about: Subject) -> Subject:
    """Add the account of the rep's next call, or of the rep's call at `about.time` if that is set.

    If the question has a topic, or if we find no call, return `about` unchanged.
    """
    if about.topic:
        return about
    if about.time:
        found = await call_words.find_calls(turn, about.time)
        ahead = () if found.empty_day else found.calls
    else:
        ahead = await asker_calls.planned(turn, limit=1)
    first = next(iter(ahead), None)
    return replace(about, accounts=[first.account], guessed=False) if first else about


def _may_answer(asked: AskedFact, about: Subject) -> bool:
    """Check whether a text clearly asks for a fact, and is not a note that only mentions one."""
    if not asked.asks:
        return not about.topic and not about.guessed
    if asked.fact == "owed" and about.account and not about.guessed and not about.people:
        return True  # "whats the pricing thing i owe northwind"
    if asked.fact in _WITH_TOPIC:
        return not about.guessed or asked.fact == "said"
    return not about.topic


def _which(turn: Turn, about: Subject) -> Card:
    lead = "Which account do you mean?"
    text = shortened(turn.text, LONGEST)
    found = about.accounts[: which_account.OFFERED]
    picks = tuple(
        Button(label, OF, f"{one.id}:{text}")
        for label, one in zip(account_question.labels(found), found, strict=True)
    )
    return card_saying(lead, Buttons(picks))
