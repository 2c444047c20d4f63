"""Recognise a line that introduces somebody at a customer: name, job title, and more. Pure."""

import re
from typing import NamedTuple

from handlers.typed.customers.job_titles import job_title
from handlers.typed.plain_spelling import written_out

LONGEST = 160  # characters of a line that introduces a person; a longer line does not count
_NAME = r"(?P<name>[^\W\d_][\w.'-]{0,30}(?: [^\W\d_][\w.'-]{0,30}){1,2})"
_ROLE = r"(?:(?:the|their|our) )?(?P<role>[^:;?!,]{2,60})"
_MORE = r"(?:,? (?P<more>(?:is|was|she|he|shes|hes|she's|he's) .{2,90}))?"
_LABEL = r"(?P<account>[^:;?!,]{2,60}): ?"
_NEW = (
    r"(?:there'?s )?(?:a )?new (?:guy|girl|woman|man|lady|person|contact|face)(?: there| here)?,?"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:and )?{_NEW} {_NAME}, {_ROLE}?{_MORE}",
        rf"(?:{_LABEL})(?:{_NEW} )?{_NAME}, {_ROLE}?{_MORE}",
        rf"(?:{_LABEL})(?:their |the |our )?(?:new )?(?P<role>[^:;?!,]{{2,60}}) is"
        rf" (?:called |named )?{_NAME}",
    )
)


class Introduced(NamedTuple):
    """A person's name and job title.

    `account` is the text before a colon ("northwind: …"), or "". `more` is true if the line says
    more about the person.
    """

    name: str
    role: str
    account: str
    more: bool


def introduced(text: str) -> Introduced | None:
    """Return the person whom a line introduces, or None if it introduces nobody.

    An example is "new person there, karin holm, head of nursing, shes our fan".
    """
    line = written_out(text.strip(" .!").replace("’", "'")) if len(text) <= LONGEST else ""
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(line):
            parts = found.groupdict()
            if role := job_title((parts["role"] or "").strip(" ,")):
                about = (parts.get("account") or "").strip()
                return Introduced(parts["name"], role, about, bool(parts.get("more")))
    return None
