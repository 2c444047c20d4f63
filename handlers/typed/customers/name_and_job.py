"""Tell a person's name from the job title beside it: "her ops guy Marek". Pure."""

from typing import NamedTuple

from handlers.typed.customers.job_titles import ABBREVIATIONS, GUYS, JOB_WORDS, job_title
from handlers.typed.words import bare_word, listed

# A job title may follow these words: "Nils Berg their cfo", "Nils Berg, hes the cfo".
_OWNERS = listed("their her his its the our my a an whos who's hes shes he's she's as is")
_OURS = listed("our my")
# These people are at the customer, even after "our": "our contact Nils".
_THEIRS = listed("contact champion sponsor buyer customer client prospect")
_RELATIONS = listed("boss manager colleague assistant deputy")
_TITLE_WORDS = JOB_WORDS | GUYS | _RELATIONS | listed("new old of and for")
_NEVER_IN_NAME = (
    listed("their her his our my the a an who whos hes shes he she they is not as too also")
    | (ABBREVIATIONS - listed("md gm pm it"))
    | listed("boss colleague")
)
_BEFORE_NAME = listed("called named name's")


class NameAndJob(NamedTuple):
    """A person as typed.

    - `name`: the person's name, or "" if the words give none that can be told from the rest
    - `job`: the job title, or ""
    - `ours`: whether the words say that the person is a colleague: "our engineer Omar"
    """

    name: str
    job: str
    ours: bool


def name_and_job(typed: str) -> NameAndJob:
    """Split "Nils Berg their cfo" and "her ops guy Marek" into a name and a job title."""
    before, _, within = typed.partition("(")
    name_words, _, team = before.partition(" from ")
    words = [word.strip(",") for word in name_words.split()]
    job = _title(within.rstrip(") ").split()) or _title(team.split())
    owner = bare_word(words[0]) if words else ""
    owned = owner in _OWNERS or owner.endswith(("'s", "’s"))
    words = words[1:] if owned else words
    at = next((at for at, word in enumerate(words) if at and bare_word(word) in _OWNERS), 0)
    if at and (title := _title([one for one in words[at:] if bare_word(one) not in _OWNERS])):
        words, job = words[:at], title
    words, first = _without_title(words, owned=owned)
    words, last = ([], "") if not words else _without_last_title(words)
    job = first or job or last
    ours = owner in _OURS and _THEIRS.isdisjoint(map(bare_word, job.split()))
    name = " ".join(word for word in words if bare_word(word) not in _BEFORE_NAME)
    fits = _NEVER_IN_NAME.isdisjoint(bare_word(word) for word in name.split())
    return NameAndJob(name if fits else "", job, ours)


def is_job_alone(typed: str) -> bool:
    """Check whether the words are only a job title: "hes the cfo", "her ops guy"."""
    words = [word for word in typed.split() if bare_word(word) not in _OWNERS]
    return bool(words) and bool(_title(words))


def _without_title(words: list[str], *, owned: bool) -> tuple[list[str], str]:
    """Take a job title off the start: "ops guy" off "ops guy Marek".

    Only after a word such as "her" may the job title be of any sort: "her night lead Jo".
    """
    count = next(
        (at for at, word in enumerate(words) if bare_word(word) not in _TITLE_WORDS), len(words)
    )
    title = _title(words[:count])
    is_clear = owned or job_title(" ".join(words[:count])) or count > 1
    return (words[count:], title) if title and is_clear else (words, "")


def _without_last_title(words: list[str]) -> tuple[list[str], str]:
    """Take a job title off the end: "cfo" off "Nils Berg cfo".

    A single word after a first name may be a last name, as in "Jo Head". So only an abbreviation
    counts there.
    """
    for at in range(1, len(words)):
        title = _title(words[at:])
        is_short = at == 1 and len(words) == at + 1 and bare_word(words[at]) not in ABBREVIATIONS
        if title and not is_short and (job_title(" ".join(words[at:])) or len(words) > at + 1):
            return words[:at], title
    return words, ""


def _title(words: list[str]) -> str:
    """Return a job title as we write it: "CFO", "ops guy". Return "" for any other words."""
    bare = [bare_word(word) for word in words]
    if not words or not _TITLE_WORDS.issuperset(bare) or bare[-1] in ("of", "and", "for", "new"):
        return ""
    plain = [word for word in words if bare_word(word) not in GUYS]
    title = job_title(" ".join(words)) or job_title(" ".join(plain))
    return title or " ".join(word.lower() if word.istitle() else word for word in words)
