"""One name for one thing: a search for a class finds only one."""

import ast
from collections import defaultdict
from pathlib import Path

from bot.platforms import PLATFORMS

ROOT = Path(__file__).parents[1]
# The folders of platforms have the same parts, side by side.
FOLDERS = ("bot/playground/", *(f"bot/{platform.name}/" for platform in PLATFORMS))


def _places() -> dict[str, list[str]]:
    """Every public class of bot, handlers and storage, and the files that define it."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(file.relative_to(ROOT).as_posix())
    return found


def test_no_class_name_stands_twice() -> None:
    twice = {
        name: files
        for name, files in _places().items()
        if len(files) > 1 and not all(file.startswith(FOLDERS) for file in files)
    }
    assert twice == {}
