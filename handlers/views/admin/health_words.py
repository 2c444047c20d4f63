"""Say what is failing in a company, with numbers, and what to do. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import get_args

from handlers.times.formatting import format_full_date
from handlers.views.admin.roll_out_words import FEW
from storage.choices import ProblemName

ORDER: tuple[ProblemName, ...] = get_args(ProblemName)
# People who have removed Attune can't be reached. Home does not show this as a fault, because these
# people chose to remove Attune.
OWN_CHOICE: tuple[ProblemName, ...] = ("people",)

_ONE: dict[ProblemName, str] = {
    "keys": "Attune can't open one calendar or transcript source, because its key is missing",
    "calendars": "One calendar can't be read",
    "transcripts": "One person's transcripts can't be read",
    "channels": "Attune can't post in one channel that subscribed",
    "feeds": "One feed can't be read",
    "groups": "One team can't be updated from its group",
    "people": "One to four people can't be reached",
    "playbook": "An uploaded playbook that was chosen has mistakes, so another one is used",
    "crm": "The CRM can't be read, so briefs show what was read before",
    "public_sources": "No public source can be read",
    "model": "The language model has failed to answer once",
}
_SEVERAL: dict[ProblemName, str] = {
    "keys": "Attune can't open {} calendars or transcript sources, because their key is missing",
    "calendars": "{} calendars can't be read",
    "transcripts": "The transcripts of {} people can't be read",
    "channels": "Attune can't post in {} channels that subscribed",
    "feeds": "{} feeds can't be read",
    "groups": "{} teams can't be updated from their groups",
    "people": "{} people can't be reached",
    "playbook": "{} uploaded playbooks that were chosen have mistakes, so others are used",
    "crm": "The CRM can't be read, so briefs show what was read before",
    "public_sources": "No public source can be read for the {} accounts looked up last",
    "model": "The language model has failed to answer {} times",
}
TO_DO: dict[ProblemName, str] = {
    "keys": (
        "Ask whoever runs Attune to add the missing key to ENCRYPTION_KEYS. If the key is lost, "
        "the owners must connect their calendars or transcripts again."
    ),
    "calendars": (
        "Each owner is told what to do. If there are many, ask your IT admin whether access was "
        "withdrawn."
    ),
    "transcripts": (
        "Each person is told what to do. If Microsoft or Google refuses access, your IT admin "
        "has to allow it."
    ),
    "channels": (
        "Whoever subscribed the channel was told what to do. If Attune isn't in the channel, "
        "invite it there and type /insight subscribe in the channel."
    ),
    "feeds": "The list of feeds says why. Correct the address, or remove the feed.",
    "groups": (
        "Under “Teams”, open the team and press “Read the group again”, which says why. Meanwhile, "
        "the teams stay as they are."
    ),
    "playbook": "Type “playbooks” to see what is wrong. Drop a corrected playbook, and choose it.",
    "crm": "Type “crm” to see what is wrong, and to connect it again.",
    "public_sources": (
        "Ask whoever runs Attune whether its machine can reach websites. What Attune has already "
        "read stays."
    ),
    "model": (
        "Ask whoever runs Attune: “python -m bot doctor” says what is wrong. Meanwhile, everything "
        "else works without the model."
    ),
    "people": "They may have removed Attune. Once they write to it again, it can reach them.",
}
_OVER: dict[ProblemName, str] = {
    "keys": "No key is missing any more.",
    "calendars": "Calendars can be read again.",
    "transcripts": "Transcripts can be read again.",
    "channels": "Attune can post in every channel again.",
    "feeds": "Feeds can be read again.",
    "groups": "The groups of all teams can be read again.",
    "people": "Attune can reach everybody again.",
    "playbook": "The playbooks that were chosen are used again.",
    "crm": "The CRM can be read again.",
    "public_sources": "Public sources can be read again.",
    "model": "The language model answers again, or is not asked any more.",
}
_ON_HOME: dict[ProblemName, str] = {
    "keys": "a key",
    "calendars": "calendars",
    "transcripts": "transcripts",
    "channels": "channels",
    "feeds": "feeds",
    "groups": "groups of teams",
    "people": "people",
    "playbook": "a playbook",
    "crm": "the CRM",
    "public_sources": "public sources",
    "model": "the language model",
}


def fails(what: ProblemName, number: int, since: date, today: date) -> str:
    """Say what is failing, and since when. For fewer than five people, say "one to four"."""
    single = number < FEW if what == "people" else number == 1
    said = _ONE[what] if single else _SEVERAL[what].format(number)
    return f"{said} (since {format_full_date(since, today)})."


def over(names: Collection[ProblemName]) -> list[str]:
    """Say which of these problems are over."""
    return [_OVER[one] for one in ORDER if one in names]


def on_home(names: Sequence[ProblemName]) -> list[str]:
    """Return a list with one line, which names what is failing.

    Leave out problems that are people's own choice (`OWN_CHOICE`). Return [] if no problem is left.
    """
    said = [_ON_HOME[one] for one in ORDER if one in names and one not in OWN_CHOICE]
    return [f"Something is failing: {', '.join(said)}. “Health” says what to do."] if said else []
