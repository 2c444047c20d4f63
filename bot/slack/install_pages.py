"""The pages for a person who installs Attune in a workspace."""

import structlog
from aiohttp import web
from structlog.contextvars import get_contextvars

from bot.base.html_page import html_page
from bot.base.visit_limit import VisitLimit
from bot.slack.installing import LASTS, Installing, InstallStep
from handlers.failures import places

log = structlog.get_logger()

INSTALL, CALLBACK = "/slack/install", "/slack/oauth"
COOKIE = "__Host-attune-install"  # browsers accept a cookie with this prefix only from this host
AGAIN = "Begin again at {install}"
# The title and text of the page for each step.
WORDS = {
    InstallStep.INSTALLED: (
        "Attune is installed",
        "Close this page, and open Attune under Apps in Slack.",
    ),
    InstallStep.STALE: (
        "This link no longer works",
        "It has already been used, or is older than ten minutes. If Attune answers in Slack, all "
        "is well. If not, begin again at {install}.",
    ),
    InstallStep.OTHER_BROWSER: (
        "Nothing was installed",
        f"You began in another browser, or this browser blocks cookies. {AGAIN}, and stay in "
        "the same browser.",
    ),
    InstallStep.DENIED: (
        "Nothing was installed",
        f"Slack did not let Attune in. {AGAIN}; if Slack says that an admin has to approve Attune, "
        "ask them first.",
    ),
    InstallStep.REFUSED: (
        "Nothing was installed",
        f"Slack did not complete the installation. {AGAIN}; if this happens twice, give the person "
        "who looks after Attune this reference: {reference}.",
    ),
    InstallStep.NO_ANSWER: (
        "Nothing has been installed yet",
        f"Slack is not answering at the moment. {AGAIN} in a few minutes.",
    ),
    InstallStep.ORGANISATION: (
        "Nothing was installed",
        f"Attune cannot be installed for a whole organisation, only in one workspace. {AGAIN}, and "
        "choose a workspace on Slack's page.",
    ),
    InstallStep.NOT_ADMITTED: (
        "Nothing was installed",
        "Attune is not open to this workspace. Ask the person who looks after Attune to let your "
        "workspace in.",
    ),
    InstallStep.BEING_PURGED: (
        "Nothing has been installed yet",
        "Attune was in this workspace before, and is still deleting what it kept from that time. "
        f"{AGAIN} in an hour.",
    ),
    InstallStep.FAILED: (
        "Something went wrong",
        f"Attune could not finish this. {AGAIN} in a few minutes; if this happens twice, give the "
        "person who looks after Attune this reference: {reference}.",
    ),
}
STATUS = {InstallStep.INSTALLED: 200, InstallStep.FAILED: 500}


class InstallPages:
    """Serves the pages. `address` is where browsers reach us, without a trailing slash."""

    def __init__(self, installing: Installing, address: str, limit: VisitLimit) -> None:
        self._installing = installing
        self._address = address
        self._limit = limit

    def routes(self) -> list[web.RouteDef]:
        """Return the routes. They refuse HEAD, because a link checker must not install anything."""
        return [
            web.get(INSTALL, self._begin, allow_head=False),
            web.get(CALLBACK, self._limit.limited(self._finish), allow_head=False),
        ]

    async def _begin(self, request: web.Request) -> web.Response:
        """Redirect the browser to Slack, with a cookie that shows that the person began here."""
        where, cookie = self._installing.begin(request.cookies.get(COOKIE, ""))
        response = web.Response(
            status=302, headers={"Location": where, "Cache-Control": "no-store"}
        )
        # Lax: the browser must send the cookie when Slack redirects the person to us.
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LASTS.total_seconds()),
            secure=True,
            httponly=True,
            samesite="Lax",
        )
        return response

    async def _finish(self, request: web.Request) -> web.Response:
        """Install Attune when Slack redirects the browser back, and show how that went."""
        try:
            step = await self._installing.finish(request.query, request.cookies.get(COOKIE, ""))
        except Exception as error:  # noqa: BLE001 - the log has the error, and the page has its reference
            return self._failed(error)
        return self._page(step)

    def _failed(self, error: Exception) -> web.Response:
        log.error("an installation failed", error=type(error).__name__, places=places(error))
        return self._page(InstallStep.FAILED)

    def _page(self, step: InstallStep) -> web.Response:
        title, words = WORDS[step]
        reference = get_contextvars().get("reference", "")
        words = words.format(install=self._address + INSTALL, reference=reference)
        return html_page(title, words, status=STATUS.get(step, 400))
