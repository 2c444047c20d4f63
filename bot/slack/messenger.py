"""Sends nudges into people's direct messages on Slack, and reads back whether they went out."""

import uuid
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.messenger import InDoubt, Later, Recipient, Sent, Unreachable
from bot.slack import away, renderer
from bot.slack.api import Api, ApiError
from handlers.cards import Card

log = structlog.get_logger()

MARK = "attune_outbox"  # the metadata that carries a row's id
ROWS = uuid.UUID("6f1b3a52-5a0e-4d0c-9a0b-5f2f7f5f0c11")
PAGES = 5
SOON = timedelta(seconds=30)
NEEDS_AN_ADMIN = timedelta(minutes=10)
AWAY_REMEMBERED = timedelta(minutes=5)

GONE = {
    "account_inactive",
    "cannot_dm_bot",
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}
OUR_FAULT = {
    "access_denied",
    "app_uninstalled",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "tokens_revoked",
}


class SlackMessenger:
    """`bot.messenger.Messenger` for one workspace."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._away: dict[str, tuple[datetime, datetime | None]] = {}
        self._warned = False

    async def send(self, to: Recipient, card: Card, row_id: int) -> Sent:
        """Post into their direct messages. Raises Later, Unreachable or InDoubt."""
        address = await self._address(to)
        try:
            posted = await self._api.ask(
                self._api.client.chat_postMessage(
                    channel=address,
                    **renderer.message(card),
                    metadata={"event_type": MARK, "event_payload": {"row": row_id}},
                    client_msg_id=str(uuid.uuid5(ROWS, f"{to.tenant}/{row_id}")),
                    unfurl_links=False,
                    unfurl_media=False,
                )
            )
        except ApiError as error:
            if error.doubt:
                raise InDoubt(error.code) from error
            raise _explained(error) from error
        return Sent(posted["ts"], address)

    async def find(self, to: Recipient, row_id: int, since: datetime) -> Sent | None:
        """Read back the message with this row. Raises Later or Unreachable."""
        address = await self._address(to)
        cursor = ""
        for _ in range(PAGES):
            page = await self._history(address, since, cursor)
            for message in page["messages"]:
                if _row(message) == row_id:
                    return Sent(message["ts"], address)
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return None

    async def away_until(self, to: Recipient, now: datetime) -> datetime | None:
        """The end of do-not-disturb or of an absence in their status. Raises Later, Unreachable."""
        until, known = self._away.get(to.external, (now, None))
        if until > now:
            return known if known and known > now else None
        try:
            known = await self._look_up_absence(to.external, now)
        except ApiError as error:
            if error.code != "missing_scope":
                raise _explained(error) from error
            if not self._warned:
                log.warning("absences are not known: Slack's dnd:read or users:read is missing")
            self._warned, known = True, None
        self._away[to.external] = (now + AWAY_REMEMBERED, known)
        return known

    async def _look_up_absence(self, user: str, now: datetime) -> datetime | None:
        client = self._api.client
        dnd = await self._api.ask(client.dnd_info(user=user))
        person = await self._api.ask(client.users_info(user=user))
        ends = [away.quiet_until(dnd, now), away.absent_until(person["user"]["profile"], now)]
        return max((end for end in ends if end), default=None)

    async def _address(self, to: Recipient) -> str:
        if to.address:
            return to.address
        opening = self._api.client.conversations_open(users=[to.external])
        try:
            opened = await self._api.ask(opening)
        except ApiError as error:
            raise _explained(error) from error
        return str(opened["channel"]["id"])

    async def _history(self, address: str, since: datetime, cursor: str) -> AsyncSlackResponse:
        reading = self._api.client.conversations_history(
            channel=address,
            oldest=f"{since.timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor or None,
        )
        try:
            return await self._api.ask(reading)
        except ApiError as error:
            raise _explained(error) from error


def _row(message: dict[str, object]) -> object:
    match message.get("metadata"):
        case {"event_type": "attune_outbox", "event_payload": {"row": row}}:
            return row
        case _:
            return None


def _explained(error: ApiError) -> Later | Unreachable:
    """What a refusal means to the outbox."""
    if error.wait is not None:
        return Later(error.code, error.wait, workspace=True)
    if error.code in GONE:
        return Unreachable(error.code)
    if error.code in OUR_FAULT:
        log.error("Slack no longer lets us send", because=error.code)
        return Later(error.code, NEEDS_AN_ADMIN, workspace=True)
    log.warning("Slack refused", because=error.code)
    return Later(error.code, SOON)
