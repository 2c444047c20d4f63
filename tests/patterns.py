"""Finds every regular expression in the source, by its place."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("bot", "handlers", "storage")


def in_the_source() -> set[str]:
    """Such as `handlers.times.due._DAY`; `handlers.times.due.due()` where a function makes one."""
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    return {f"{_module(file)}.{name}" for file in files for name in _in(file.read_text())}


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def _in(source: str) -> Iterator[str]:
    if not any(word in source for word in ("import re", "from re", "import regex", "pattern")):
        return  # without reading all of it
    for statement in ast.parse(source).body:
        if any(_is_pattern(node) for node in ast.walk(statement)):
            yield from _names(statement)


def _names(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield f"{name}()"
        case ast.ClassDef(name=name, body=body):
            for part in body:
                if any(_is_pattern(node) for node in ast.walk(part)):
                    yield from (f"{name}.{inner}" for inner in _names(part))
        case _:
            yield f"line {statement.lineno}"


def _is_pattern(node: ast.AST) -> bool:
    """Whether this makes or uses a pattern: `re.…(`, `from re import`, `pattern="…"`."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("re"), attr=attr)):
            return attr != "escape"
        case ast.keyword(arg="pattern" | "regex"):
            return True
        case ast.ImportFrom(module="re") | ast.Import(names=[ast.alias(name="regex")]):
            return True
        case _:
            return False
