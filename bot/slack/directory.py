"""Looks up people on Slack: name, time zone and standing, remembered for a while."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.base.clock import Clock
from bot.slack.api import Api, ApiError
from handlers.commands import US
from handlers.registry import Sender
from storage.tables import Standing

Json = dict[str, Any]

REMEMBERED = timedelta(hours=1)
MOST = 10_000  # people remembered


class Stranger(Exception):
    """Not a person of our workspace. The message is a sentence to show to them."""

    def __init__(self) -> None:
        super().__init__("Attune answers people of its own workspace. Ask a colleague there.")


class Directory:
    """Looks people up. It may ask Slack, so don't use it before a request is acknowledged."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._team = self._us = ""
        self._known: dict[str, tuple[datetime, Json]] = {}
        self._dms: dict[str, str] = {}

    async def sender(self, user: str, team: str) -> Sender:
        """The person who asked from this team. Raises Stranger or ApiError."""
        profile = await self._profile(user)
        if team not in _teams(profile):
            raise Stranger
        return await self.person(profile)

    async def person(self, profile: Json) -> Sender:
        """The person in a user object of Slack's. Raises Stranger for a bot, or ApiError."""
        if profile.get("is_bot") or profile["id"] == "USLACKBOT":
            raise Stranger
        ours = await self.team()
        return Sender(
            f"slack:{ours}",
            profile["id"],
            _name(profile),
            _zone(profile),
            profile.get("locale"),
            _standing(profile, ours),
        )

    async def team(self) -> str:
        """The id of our own workspace. Raises ApiError."""
        if not self._team:
            answer = await self._api.ask(self._api.client.auth_test())
            self._team, self._us = answer["team_id"], str(answer["user_id"])
        return self._team

    async def name(self, user: str) -> str:
        """Somebody's name; empty if Slack does not say. Our own bot is always `US`, no matter how
        the app is named here, so that a feature can tell that Attune is meant.
        """
        try:
            await self.team()
            return US if user == self._us else _name(await self._profile(user))
        except (ApiError, Stranger):
            return ""

    async def dm(self, user: str) -> str:
        """The id of the channel for our direct messages with somebody. Raises ApiError."""
        if user not in self._dms:
            answer = await self._api.ask(self._api.client.conversations_open(users=[user]))
            if len(self._dms) >= MOST:
                self._dms.clear()
            self._dms[user] = str(answer["channel"]["id"])
        return self._dms[user]

    def forget(self, user: str) -> None:
        """They changed something: ask Slack again the next time."""
        self._known.pop(user, None)

    def learn(self, profile: Json) -> None:
        """Remember a user object that Slack just sent us, so that we need not ask for it."""
        if len(self._known) >= MOST:
            self._known.clear()
        _, before = self._known.get(profile["id"], (None, {}))
        if "locale" not in profile and "locale" in before:  # events leave the locale out
            profile = profile | {"locale": before["locale"]}
        self._known[profile["id"]] = (self._clock.now() + REMEMBERED, profile)

    async def _profile(self, user: str) -> Json:
        now = self._clock.now()
        until, profile = self._known.get(user, (now, {}))
        if until > now:
            return profile
        try:
            answer = await self._api.ask(
                self._api.client.users_info(user=user, include_locale=True)
            )
        except ApiError as error:
            if error.code in ("user_not_found", "user_not_visible"):
                raise Stranger from error
            if profile:  # an old name is better than no answer
                return profile
            raise
        self.learn(answer["user"])
        return dict(answer["user"])


def _teams(profile: Json) -> set[object]:
    """The ids of the workspaces they belong to."""
    return {profile.get("team_id"), *profile.get("enterprise_user", {}).get("teams", ())}


def _standing(profile: Json, ours: str) -> Standing:
    if profile.get("deleted"):
        return Standing.LEFT
    if profile.get("is_stranger") or ours not in _teams(profile):
        return Standing.OUTSIDER
    guest = profile.get("is_restricted") or profile.get("is_ultra_restricted")
    return Standing.GUEST if guest else Standing.MEMBER


def _name(profile: Json) -> str:
    names = profile.get("profile", {})
    return str(names.get("display_name") or profile.get("real_name") or profile.get("name") or "")


def _zone(profile: Json) -> str:
    """Their IANA time zone; UTC if Slack does not say or the zone is unknown."""
    zone = profile.get("tz") or "UTC"
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
