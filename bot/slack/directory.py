"""Look up people on Slack, and remember them for an hour."""

from datetime import datetime, timedelta

from bot.base.clock import Clock
from bot.platform.answering import Stranger
from bot.platform.payload import Json, known_zone
from bot.platform.recent import Recent
from bot.slack.api import SlackApi, SlackCallError
from handlers.request import Sender
from handlers.typed.requests import US
from storage.choices import Standing

REMEMBERED = timedelta(hours=1)
PEOPLE = 10_000  # how many people we remember
STRANGER = "Attune only answers people in its own workspace. Ask a colleague there."


class SlackDirectory:
    """Looks up people. A look-up may have to call Slack."""

    def __init__(self, api: SlackApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._team = self._us = ""
        # By user: when to ask again (UTC), and Slack's user object.
        self._known: Recent[str, tuple[datetime, Json]] = Recent(PEOPLE)
        self._dms: Recent[str, str] = Recent(PEOPLE)  # by user: the channel of our direct messages

    async def sender(self, user: str, team: str) -> Sender:
        """Return the person who made a request. `team` is the workspace's id in the request.

        People of another company may write to us through Slack Connect. Slack marks them with
        `is_stranger`. Return them with the standing "outsider".

        Raises SlackCallError, or Stranger for these users:

        - a bot
        - a user whom Slack does not know or does not show us
        - a user who is neither from `team` nor marked with `is_stranger`
        """
        profile = await self._profile(user)
        if team not in _teams(profile) and not profile.get("is_stranger"):
            raise Stranger(STRANGER)
        return await self.person(profile)

    async def person(self, profile: Json) -> Sender:
        """Return the person whom a Slack user object describes.

        Raises SlackCallError, or Stranger for a bot.
        """
        if profile.get("is_bot") or profile["id"] == "USLACKBOT":
            raise Stranger(STRANGER)
        ours = await self.team()
        return Sender(
            f"slack:{ours}",
            profile["id"],
            _name(profile),
            known_zone(profile.get("tz") or "") or "UTC",
            profile.get("locale"),
            _standing(profile, ours),
        )

    async def look_up_again(self, user: str) -> Sender | None:
        """Ask Slack about a person again. Raises SlackCallError.

        Return None for a bot or an unknown person.
        """
        self.forget(user)
        try:
            return await self.person(await self._profile(user))
        except Stranger:
            return None

    async def team(self) -> str:
        """Return the id of our own workspace. Raises SlackCallError."""
        if not self._team:
            answer = await self._api.ask(self._api.client.auth_test())
            self._team, self._us = answer["team_id"], str(answer["user_id"])
        return self._team

    async def name(self, user: str) -> str:
        """Return a person's name, or "" if unknown.

        The name of our own bot is always `US`, even if the workspace has renamed the app.
        """
        try:
            await self.team()
            return US if user == self._us else _name(await self._profile(user))
        except (SlackCallError, Stranger):
            return ""

    async def dm(self, user: str) -> str:
        """Return the channel of our direct messages with a person. Raises SlackCallError."""
        if user not in self._dms:
            answer = await self._api.ask(self._api.client.conversations_open(users=[user]))
            self._dms[user] = str(answer["channel"]["id"])
        return self._dms[user]

    def forget(self, user: str) -> None:
        """Forget a person, so that the next look-up asks Slack again."""
        self._known.pop(user, None)

    def learn(self, profile: Json) -> None:
        """Remember a user object that Slack has sent."""
        _, before = self._known.get(profile["id"], (None, {}))
        if "locale" not in profile and "locale" in before:  # events have no locale
            profile = profile | {"locale": before["locale"]}
        self._known[profile["id"]] = (self._clock.now() + REMEMBERED, profile)

    async def _profile(self, user: str) -> Json:
        """Return Slack's user object, at most an hour old, or an older one if we can't ask Slack.

        Raises Stranger if Slack does not know the person or does not show us the person. Raises
        SlackCallError if we can't ask Slack and had no object before.
        """
        now = self._clock.now()
        until, profile = self._known.get(user, (now, {}))
        if until > now:
            return profile
        try:
            answer = await self._api.ask(
                self._api.client.users_info(user=user, include_locale=True)
            )
        except SlackCallError as error:
            if error.code in ("user_not_found", "user_not_visible"):
                raise Stranger(STRANGER) from error
            if profile:  # an old name is better than no answer
                return profile
            raise
        self.learn(answer["user"])
        return dict(answer["user"])


def _teams(profile: Json) -> set[object]:
    return {profile.get("team_id"), *profile.get("enterprise_user", {}).get("teams", ())}


def _standing(profile: Json, ours: str) -> Standing:
    """Return whether somebody belongs to the company, is a guest, is an outsider or has left."""
    if profile.get("deleted"):
        return "left"
    if profile.get("is_stranger") or ours not in _teams(profile):
        return "outsider"
    guest = profile.get("is_restricted") or profile.get("is_ultra_restricted")
    return "guest" if guest else "member"


def _name(profile: Json) -> str:
    names = profile.get("profile", {})
    return str(names.get("display_name") or profile.get("real_name") or profile.get("name") or "")
