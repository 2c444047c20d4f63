"""The parts of Slack that depend on one workspace's token."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.base.background import Background
from bot.base.clock import Clock
from bot.slack.admin_notice import AdminNotice
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from bot.slack.pictures import Pictures
from bot.slack.prefix import Prefix
from bot.slack.talk import SlackTalk
from handlers.conversation import Conversation


@dataclass(frozen=True)
class WorkspaceParts:
    """What all workspaces share.

    `time_limit` is how many seconds we take at most to acknowledge a submitted form.
    `picture_waits` are the seconds before each attempt to show a picture.
    """

    conversation: Conversation
    clock: Clock
    background: Background
    prefix: Prefix
    time_limit: float
    picture_waits: Sequence[float]
    admins: frozenset[str] = frozenset()  # the entries of ADMINS
    install: str = ""  # the URL of the page on which people install Attune


class SlackWorkspace:
    """A Slack workspace.

    `tenant` is `slack:` and the workspace's id. `bot` is our own user's id. If the token comes from
    the settings, both are "" until Slack first answers.
    """

    def __init__(
        self,
        api: SlackApi,
        parts: WorkspaceParts,
        *,
        tenant: str = "",
        bot: str = "",
        notice: AdminNotice | None = None,
    ) -> None:
        self.api = api
        self.tenant = tenant
        self.bot = bot
        pictures = Pictures(api, parts.picture_waits)
        self.talk = SlackTalk(
            api,
            pictures,
            parts.conversation,
            parts.clock,
            prefix=parts.prefix,
            background=parts.background,
            time_limit=parts.time_limit,
            notice=notice,
        )
        self.messenger = SlackMessenger(
            api, pictures, self.talk.directory.learn, self.talk.channels, parts.prefix
        )
