"""One name for one thing: a search for a class finds only one."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]


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
    assert {name: files for name, files in _places().items() if len(files) > 1} == {}
