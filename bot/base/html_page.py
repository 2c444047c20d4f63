"""A plain HTML page that loads no resources."""

from aiohttp import web
from markupsafe import Markup

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address of a page may contain a sign-in code
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGE = Markup(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Attune</title>
<style>
:root {{ color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }}
main {{ max-width: 32rem; margin: 15vh auto 0; padding: 0 1.25rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; }}
p {{ overflow-wrap: anywhere; }}
button {{ font: inherit; padding: .5rem 1.25rem; margin-right: .75rem; }}
</style>
</head>
<body><main><h1>{title}</h1><p>{sentence}</p>{form}</main></body>
</html>
"""
)


def html_page(title: str, sentence: str, form: Markup | str = "", *, status: int) -> web.Response:
    """Build the page. Arguments that are not Markup are escaped."""
    text = PAGE.format(title=title, sentence=sentence, form=form)
    return web.Response(text=text, content_type="text/html", headers=HEADERS, status=status)
