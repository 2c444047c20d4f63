"""Parse the people that a rep types into a form, and find names in a person's role.

Each line has one person: "Jana Novak, head of logistics". We also understand lists, email
addresses, and the order that mail clients use ("Novak, Jana").
"""

import re
from collections.abc import Iterator
from itertools import chain

from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import singular, stemmed
from handlers.typed.customers.job_titles import ABBREVIATIONS, job_title

JOBS = stemmed(
    """
    account accounting accounts acheteur admin administration administrator admins advisor agent
    analyst analytics architect area assistant associate backoffice board boss brand bu business
    buyer buying cdo ceo cfo chain chair chairman chairwoman champion chef chefin chief cio ciso
    clerk clinical clo cmo co coach cofounder commercial communications compliance compras
    consultant contact contractor controller controlling coo coordinator counsel cpo cro cso cto
    customer cx data decision depot dept deputy design designer desk developer development digital
    direct directeur director directora directrice dispatch dispatcher distribution division driver
    ecommerce economic editor einkauf einkäufer einkäuferin engineer engineering estimator
    executive expert facilities facility field finance financial fleet floor foreman founder
    freelancer gatekeeper general geschäftsführer geschäftsführerin global group head health hr
    human in innovation inside intern international inventory investor it jefe junior lawyer lead
    leader legal legals leiter leiterin leitung logistics maintenance maker management manager
    managing marketer marketing md mechanic medical member network nurse nursing of office officer
    operations operator ops owner partner partnerships people planner planning plant pm po pr
    president principal procurement product production professor program programme project public
    purchaser purchasing qa quality receptionist recruiter regional representative research
    resources responsable revenue risk safety sales scientist secretary security senior service
    services shift site software solutions specialist sponsor staff stock strategy success
    supervisor supplier supply support svp systems talent team tech technical technician technology
    trainee trainer training transport transportation treasurer treasury trustee user ux vertrieb
    vice vp warehouse warehousing works
    """
)
TypedPerson = tuple[str, str, str]  # the name, the role and the email address, or "" if not typed
NOBODY = {"tbd", "tba", "tbc", "none", "n/a", "na", "nobody", "unknown", "x", "xxx"} | {
    *("no one", "no-one", "not sure", "don't know", "not known yet", "to be confirmed")
}
_SMALL = stemmed("a an and at by for from of on our the their to with &")
_HONORIFICS = {"dr", "prof", "mr", "mrs", "ms", "herr", "frau"}  # these may come before a name
_BEFORE_TITLE = {"the", "our", "their", "her", "his"}
_RELATIONS = {"boss", "manager", "colleague", "assistant", "deputy"}  # as in "her boss Ruth Kemp"
_NAME_AND_TITLE = 12  # look for a job title only in texts of up to this many words
_LIST_MARK = re.compile(r"[-*•·–]\s+|\d{1,2}[.)]\s*")
_DASHES = " -–—:"  # marks that may come between a name and an address
_MAILTO = "mailto:"
# These characters separate the words before the @ of an address.
_APART = str.maketrans(dict.fromkeys("._+-0123456789", " "))
_WORDS = re.compile(r"[^\W\d_][^\s,;()/]*")


def people_in(text: str) -> dict[str, str]:
    """Map the names of the people in a text to their roles. A role is "" if the text has none."""
    people: dict[str, str] = {}
    for name, role, _ in _in_text(text):
        people[name] = role or people.get(name, "")
    return people


def emails_in(text: str) -> dict[str, str]:
    """Map the names of people in a text to their email addresses, as typed.

    Leave out people without an address.
    """
    return {name: email for name, _, email in _in_text(text) if email}


def is_nobody(name: str) -> bool:
    """Check whether a name is a placeholder: "tbd", "none", "?"."""
    bare = name.strip().casefold()
    return bare in NOBODY or not any(char.isalpha() for char in bare)


def names_in_role(role: str) -> list[str]:
    """Return the possible names in a role: "Peter Huber" in "assistant to Peter Huber"."""
    names: list[str] = []
    run: list[str] = []
    for word in [*_WORDS.findall(role), ""]:
        bare = "" if "@" in word else word.strip(".'’")
        is_name = (
            bool(bare) and singular(bare.casefold()) not in JOBS | _SMALL and not bare[0].islower()
        )
        if is_name:
            run.append(bare)
        elif run:
            names.append(" ".join(run))
            run = []
    return names


def _in_text(text: str) -> Iterator[TypedPerson]:
    for line in text.splitlines():
        for one in line.split(";"):
            yield from _in_line(one)


def _in_line(line: str) -> Iterator[TypedPerson]:
    """Yield the people in one line. A part between commas names or describes a person."""
    line = line.strip()
    mark = _LIST_MARK.match(line)
    line = line[mark.end() :] if mark else line
    before, opened, after = line.partition("(")
    within, _, following = after.partition(")")
    parts = [part.strip() for part in f"{before}{following}".split(",")] if opened else []
    parts = parts or [part.strip() for part in line.split(",")]
    people: list[list[str]] = []
    for part in filter(None, chain.from_iterable(map(_addresses_apart, parts))):
        said, email = _without_email(part)
        is_another = not said and bool(people) and bool(people[-1][2])
        if people and not is_another and (not said or _is_about_person(said)):
            people[-1] = [people[-1][0], _joined(people[-1][1], said), people[-1][2] or email]
            continue
        people += [[name, "", ""] for name in _named(said or part) if not is_nobody(name)]
        if email and people:
            people[-1][2] = email
    if opened and people and within.strip():
        said, email = _without_email(within.strip())
        people[-1] = [people[-1][0], _joined(people[-1][1], said), people[-1][2] or email]
    match people:
        case [[family, "", ""], [given, role, email]] if (
            _is_family_first(family, given) and "," in line
        ):
            people = [[f"{family}, {given}", role, email]]  # as in "Novak, Jana"
    for name, role, email in people:
        bare, title = (name, role) if role else _title_apart(name)
        yield bare, title, email


def _title_apart(name: str) -> tuple[str, str]:
    """Split "marta klein cfo" into the name and the job title, which may be "".

    A single word after a first name may be a last name, as in "Jo Head". So it counts as a job
    title only if it is an abbreviation.
    """
    words = name.split(maxsplit=_NAME_AND_TITLE)
    if before := _title_before(words):
        return before
    firsts = sum(word.strip(".").casefold() in _HONORIFICS for word in words[:2])
    first = singular(" ".join(words[firsts : firsts + 1]).casefold())
    if first in JOBS | _SMALL or len(words) > _NAME_AND_TITLE:
        return name, ""
    for at in range(1 + firsts, len(words)):
        said = [word for word in words[at:] if word.casefold() not in _BEFORE_TITLE]
        plain = [singular(word.strip(".").casefold()) for word in said]
        is_short = at == 1 + firsts and len(said) == 1 and plain[0] not in ABBREVIATIONS
        title = job_title(" ".join(said))
        if title and not is_short and {*plain} <= JOBS | _SMALL:
            return " ".join(words[:at]), title
    return name, ""


def _title_before(words: list[str]) -> tuple[str, str] | None:
    """Split "their CFO Martin Dvorak" into "Martin Dvorak" and "CFO", or return None.

    The title must be an abbreviation or, after "her" or a similar word, a word such as "boss".
    After the title, there must be two or three words, or one common given name.
    """
    at = sum(word.casefold() in _BEFORE_TITLE for word in words[:1])
    said, rest = words[at : at + 1], words[at + 1 :]
    related = at > 0 and said != [] and said[0].casefold() in _RELATIONS
    if not said or not (related or said[0].casefold() in ABBREVIATIONS - {"it", "hr"}):
        return None
    is_name = len(rest) in (2, 3) or (len(rest) == 1 and rest[0].casefold() in GIVEN_NAMES)
    is_role = any(singular(word.casefold()) in JOBS | _SMALL for word in rest)
    title = said[0].casefold() if related else said[0].upper()
    return (" ".join(rest), title) if is_name and not is_role else None


def _addresses_apart(part: str) -> list[str]:
    """Split a part that has only email addresses: "jana@halden.example tom@halden.example"."""
    words = part.split()
    return words if all(map(_email, words)) else [part]


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _without_email(part: str) -> tuple[str, str]:
    """Return a part without its email addresses, and the first address, which may be ""."""
    words = part.split()
    emails = {at: email for at, word in enumerate(words) if (email := _email(word))}
    if not emails:
        return part, ""
    said = " ".join(word for at, word in enumerate(words) if at not in emails)
    return said.strip(_DASHES), next(iter(emails.values()))


def _email(word: str) -> str:
    """Return an email address without brackets and quotes, or "" for any other word."""
    bare = word.replace("＠", "@").strip("<>()[]\"'“”„‘’")
    bare = bare[len(_MAILTO) :] if bare.casefold().startswith(_MAILTO) else bare
    local, _, domain = bare.partition("@")
    return bare if local and "." in domain.strip(".") else ""


def _is_family_first(family: str, given: str) -> bool:
    """Check whether this is one person ("Novak, Jana"), not two people ("Jana, Tom")."""
    both_given = {family.partition(" ")[0].casefold(), given.casefold()} <= GIVEN_NAMES
    return " " not in given and not both_given


def _is_about_person(part: str) -> bool:
    """Check whether a part describes the person named before it. Otherwise it names another person.

    A description does not begin with a capital letter, or it contains a job, a digit or an "@".
    """
    words = _WORDS.findall(part)
    first = part[0]
    return (
        not (first.isupper() or first.istitle())
        or "@" in part
        or any(char.isdigit() for char in part)
        or any(singular(word.strip(".'’").casefold()) in JOBS for word in words)
    )


def _named(part: str) -> list[str]:
    """Return the names in a part: one name, names joined by "and", or a name from an address."""
    address = part.partition("<")[0].strip(" \"'") or part.strip(" <>")
    address = _email(address) or address
    if "@" in address.strip("@") and " " not in address:
        words = address.partition("@")[0].translate(_APART).split()
        return [" ".join(word[:1].upper() + word[1:] for word in words)]
    names = address.replace(" & ", " and ").split(" and ")
    if len(names) > 1 and all(name.strip()[:1].isupper() for name in names):
        return [name.strip() for name in names]
    return [address]
