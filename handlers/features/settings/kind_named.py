"""Find the kind of message that somebody names: "the morning agenda", "tips"."""

from handlers.coaching.text.words import stemmed, stems
from handlers.features.settings.kinds import PUSHED, Pushed, pushed, reaches, stoppable
from handlers.rhythm_settings import rhythm_of
from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.message_kinds import kinds_meant
from handlers.typed.settings.numbers_typed import NOON, clock_in
from handlers.typed.settings.setting_words import in_the_afternoon
from storage.tables import Person

NAMES_NO_KIND = stemmed(  # words that don't say which kind of message is meant
    "a again all any anything attune everything it me message messages more my now of off please"
    " sending the these this those up with writing you your that them back on ping nudge"
    " reminder notification"
)


def kinds_named(text: str, person: Person) -> tuple[list[Pushed], bool]:
    """Return the kinds of message that the words can mean.

    The second value is false if the words might be about something other than messages. If the
    words are the whole label of a kind, they mean this kind, even if one of the words is often used
    for another kind.
    """
    said = _telling_words(text)
    labelled = [known for known in _stoppable(person) if said == _telling_words(known.label)]
    if len(labelled) == 1:
        return labelled, True
    found = kinds_meant(text)
    meant = [known for name in found.names if (known := pushed(name)) and reaches(known, person)]
    return meant, found.certain


def kinds_at(text: str, person: Person) -> list[Pushed]:
    """Return the kinds of message that come at the typed time: "stop asking me these at 4"."""
    _, _, following = text.lower().strip(" ?!.").rpartition(" at ")
    named, mine = clock_in(following.split()), rhythm_of(person)
    if named is None:
        return []
    clocks = (named[0], in_the_afternoon(named[0], NOON, sure=named[1]))
    daily = (("agenda", mine.agenda_at), ("research", mine.research_at))
    kinds = (pushed(name) for name, clock in daily if clock in clocks and name not in mine.muted)
    return [known for known in kinds if known and reaches(known, person)]


def kind_named(text: str, person: Person) -> Pushed | None:
    """Return the only kind that the words can mean, or None."""
    meant, certain = kinds_named(text, person)
    if meant:
        return meant[0] if certain and len(meant) == 1 else None
    said = _telling_words(text)
    named = [known for known in _stoppable(person) if said and said <= {*stems(known.label)}]
    return named[0] if len(named) == 1 else None


def _telling_words(text: str) -> frozenset[str]:
    """Return the stems of the words that say which kind is meant."""
    return frozenset(stems(written_out(text))) - NAMES_NO_KIND


def _stoppable(person: Person) -> list[Pushed]:
    """Return the kinds that may reach this person, and that the person can stop."""
    return [known for known in PUSHED if stoppable(known) and reaches(known, person)]
