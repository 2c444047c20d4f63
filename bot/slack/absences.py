"""Find out who in a workspace is away, within Slack's rate limits.

Before we send somebody a nudge, we ask Slack whether the person is away. One API method returns
the do-not-disturb hours of up to fifty people. Another returns the status of one person. We can't
see whether somebody has paused notifications for a while in Slack, because Slack shows that only to
the person who did it.

While Slack rate-limits a method (429), we do not call it, and use only its cached answers. If none
is cached about a person, we assume that the method would not report an absence. If we then send a
nudge during do-not-disturb hours, Slack itself silences the nudge. A silent nudge is better than a
late one.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.base.batcher import Batcher
from bot.platform.payload import Json
from bot.slack import away
from bot.slack.api import SlackApi, SlackCallError

log = structlog.get_logger()

PEOPLE_PER_REQUEST = 50  # the limit of dnd.teamInfo
REMEMBERED = timedelta(minutes=5)
# These codes concern one person, but Slack rejects the whole request.
ABOUT_ONE_PERSON = {"user_not_found", "user_not_visible"}

Query = tuple[str, datetime]  # the user to ask about, and the time now (UTC)


class Absences:
    """Finds out who in a workspace is away.

    Simultaneous lookups of do-not-disturb hours share a request. When we look up a status, `learn`
    gets the user object that Slack returns.
    """

    def __init__(self, api: SlackApi, learn: Callable[[Json], None]) -> None:
        self._learn = learn
        self._dnd_of_team = _Method(api, api.client.dnd_teamInfo)
        self._user_info = _Method(api, api.client.users_info)
        self._ask_hours = Batcher(
            self._hours, limit=PEOPLE_PER_REQUEST, retry_singly=_is_about_one_person
        )
        self._questions = (
            _Question(self._ask_hours, "dnd:read"),
            _Question(self._status, "users:read"),
        )

    async def until(self, user: str, now: datetime) -> datetime | None:
        """Return when a person is back (UTC), or None if no absence is known.

        Raises SlackCallError, but not for a rate limit or a missing scope.
        """
        ends = [await question.end(user, now) for question in self._questions]
        return max((end for end in ends if end and end > now), default=None)

    def forget(self, user: str) -> None:
        """Forget what is cached about a person, so that the next lookup asks Slack."""
        for question in self._questions:
            question.forget(user)

    async def stop(self) -> None:
        """Cancel open requests. Call this only when nobody is waiting for them."""
        await self._ask_hours.stop()

    async def _hours(self, queries: Sequence[Query]) -> list[datetime | None]:
        users = list(dict.fromkeys(user for user, _ in queries))
        answer = await self._dnd_of_team(max(now for _, now in queries), users=users)
        users_dnd = answer.get("users") or {}
        return [away.quiet_until(users_dnd.get(user) or {}, now) for user, now in queries]

    async def _status(self, query: Query) -> datetime | None:
        """Return when the absence in a person's status ends, or None. Raises SlackCallError."""
        user, now = query
        answer = await self._user_info(now, user=user, include_locale=True)
        if answer["user"].get("deleted"):
            raise SlackCallError("user_disabled")
        self._learn(answer["user"])
        return away.absent_until(answer["user"]["profile"], now)


class Ends:
    """Caches the ends of absences for five minutes."""

    def __init__(self) -> None:
        # By user: when to drop the entry, and when the absence ends (both UTC).
        self._known: dict[str, tuple[datetime, datetime]] = {}
        self._cleanup_at: datetime | None = None

    def __len__(self) -> int:
        return len(self._known)

    def get(self, user: str, now: datetime) -> datetime | None:
        """Return the cached end of an absence (UTC), or None if nothing is cached.

        If the cache says that the person is not away, the end is `now` or earlier.
        """
        until, end = self._known.get(user, (now, None))
        return end if until > now else None

    def forget(self, user: str) -> None:
        """Drop a person's entry."""
        self._known.pop(user, None)

    def remember(self, user: str, end: datetime | None, now: datetime) -> None:
        """Cache the end of an absence. `end` is None if no absence is known.

        Old entries are dropped from time to time.
        """
        if self._cleanup_at is None or self._cleanup_at <= now:
            self._known = {name: each for name, each in self._known.items() if each[0] > now}
            self._cleanup_at = now + REMEMBERED
        self._known[user] = (now + REMEMBERED, end or now)


class _Question:
    """Asks one method of Slack how long a person is away, and caches the answers.

    `scope` is the scope that the method needs.
    """

    def __init__(self, ask: Callable[[Query], Awaitable[datetime | None]], scope: str) -> None:
        self._ask = ask
        self._scope = scope
        self._ends = Ends()
        self._warned = False

    async def end(self, user: str, now: datetime) -> datetime | None:
        """Return when the absence ends (UTC).

        If no absence is known, return None or a time that has passed. Raises SlackCallError, but
        not for a rate limit or a missing scope.
        """
        known = self._ends.get(user, now)
        if known is not None:
            return known
        try:
            end = await self._ask((user, now))
        except SlackCallError as error:
            if error.wait is not None:
                return None
            if error.code != "missing_scope":
                raise
            self._warn()
            end = None
        self._ends.remember(user, end, now)
        return end

    def forget(self, user: str) -> None:
        self._ends.forget(user)

    def _warn(self) -> None:
        if not self._warned:
            log.warning("some absences are unknown: a scope is missing", scope=self._scope)
        self._warned = True


class _Method:
    """A method of Slack's Web API. While Slack rate-limits the method, we do not call it."""

    def __init__(self, api: SlackApi, call: Callable[..., Awaitable[AsyncSlackResponse]]) -> None:
        self._api = api
        self._call = call
        self._free_at: datetime | None = None

    async def __call__(self, now: datetime, **arguments: object) -> AsyncSlackResponse:
        """Call the method. Raises SlackCallError, with `wait` if the method is rate-limited."""
        if self._free_at is not None and now < self._free_at:
            raise SlackCallError("ratelimited", wait=self._free_at - now)
        try:
            return await self._api.ask(self._call(**arguments))
        except SlackCallError as error:
            if error.wait is not None:
                self._free_at = max(self._free_at or now, now + error.wait)
                log.info(
                    "absences are not looked up for a while", seconds=error.wait.total_seconds()
                )
            raise


def _is_about_one_person(error: Exception) -> bool:
    return isinstance(error, SlackCallError) and error.code in ABOUT_ONE_PERSON
