"""Fetch transcripts of Teams meetings from Microsoft Graph 1.0.

Attune signs in as the app, and asks for the meetings of one organizer at a time. The organizer must
allow this in Attune, and an administrator must grant the app an access policy for the organizer.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from urllib.parse import quote

from yarl import URL

from bot.calendars.graph_pages import pages
from bot.calendars.rest import rfc3339
from bot.platform.payload import at, maybe
from bot.transcripts.sources.common import (
    NEAR,
    FoundTranscript,
    SoughtCall,
    SourceFile,
    checked,
    largest_overlap,
    moment,
)
from bot.transcripts.sources.graph_tokens import GRAPH, GraphTokens
from handlers.sources.ports import SourceFailed

MAX_PAGES = 20
AFTER = timedelta(hours=3)  # a call may run late, so its transcript may begin after the planned end
ID = re.compile(r"[\w=+/.~*@:!-]{1,600}", re.ASCII)
# Graph's id of a meeting is "1*ORGANIZER*0**THREAD" in base64.
THREAD = re.compile(r"\*(19:[^*\s]{1,300})$")


class GraphTranscripts:
    """Finds and fetches the transcripts of meetings that `organizers` organized.

    `organizers` are people's object ids in Entra. The rep's id comes first.
    """

    new_secret: str | None = None

    def __init__(
        self, tokens: GraphTokens, organizers: Sequence[str], api: str = f"{GRAPH}/v1.0"
    ) -> None:
        self._tokens = tokens
        self._organizers = organizers
        self._api = api

    async def find(self, call: SoughtCall) -> FoundTranscript | None:
        """Find the transcript of the call's meeting, or None.

        - If transcripts belong to the meeting for certain, return the one that overlaps the call
          most.
        - If no transcript belongs to the meeting for certain, look at the transcripts that may
          belong to it. If exactly one of them begins near the call's start, return it. If not,
          return None.
        """
        # Without a Teams link, we might take the transcript of another meeting at the same time.
        if not call.meeting:
            return None
        of_meeting: list[FoundTranscript] = []
        of_unknown: list[FoundTranscript] = []
        for number, organizer in enumerate(self._organizers):
            try:
                listed = [one async for one in self._listed(organizer, call)]
            except SourceFailed as failed:
                if failed.trouble == "not found":
                    # Graph does not know this person, or this person organized no meetings.
                    continue
                if failed.trouble == "no permission" and number:
                    continue  # the administrator may have granted access only for the rep
                raise
            for meeting, found in listed:
                same = _is_same(meeting, call.meeting)
                if same is not False:
                    (of_meeting if same else of_unknown).append(found)
        if of_meeting:
            return largest_overlap(of_meeting, call)
        near = [one for one in of_unknown if abs(one.starts_at - call.starts_at) <= NEAR]
        return near[0] if len(near) == 1 else None

    async def fetch(self, id_: str) -> SourceFile:
        """Fetch the words of the transcript, with each line's clock time if Graph has it."""
        organizer, meeting, transcript = id_.split(" ")
        of = f"{self._meetings(organizer)}/{_quoted(meeting)}/transcripts/{_quoted(transcript)}"
        answer = await self._tokens.fetch(URL(f"{of}/metadataContent", encoded=True))
        if answer.status in (400, 404, 406) or (answer.status == 200 and not answer.raw.strip()):
            content = URL(f"{of}/content?$format=text/vtt", encoded=True)
            answer = await self._tokens.fetch(content)
        return SourceFile("transcript.vtt", checked(answer, "no permission").raw)

    async def _listed(
        self, organizer: str, call: SoughtCall
    ) -> AsyncIterator[tuple[str, FoundTranscript]]:
        """Yield an organizer's transcripts from around a call, each with the id of its meeting."""
        since, until = rfc3339(call.starts_at - NEAR), rfc3339(call.ends_at + AFTER)
        asked = f"meetingOrganizerUserId='{quote(organizer, safe='')}'"
        span = f"startDateTime={since},endDateTime={until}"
        address = f"{self._meetings(organizer)}/getAllTranscripts({asked},{span})"
        async for page in pages(URL(address, encoded=True), self._tokens.fetch, MAX_PAGES):
            found = at(checked(page, "no permission").body, "value")
            if not isinstance(found, list):
                raise SourceFailed("no answer")
            for item in found:
                meeting, id_ = maybe(item, "meetingId"), maybe(item, "id")
                starts_at = moment(maybe(item, "createdDateTime"))
                ends_at = moment(maybe(item, "endDateTime"))
                if starts_at and ends_at and ID.fullmatch(meeting) and ID.fullmatch(id_):
                    name = f"{organizer} {meeting} {id_}"
                    yield meeting, FoundTranscript(name, starts_at, ends_at)

    def _meetings(self, organizer: str) -> str:
        return f"{self._api}/users/{quote(organizer, safe='')}/onlineMeetings"


def _quoted(id_: str) -> str:
    return quote(id_, safe="")


def _is_same(meeting_id: str, meeting: str) -> bool | None:
    """Check whether two ids belong to the same meeting: Graph's id and `SoughtCall.meeting`.

    Return None if one of the two ids has no thread, because then we can't tell.
    """
    there, here = _thread(meeting_id), meeting.partition("/")[0]
    return there == here if there and here.startswith("19:") else None


def _thread(meeting_id: str) -> str:
    """Decode the thread in a meeting's id, in lower case. Return "" if there is no thread."""
    try:
        plain = meeting_id.replace("-", "+").replace("_", "/")
        text = b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()
    except (NotBase64, ValueError):
        return ""
    found = THREAD.search(text)
    return found[1].casefold() if found else ""
