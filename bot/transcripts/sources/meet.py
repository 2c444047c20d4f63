"""Transcripts of Google Meet, from its REST API, version 2. The rep has signed in for it.

Google keeps the entries for 30 days. They may be few at first, and become more.
"""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

from yarl import URL

from bot.calendars.mailbox import Mailbox
from bot.platform.payload import at, maybe
from bot.transcripts.sources.found import (
    FoundTranscript,
    SoughtCall,
    SourceFile,
    checked,
    longest_of,
    moment,
    written,
)
from handlers.sources.ports import SourceFailed
from storage.meeting_links import meet_code_of

MAX_PAGES = 250  # of one list: 25,000 entries
AROUND = timedelta(hours=12)  # a meeting may be opened long before its call
RECORD = re.compile(r"conferenceRecords/[\w-]{1,100}", re.ASCII)
TRANSCRIPT = re.compile(r"(conferenceRecords/[\w-]{1,100})/transcripts/[\w-]{1,100}", re.ASCII)
ENTRY = ("participant", "text", "startTime", "endTime", "languageCode")
# By the last part of an address: under which name the answer has the list.
LISTS = {
    "conferenceRecords": "conferenceRecords",
    "transcripts": "transcripts",
    "entries": "transcriptEntries",
    "participants": "participants",
}
# The kinds of participants. An entry has one of these, and the participant's name in it.
KINDS = ("signedinUser", "anonymousUser", "phoneUser")


class MeetTranscripts:
    """Finds and fetches the transcripts of meetings that the rep may see."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    @property
    def new_secret(self) -> str | None:
        """The refresh token to store from now on; None if Google has not replaced it."""
        return self._mailbox.replaced

    async def find(self, call: SoughtCall) -> FoundTranscript | None:
        """The finished transcript of the call's meeting that covers most of the call."""
        code = meet_code_of(call.join_url)
        if not code:
            return None
        since, until = written(call.starts_at - AROUND), written(call.ends_at)
        filtered = (
            f'space.meeting_code = "{code}" AND start_time>="{since}" AND start_time<="{until}"'
        )
        found: list[FoundTranscript] = []
        async for record in self._all("conferenceRecords", 100, {"filter": filtered}):
            name = maybe(record, "name")
            if RECORD.fullmatch(name) and maybe(record, "endTime"):
                found += [one async for one in self._finished(name)]
        return longest_of(found, call)

    async def fetch(self, id_: str) -> SourceFile:
        """The entries with their speakers' names, as JSON."""
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
        async for one in self._all(f"{record}/transcripts", 100):
            name, state = maybe(one, "name"), maybe(one, "state")
            starts_at, ends_at = moment(maybe(one, "startTime")), moment(maybe(one, "endTime"))
            if TRANSCRIPT.fullmatch(name) and state != "STARTED" and starts_at and ends_at:
                yield FoundTranscript(name, starts_at, ends_at)

    async def _all(
        self, path: str, size: int, query: dict[str, str] | None = None
    ) -> AsyncIterator[object]:
        """Everything in a list, page after page."""
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
    """The list of this name; Google leaves it out if it is empty."""
    found = at(body, name)
    if not isinstance(body, dict) or not isinstance(found, list | None):
        raise SourceFailed("no answer")
    return found or []


def _participant(one: object) -> dict[str, object]:
    names = {kind: {"displayName": maybe(one, kind, "displayName")} for kind in KINDS}
    return {"name": maybe(one, "name"), **names}
