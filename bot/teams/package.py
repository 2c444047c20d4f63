"""Build the app package: the zip that an administrator uploads to Teams."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.teams.manifest import OURSELVES, Publisher, manifest
from handlers.registry import Registry

ICONS = Path(__file__).parent / "icons"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
# Each file in the zip counts as made on Unix, and readable by everybody.
UNIX, READABLE = 3, 0o644 << 16


def package(
    registry: Registry, *, app_id: str, url: str, version: str, publisher: Publisher = OURSELVES
) -> bytes:
    """Build a zip of the manifest and icons. Equal arguments give equal bytes.

    Raises ValueError if an argument is invalid or Teams' limits are exceeded.
    """
    made = manifest(registry, app_id=app_id, url=url, version=version, publisher=publisher)
    files = {
        "manifest.json": json.dumps(made, indent=2, ensure_ascii=False).encode(),
        "color.png": icon("color"),
        "outline.png": icon("outline"),
    }
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content)
    return packed.getvalue()


def icon(name: str) -> bytes:
    """Render a drawing in `icons/` as PNG, in the size that Teams needs."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    import resvg_py  # noqa: PLC0415 - only Slack and Teams need PNG

    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)


def _entry(name: str) -> ZipInfo:
    """Return an entry whose time, system and permissions do not depend on the host."""
    entry = ZipInfo(name, LONG_AGO)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = UNIX
    entry.external_attr = READABLE
    return entry
