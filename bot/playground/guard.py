"""Guard the playground, where anybody can act as anybody. Only our page may change anything."""

from aiohttp import hdrs, web

from bot.base.loopback import host_name, is_loopback, through_proxy

# A page on another site cannot set this header without a CORS preflight, which we always refuse.
MARK = "X-Attune"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class NotLoopback(Exception):
    """Other machines could reach the playground at this address."""


def check_bind(host: str, allowed: bool) -> None:
    """Raise NotLoopback if other machines could reach this address, unless that is `allowed`."""
    if not allowed and not is_loopback(host):
        raise NotLoopback(
            f"The playground lets anybody act as anybody, so it does not listen on {host!r}: "
            "set HOST=127.0.0.1, or PLAYGROUND=true if everyone who can reach it may use it."
        )


def refusal(request: web.BaseRequest, *, anywhere: bool) -> str | None:
    """Return a sentence that says why the request is refused, or None if it is allowed.

    If `anywhere` is false, the request must come without a proxy, and its Host header must name
    this machine. The check of Host prevents DNS rebinding, in which another site's name resolves to
    127.0.0.1. In any case, a request other than GET or HEAD must come from our own page.
    """
    here = is_loopback(host_name(request.host)) and not through_proxy(request)
    if not anywhere and not here:
        return (
            "The playground answers only on the machine that runs it. Open it there, at the "
            "address that Attune showed when it started."
        )
    if request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
        return None
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin not in (f"http://{request.host}", f"https://{request.host}"):
        return "This did not come from the playground's own page."
    if MARK not in request.headers:
        return f"This did not come from the playground's own page: {MARK} is missing."
    return None
