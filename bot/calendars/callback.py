"""The web pages that people see when Google or Microsoft sends them back after the sign-in.

No page contains a secret, except the one-time value in the form that asks for confirmation.
"""

from collections.abc import Awaitable
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from markupsafe import Markup
from structlog.contextvars import get_contextvars

from bot.base.html_page import html_page
from bot.base.visit_limit import VisitLimit
from bot.calendars.oauth import SignIns, SignInStep, Visit
from handlers.failures import places
from storage.choices import SignInKind

log = structlog.get_logger()

NAMES: dict[SignInKind, str] = {"google": "Google", "microsoft": "Microsoft", "meet": "Google"}
FIELDS = 2  # how many fields our form has
AGAIN = "Go back to your chat with Attune, and connect the calendar again from there"
# The title and text of the page for each step.
WORDS = {
    SignInStep.CONNECTED: (
        "Your calendar is connected",
        "Attune now looks for calls in {address}{instead}. Close this page, and go back to your "
        "chat with Attune.",
    ),
    SignInStep.CONFIRM: (
        "Is this the right calendar?",
        "Attune will look for calls in {address}, for {person}. Choose Connect only if you are "
        "this person and asked Attune for the link yourself.",
    ),
    SignInStep.STALE: (
        "This link no longer works",
        "It has already been used, or is older than ten minutes. If your calendar is connected, "
        "your chat with Attune says so. If not, connect it again from there.",
    ),
    SignInStep.DENIED: (
        "Nothing was connected",
        f"{{name}} did not let Attune read the calendar. {AGAIN}; if {{name}} says that your "
        "organisation has to approve Attune first, ask your administrator.",
    ),
    SignInStep.UNTICKED: (
        "Not connected yet",
        f"The permission to read your calendar was left out. {AGAIN}, and tick the box for that "
        "permission.",
    ),
    SignInStep.REFUSED: (
        "Nothing was connected",
        f"{{name}} did not complete the sign-in. {AGAIN}; if this happens twice, give your "
        "administrator this reference: {reference}.",
    ),
    SignInStep.NO_ANSWER: (
        "Not connected yet",
        f"{{name}} is not answering at the moment. {AGAIN} in a few minutes.",
    ),
    SignInStep.FAILED: (
        "Something went wrong",
        f"Attune could not finish the sign-in. {AGAIN} in a few minutes; if this happens twice, "
        "give your administrator this reference: {reference}.",
    ),
    SignInStep.LIMIT_REACHED: (
        "Nothing was connected",
        "You can connect at most three calendars. Go back to your chat with Attune, disconnect one "
        "there, and then connect this one.",
    ),
    SignInStep.DROPPED: (
        "Nothing was connected",
        "Attune kept nothing from that account. If you still want to connect a calendar, go back "
        "to your chat with Attune.",
    ),
}
MEET_AGAIN = "Go back to your chat with Attune, type “rhythm transcripts”, and sign in again"
MEET_WORDS = {
    SignInStep.CONNECTED: (
        "Attune can now read your transcripts",
        "If one of your calls in Google Meet is transcribed, Attune reads the transcript as "
        "{address}. It keeps the figures, but not the words. Close this page, and go back to your "
        "chat with Attune.",
    ),
    SignInStep.CONFIRM: (
        "Is this the right account?",
        "Attune will read the transcripts of calls in Google Meet as {address}, for {person}. "
        "Choose Connect only if you are this person and asked Attune for the link yourself.",
    ),
    SignInStep.STALE: (
        "This link no longer works",
        "It has already been used, or is older than ten minutes. Type “rhythm transcripts” in your "
        "chat with Attune: it says whether you are signed in, and lets you sign in if not.",
    ),
    SignInStep.DENIED: (
        "No access was given",
        f"Google did not let Attune read your transcripts. {MEET_AGAIN}; if Google says that your "
        "organisation has to approve Attune first, ask your administrator.",
    ),
    SignInStep.UNTICKED: (
        "No access yet",
        f"The permission to read your meetings was left out. {MEET_AGAIN}, and tick the box for "
        "that permission.",
    ),
    SignInStep.REFUSED: (
        "No access was given",
        f"Google did not complete the sign-in. {MEET_AGAIN}; if this happens twice, give your "
        "administrator this reference: {reference}.",
    ),
    SignInStep.FAILED: (
        "Something went wrong",
        f"Attune could not finish the sign-in. {MEET_AGAIN} in a few minutes; if this happens "
        "twice, give your administrator this reference: {reference}.",
    ),
    SignInStep.NO_ANSWER: (
        "No access yet",
        f"Google is not answering at the moment. {MEET_AGAIN} in a few minutes.",
    ),
    SignInStep.DROPPED: (
        "No access was given",
        "Attune kept nothing from that account. If you still want transcripts, go back to your "
        "chat with Attune, and type “rhythm transcripts”.",
    ),
}
FORM = Markup(
    """<form method="post" action="confirm">
<input type="hidden" name="value" value="{value}">
<button name="answer" value="yes">Connect</button>
<button name="answer" value="no">No, do not connect</button>
</form>"""
)


class CallbackPages:
    """The callback page and the confirmation page of each provider."""

    def __init__(self, sign_ins: SignIns, limit: VisitLimit) -> None:
        self._sign_ins = sign_ins
        self._limit = limit

    def routes(self) -> list[web.RouteDef]:
        """Return a callback route and a confirmation route for each provider that is set up."""
        return [
            route
            for kind in self._sign_ins.callbacks
            for route in (
                # Refuse HEAD: programs that check links use it, and a link works only once.
                web.get(
                    f"/calendar/{kind}/callback",
                    self._limit.limited(self._callback),
                    allow_head=False,
                ),
                web.post(f"/calendar/{kind}/confirm", self._limit.limited(self._confirm)),
            )
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        kind = _kind(request)
        return await _answer(kind, self._sign_ins.finish(kind, request.query))

    async def _confirm(self, request: web.Request) -> web.Response:
        kind, form = _kind(request), _form(await request.read())
        yes = form.get("answer") == "yes"
        return await _answer(kind, self._sign_ins.confirm(kind, form.get("value", ""), yes=yes))


async def _answer(kind: SignInKind, visiting: Awaitable[Visit]) -> web.Response:
    """Return a page even after an error, because a person is waiting for it."""
    try:
        return _page(kind, await visiting)
    except Exception as error:  # noqa: BLE001 - the log has the error, and the page has its reference
        log.error(
            "calendar sign-in failed", kind=kind, error=type(error).__name__, places=places(error)
        )
        return _page(kind, Visit(SignInStep.FAILED))


def _kind(request: web.Request) -> SignInKind:
    kinds = (one for one in NAMES if request.path.startswith(f"/calendar/{one}/"))
    return next(kinds, "microsoft")


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=FIELDS))
    except ValueError:
        return {}


def _page(kind: SignInKind, visit: Visit) -> web.Response:
    """Return the page for the step that a sign-in has reached."""
    status = 400
    if visit.step in (SignInStep.CONNECTED, SignInStep.CONFIRM, SignInStep.DROPPED):
        status = 200
    elif visit.step is SignInStep.FAILED:
        status = 500
    words = {**WORDS, **MEET_WORDS} if kind == "meet" else WORDS
    title, sentence = words[visit.step]
    return html_page(
        title,
        sentence.format(
            name=NAMES[kind],
            address=visit.address,
            instead=f", instead of {visit.replaced}" if visit.replaced else "",
            person=visit.person or "the person who asked for this link",
            reference=get_contextvars().get("reference", ""),
        ),
        FORM.format(value=visit.value) if visit.step is SignInStep.CONFIRM else "",
        status=status,
    )
