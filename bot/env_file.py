"""Read `.env`, the settings file in the working directory."""

import logging
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

ENV_FILE = ".env"

# python-dotenv's own warnings have wrong line numbers, and appear before logging is set up.
logging.getLogger("dotenv").setLevel(logging.ERROR)


class BadEnvFile(Exception):
    """`.env` is unreadable. The message says why, in words for the person who wrote the file."""


def env_file() -> Path:
    """Return the absolute path of `.env`, even if there is no such file."""
    return Path(ENV_FILE).absolute()


def names_in_file() -> frozenset[str]:
    """Return the names of the settings in `.env`, in upper case."""
    return frozenset(name.upper() for name in dotenv_values(ENV_FILE))


def mistakes_in_file() -> Iterator[str]:
    """Yield a sentence for each mistake in `.env`.

    The file may contain secrets, so the sentences do not quote it.

    Raises BadEnvFile if the file is unreadable.
    """
    file = env_file()
    if file.is_dir():
        yield f"{file} is a folder, so no settings are read from it."
    if not file.is_file():
        return
    try:
        with file.open(encoding="utf-8") as opened:
            bindings = list(parse_stream(opened))
    except UnicodeDecodeError as error:
        raise BadEnvFile(_not_utf_8(file)) from error
    except OSError as error:
        raise BadEnvFile(f"{file} cannot be read: {error.strerror}.") from error
    if any(
        "\0" in binding.original.string for binding in bindings
    ):  # the file is UTF-16 without a byte order mark
        raise BadEnvFile(_not_utf_8(file))
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            yield (
                f"Line {_line(binding)} of {file} cannot be read, so it sets nothing. Write "
                "NAME=value, and close every quotation mark."
            )


def _not_utf_8(file: Path) -> str:
    return f"{file} is not UTF-8 text. Save it again as UTF-8."


def _line(binding: Binding) -> int:
    """Return the number of the line that has the setting.

    If blank lines come before the setting, the parser gives the number of the first blank line. We
    add the number of blank lines.
    """
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
