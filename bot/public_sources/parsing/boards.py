"""Read the responses of job boards. Fields about recruiters are not read."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.public_sources.parsing.markup import text_of
from bot.public_sources.parsing.moments import moment, of_milliseconds

MAX_POSTINGS = 500  # postings of one board that we read
_LONGEST = 100_000  # characters of one description


@dataclass(frozen=True)
class Posting:
    """An open position."""

    id: str
    title: str
    place: str = ""
    team: str = ""
    text: str = ""  # "" if the board's list has no descriptions
    published_at: datetime | None = None


def greenhouse_list(body: bytes) -> list[Posting]:
    """Read a Greenhouse board: {jobs: […]}.

    `updated_at` changes with each edit, so it is not the date of publication.
    """
    return [
        Posting(
            id=_id(job.get("id")),
            title=_line(job.get("title")),
            place=_line(_object(job.get("location")).get("name")),
            published_at=moment(job.get("first_published")),
        )
        for job in _objects(_object(_read(body))["jobs"])
        if _id(job.get("id")) and _line(job.get("title"))
    ]


def greenhouse_text(body: bytes) -> str:
    """Read the description of one Greenhouse job. The response has it as escaped HTML."""
    return text_of(html.unescape(_long(_object(_read(body)).get("content"))))


def lever_list(body: bytes) -> list[Posting]:
    """Read Lever's postings: an array."""
    return [
        Posting(
            id=_id(job.get("id")),
            title=_line(job.get("text")),
            place=_line(_object(job.get("categories")).get("location")),
            team=_line(_object(job.get("categories")).get("team")),
            text=_lever_words(job),
            published_at=of_milliseconds(job.get("createdAt")),
        )
        for job in _objects(_read(body))
        if _id(job.get("id")) and _line(job.get("text"))
    ]


def ashby_list(body: bytes) -> list[Posting]:
    """Read an Ashby board: {jobs: […]}. Unlisted jobs are left out."""
    return [
        Posting(
            id=_id(job.get("jobUrl")).rstrip("/").rpartition("/")[2],
            title=_line(job.get("title")),
            place=_line(job.get("location")),
            team=_line(job.get("department")),
            text=_long(job.get("descriptionPlain")),
            published_at=moment(job.get("publishedAt")),
        )
        for job in _objects(_object(_read(body))["jobs"])
        if job.get("isListed") is True and _id(job.get("jobUrl")) and _line(job.get("title"))
    ]


def _lever_words(job: Mapping[str, Any]) -> str:
    parts = [_long(job.get("descriptionPlain"))]
    for one in _objects(job.get("lists") or [])[:10]:
        parts += [_line(one.get("text")), text_of(_long(one.get("content")))]
    return "\n".join(part for part in parts if part)


def _read(body: bytes) -> object:
    return json.loads(body)


def _object(read: object) -> Mapping[str, Any]:
    return read if isinstance(read, dict) else {}


def _objects(read: object) -> Sequence[Mapping[str, Any]]:
    if not isinstance(read, list):
        raise TypeError("not a list of postings")
    return [one for one in read[:MAX_POSTINGS] if isinstance(one, dict)]


def _id(written: object) -> str:
    is_id = isinstance(written, str | int) and not isinstance(written, bool)
    return str(written)[:200] if is_id else ""


def _line(written: object) -> str:
    return " ".join(written[:300].split()) if isinstance(written, str) else ""


def _long(written: object) -> str:
    return written[:_LONGEST] if isinstance(written, str) else ""
