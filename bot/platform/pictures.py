"""Render SVG drawings as PNG, for platforms that do not accept SVG."""

import asyncio
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from handlers.cards import Card, Picture

DENSITY = 2  # the PNG is this many times as wide and high as the drawing, so that letters are crisp
CACHED = 32


def pictures_of(card: Card) -> list[Picture]:
    """Return the pictures on a card."""
    return [block for block in card.blocks if isinstance(block, Picture)]


async def png(svg: str) -> bytes:
    """Render a drawing as PNG, the same on every host. Raises ValueError for invalid SVG."""
    return await asyncio.to_thread(_drawn, svg)


@lru_cache(maxsize=CACHED)
def _drawn(svg: str) -> bytes:
    """Render a drawing. Call this in a thread, because it takes tens of milliseconds."""
    import resvg_py  # noqa: PLC0415 - only Slack and Teams need PNG

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=DENSITY,
        skip_system_fonts=True,
        font_files=list(_fonts()),
        sans_serif_family="Source Sans Pro",
    )


@cache
def _fonts() -> tuple[str, ...]:
    """Find the fonts without importing their package, which has no code."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package font-source-sans-pro is not installed")
    files = Path(spec.submodule_search_locations[0]) / "files"
    return tuple(str(files / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Semibold"))
