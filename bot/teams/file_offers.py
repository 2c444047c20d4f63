"""Give files to people: Teams asks the person first, and then we upload the file.

    a card that asks → they press Allow → Teams names an address → PUT → a card with the file

The file goes into the person's OneDrive. Until the person answers, it is only in memory.
"""

from dataclasses import dataclass, field
from secrets import token_urlsafe

import aiohttp
import structlog

from bot.platform.payload import Json, maybe
from bot.platform.recent import Recent
from bot.teams.activity import Who, address_of, who_of
from bot.teams.address import Address
from bot.teams.cloud import Cloud
from bot.teams.payload import json_object

log = structlog.get_logger()

ANSWERED = "fileConsent/invoke"  # the activity with the person's answer
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
WHAT = "If you allow it, I'll put the file in your OneDrive."
MAX_WAITING = 3  # how many files can wait for an answer; each may be up to 20 MB
TIME_LIMIT = 60.0  # seconds to upload a file
GONE = "That file is no longer here. Press Export again."
FAILED = "I couldn't put the file in your OneDrive. Press Export again in a minute."
DONE = (200, 201, 202)


@dataclass(frozen=True)
class OfferAnswer:
    """A person's answer to the offer of a file.

    `upload` is where we upload the file, and `link` is the address of the uploaded file. Both are
    secrets. `unique` and `kind` are Teams' names for the file and its type.
    """

    who: Who
    address: Address
    key: str
    accepted: bool
    upload: str = field(repr=False)
    link: str = field(repr=False)
    unique: str
    kind: str


def answer_of(activity: Json) -> OfferAnswer:
    """Read the answer in an activity. Raises Malformed."""
    value = json_object(activity, "value")
    return OfferAnswer(
        who_of(activity),
        address_of(activity),
        maybe(value, "context", "file"),
        maybe(value, "action") == "accept",
        maybe(value, "uploadInfo", "uploadUrl"),
        maybe(value, "uploadInfo", "contentUrl"),
        maybe(value, "uploadInfo", "uniqueId"),
        maybe(value, "uploadInfo", "fileType"),
    )


class FileOffers:
    """Keeps each offered file until the person accepts or declines.

    If there are more than MAX_WAITING files, the file that was offered first is forgotten.

    We recognise the person by the row id. If the person was erased after the offer, they now have
    no row, or a new row with another id, and do not get the file.
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        # Maps a key to the person's row id, the file's name, and its content.
        self._waiting: Recent[str, tuple[int, str, bytes]] = Recent(MAX_WAITING)

    def offer(self, person_id: int, name: str, content: bytes) -> Json:
        """Keep a file. Return the attachment that asks whether the person wants it."""
        key = token_urlsafe(16)
        self._waiting[key] = person_id, name, content
        context = {"file": key}
        return {
            "contentType": CONSENT,
            "name": name,
            "content": {
                "description": WHAT,
                "sizeInBytes": len(content),
                "acceptContext": context,
                "declineContext": context,
            },
        }

    async def take(self, answer: OfferAnswer, person_id: int | None) -> Json | str | None:
        """Upload a file if the person accepted it.

        Whether the person accepted or declined, we forget the file. `person_id` is the row id of
        whoever answered, or None if that person is not on file.

        Return the attachment that shows the file. If we no longer have a file for this person, or
        if the upload fails, return a sentence that says so. If the person declined, return None.
        """
        offered_to, name, content = self._waiting.get(answer.key, (0, "", b""))
        if person_id is None or offered_to != person_id:
            return GONE if answer.accepted else None
        self._waiting.pop(answer.key, None)
        if not answer.accepted:
            return None
        if not self._cloud.has_file(answer.upload) or not await _upload(answer.upload, content):
            return FAILED
        return {
            "contentType": INFO,
            "contentUrl": answer.link,
            "name": name,
            "content": {"uniqueId": answer.unique, "fileType": answer.kind},
        }


async def _upload(url: str, content: bytes) -> bool:
    """Upload a file to the address that Teams gave us. Return whether that worked."""
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}",
    }
    limit = aiohttp.ClientTimeout(total=TIME_LIMIT)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.put(url, data=content, headers=headers, allow_redirects=False) as response,
        ):
            if response.status not in DONE:
                log.warning("a file could not be uploaded to Teams", status=response.status)
            return response.status in DONE
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
        log.warning("a file could not be uploaded to Teams", error=type(error).__name__)
        return False
