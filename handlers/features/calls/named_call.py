"""Find the upcoming call that a sentence names by account, day and time, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, format_short, grammar
from handlers.typed.calls.call_choice import ChosenCall
from handlers.typed.plain_spelling import written_out
from handlers.views import shown_start
from storage.conversation import call_choice
from storage.conversation.call_choice import CallChoice
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Account, Call

OFFERED = 5  # how many calls a question offers as buttons
_WORDS = 40  # how many words of a text we read
_TIME_WORDS = 8  # a time has at most this many words
_AROUND = ' .,;!?()"“”„'


@dataclass(frozen=True)
class FittingCalls:
    """The upcoming calls that a sentence can mean.

    `fitting` are the calls that fit the account, the day and the time. `calls` are all upcoming
    calls with the account, or with any account if none is known. `time` has the words that name the
    day or the time, or is "".
    """

    fitting: Sequence[Seated]
    calls: Sequence[Seated]
    time: str

    @property
    def only(self) -> Seated | None:
        """The call, if just one fits."""
        return self.fitting[0] if len(self.fitting) == 1 else None


async def find(turn: Turn, account: Account | None, text: str) -> FittingCalls:
    """Find the person's upcoming calls that the text can mean.

    Without an account, calls with any account can fit. If the text names a day, only calls on
    that day fit. If it names a time of day, only calls at that time fit. If it names neither, all
    upcoming calls fit.
    """
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    time = time_in(turn, _words_beside(account, text))
    fitting = [one for one in ahead if _is_then(turn, time, one)] if time else ahead
    return FittingCalls(fitting, ahead, time)


def time_in(turn: Turn, words: Sequence[str]) -> str:
    """Return the longest run of words that names a day or a time, or ""."""
    for count in range(min(_TIME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - count + 1):
            run = " ".join(words[start : start + count])
            if grammar.read(run, turn.person.zone):
                return run
    return ""


async def which(
    turn: Turn, named: FittingCalls, about: Account | None, action: str, how: str = ""
) -> Card:
    """Ask which call is meant, with a button for each call.

    Each button has the action `action`. The button's value is the call's id. If `how` is given, a
    colon and `how` follow the id.
    """
    offered = named.fitting or named.calls
    with_whom = f" with {shortened(about.name)}" if about else ""
    lead = f"Which call{with_whom}?"
    if named.time and not named.fitting:
        lead = f"I found no call{with_whom} that fits “{shortened(named.time, 60)}”. {lead}"
    return await choice(turn, lead, offered, action, how)


async def choice(
    turn: Turn,
    lead: str,
    offered: Sequence[Seated],
    action: str,
    how: str = "",
    *,
    as_shown: bool = False,
) -> Card:
    """Ask `lead`, with buttons for the first calls, and "See my calls" if there are more.

    With `as_shown`, the values of the buttons also have the starts of the calls. So if a call is
    moved before its button is pressed, the action can ask again.

    If the person's next message chooses a call, such as "the one today", `call_chosen` does what
    the button of that call does.
    """
    value_of = shown_start.value if as_shown else _id_of
    values = [value_of(one.call) for one in offered[:OFFERED]]
    account = offered[0].account.name if how and offered else ""
    asked = CallChoice(action, values, how, account=account)
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    buttons = [
        Button(_label(turn, one), action, f"{value}:{how}".strip(":"))
        for one, value in zip(offered, values, strict=False)
    ]
    more = [Button("See my calls", "call.list")] if len(offered) > OFFERED else []
    return card_saying(typed(lead), Buttons((*buttons, *more)))


def chosen(turn: Turn, offered: Sequence[Seated], by: ChosenCall) -> Seated | None:
    """Return the offered call that somebody's words choose.

    Return None if the words fit several calls, or fit no call.
    """
    if by.at is not None:
        return offered[by.at] if -1 <= by.at < len(offered) and offered else None
    if by.when:
        fitting = [one for one in offered if _is_then(turn, by.when, one)]
    else:
        names = comparable(by.name).split()
        fitting = [one for one in offered if {*names} <= {*one.account.name_key.split()}]
    return fitting[0] if len(fitting) == 1 else None


def _id_of(call: Call) -> str:
    return str(call.id)


def _label(turn: Turn, one: Seated) -> str:
    when = format_short(one.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(one.account.name, 20)}, {when}"


def _words_beside(account: Account | None, text: str) -> list[str]:
    """Return the words of a text without the account's name, which may look like a time."""
    bare = (word.strip(_AROUND) for word in written_out(text).split()[:_WORDS])
    words = [word.removesuffix("'s").removesuffix("’s") for word in bare]
    words = [word for word in words if word]
    name = comparable(account.name).split() if account else []
    said = [comparable(word) for word in words]
    for count in range(len(name), 0, -1):
        for at in range(len(words) - count + 1):
            if said[at : at + count] == name[:count]:
                return [*words[:at], *words[at + count :]]
    return words


def _is_then(turn: Turn, time: str, one: Seated) -> bool:
    """Check whether a call fits the typed words: a day, a time of day, or both."""
    zone, starts_at = turn.person.zone, one.call.starts_at
    reading, said = typed_time(turn, time), grammar.read(time, zone)
    if isinstance(reading, Unclear):
        return reading.day is not None and reading.day == day_of(starts_at, zone)
    if said and said.has_day:
        return reading.starts_at == starts_at
    own = ZoneInfo(zone)
    return reading.starts_at.astimezone(own).time() == starts_at.astimezone(own).time()
