"""Fetch transcripts from the Google Meet REST API, version 2, for a rep who has signed in.

A transcript is a list of entries, which Google keeps for 30 days. Soon after a call, the list may
still be incomplete.
"""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

from yarl import URL

from bot.calendars.mailbox import Mailbox
from bot.calendars.rest import rfc3339
from bot.platform.payload import at, maybe
from bot.transcripts.sources.common import (
    FoundTranscript,
    SoughtCall,
    SourceFile,
    checked,
    largest_overlap,
    moment,
)
from handlers.sources.ports import SourceFailed
from storage.meetings.meeting_links import meet_code_of

MAX_PAGES = 250  # pages of one list; 250 pages have 25,000 entries
OPENED_BEFORE = timedelta(hours=12)  # a meeting may be opened this long before the call
RECORD = re.compile(r"conferenceRecords/[\w-]{1,100}", re.ASCII)
TRANSCRIPT = re.compile(r"(conferenceRecords/[\w-]{1,100})/transcripts/[\w-]{1,100}", re.ASCII)
ENTRY = ("participant", "text", "startTime", "endTime", "languageCode")
# Last part of an address -> name of the list in the answer.
LISTS = {
    "conferenceRecords": "conferenceRecords",
    "transcripts": "transcripts",
    "entries": "transcriptEntries",
    "participants": "participants",
}
# The kinds of participants. Google puts a participant's name under the key for the kind.
KINDS = ("signedinUser", "anonymousUser", "phoneUser")


class MeetTranscripts:
    """Finds and fetches the transcripts of meetings that the rep has access to."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    @property
    def new_secret(self) -> str | None:
        """Return the new refresh token to store, or None if Google has not replaced it."""
        return self._mailbox.replaced

    async def find(self, call: SoughtCall) -> FoundTranscript | None:
        """Return the meeting's finished transcript that overlaps most with the call, or None."""
        code = meet_code_of(call.join_url)
        if not code:
            return None
        since, until = rfc3339(call.starts_at - OPENED_BEFORE), rfc3339(call.ends_at)
        filtered = (
            f'space.meeting_code = "{code}" AND start_time>="{since}" AND start_time<="{until}"'
        )
        found: list[FoundTranscript] = []
        async for record in self._all("conferenceRecords", 100, {"filter": filtered}):
            name = maybe(record, "name")
            if RECORD.fullmatch(name) and maybe(record, "endTime"):
                found += [one async for one in self._finished(name)]
        return largest_overlap(found, call)

    async def fetch(self, id_: str) -> SourceFile:
        """Fetch a transcript's entries and the names of the participants, as JSON.

        Raises SourceFailed if `id_` is not the id of a transcript, if Google doesn't answer as
        expected, or if a list is too long.
        """
        name = TRANSCRIPT.fullmatch(id_)
        if name is None:
            raise SourceFailed("not found")
        entries = [one async for one in self._all(f"{id_}/entries", 100)]
        people = [one async for one in self._all(f"{name[1]}/participants", 250)]
        body = {
            "participants": [_participant(one) for one in people],
            "entries": [{key: maybe(one, key) for key in ENTRY} for one in entries],
        }
        return SourceFile("transcript.json", json.dumps(body).encode())

    async def _finished(self, record: str) -> AsyncIterator[FoundTranscript]:
        """Yield those transcripts of a conference that have ended."""
        async for one in self._all(f"{record}/transcripts", 100):
            name, state = maybe(one, "name"), maybe(one, "state")
            starts_at, ends_at = moment(maybe(one, "startTime")), moment(maybe(one, "endTime"))
            if TRANSCRIPT.fullmatch(name) and state != "STARTED" and starts_at and ends_at:
                yield FoundTranscript(name, starts_at, ends_at)

    async def _all(
        self, path: str, size: int, query: dict[str, str] | None = None
    ) -> AsyncIterator[object]:
        """Yield the items at this path, page by page. Raises SourceFailed."""
        url = URL(f"{self._mailbox.api}/{path}")
        asked = {"pageSize": str(size), **(query or {})}
        for _ in range(MAX_PAGES):
            page = checked(await self._mailbox.get(url.with_query(asked), {}), "disconnected")
            for one in _listed(page.body, LISTS[path.rpartition("/")[2]]):
                yield one
            following = maybe(page.body, "nextPageToken")
            if not following:
                return
            asked["pageToken"] = following
        raise SourceFailed("too large")


def _listed(body: object, name: str) -> list[object]:
    """Return the list with this name. Google omits an empty list."""
    found = at(body, name)
    if not isinstance(body, dict) or not isinstance(found, list | None):
        raise SourceFailed("no answer")
    return found or []


def _participant(one: object) -> dict[str, object]:
    names = {kind: {"displayName": maybe(one, kind, "displayName")} for kind in KINDS}
    return {"name": maybe(one, "name"), **names}
