"""Embed drawings in the page as images, with colours for light and dark mode."""

import re
from base64 import b64encode

from markupsafe import Markup

from bot.playground.prose import safe
from handlers.cards import Picture
from handlers.views import charts

# An SVG in an <img> runs no script and fetches nothing.
IMAGE = Markup(
    '<img class="picture" width="{}" height="{}" src="data:image/svg+xml;base64,{}" alt="{}">'
)
SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
# The replacement in dark mode for each colour of a drawing.
DARK = {
    charts.PAPER: "#1d2723",
    charts.FRAME: "#35423c",
    charts.INK: "#e5ebe8",
    charts.SOFT: "#a9b8b1",
    charts.TRACK: "#2c3833",
    charts.FILL: "#6fc4b4",
}
STYLE = "<style>@media (prefers-color-scheme: dark) {{{}}}</style>".format(
    "".join(
        f'[{part}="{light}"] {{{part}: {dark}}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
    )
)


def image(picture: Picture) -> Markup:
    """Return a drawing as an <img>. It has the drawing's size, so nothing moves when it loads."""
    size = SIZE.match(picture.svg)
    width, height = size.groups() if size else ("", "")
    svg = picture.svg.replace(">", f">{STYLE}", 1)
    return IMAGE.format(width, height, b64encode(svg.encode()).decode(), safe(picture.alt))
