"""Parse DATABASE_URL into what SQLAlchemy and the drivers need."""

import ssl
from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {  # the driver for each scheme in DATABASE_URL
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
ASYNCPG = "postgresql+asyncpg"
POSTGRESQL = ("postgres", "postgresql")
# We pass these parameters on to SQLAlchemy and to the driver unchanged.
PARAMETERS = {"host", "port", "timeout", "command_timeout", "prepared_statement_cache_size"}
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# For two values of the parameter `ssl`, the `sslmode` with the same meaning. Any other value of
# `ssl` must itself be one of `MODES`.
SSL = {"true": "require", "false": "disable"}


class BadAddress(Exception):
    """DATABASE_URL can't be used. The message says why, and never contains the password."""


def read_address(url: str) -> tuple[URL, dict[str, Any]]:
    """Return the address for SQLAlchemy, and the driver's connect arguments.

    For PostgreSQL, we translate the common parameters `sslmode`, `sslrootcert`, `application_name`
    and `ssl`, and pass on those listed in `PARAMETERS`. Raises BadAddress for other parameters
    and unusable addresses.
    """
    _check_password(url)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:  # ValueError if the port is not a number
        raise BadAddress(
            "DATABASE_URL is not a database address. For PostgreSQL, write "
            "postgresql://attune:PASSWORD@HOST/attune. For SQLite, write sqlite:////folder/file."
        ) from error
    _check_name(parsed)
    parsed = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
    if parsed.drivername != ASYNCPG:
        return parsed, {}
    theirs = {name: str(value) for name, value in parsed.query.items() if name not in PARAMETERS}
    given: dict[str, Any] = {}
    if other := theirs.pop("ssl", ""):
        theirs.setdefault("sslmode", SSL.get(other.lower(), other))
    if "sslmode" in theirs or "sslrootcert" in theirs:
        given["ssl"] = _tls(theirs.pop("sslmode", "prefer"), theirs.pop("sslrootcert", None))
    if "application_name" in theirs:
        given["server_settings"] = {"application_name": theirs.pop("application_name")}
    if theirs:
        raise BadAddress(
            f"DATABASE_URL has the parameter {min(theirs)}, which Attune cannot use. Leave it out."
        )
    return parsed.set(query=_kept(parsed.query)), given


def _check_password(url: str) -> None:
    """Refuse an @ in a password.

    Otherwise, we would read the part of the password after the @ as the host, and messages show
    the host.
    """
    _user, _, rest = url.partition("://")[2].partition(":")
    if rest.count("@") > 1:
        raise BadAddress(
            "DATABASE_URL has more than one @. In a password, write @ as %40, / as %2F, "
            "and % as %25."
        )


def _check_name(url: URL) -> None:
    """Refuse a PostgreSQL address without a database name, and a SQLite address with a host."""
    if url.get_backend_name() == "sqlite" and url.host:
        raise BadAddress(
            "DATABASE_URL has too few slashes. Write sqlite:///attune.sqlite3 for a file in the "
            "current folder, or sqlite:////folder/file for a full path."
        )
    if url.drivername in (*POSTGRESQL, ASYNCPG) and not url.database:
        raise BadAddress(
            "DATABASE_URL names no database. Put its name at the end: "
            "postgresql://attune@HOST/attune."
        )


def _kept(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if name in PARAMETERS}


def _tls(mode: str, root: str | None) -> str | ssl.SSLContext:
    """Return the driver's `ssl` argument for an `sslmode`. Raises BadAddress.

    The modes that verify the server use the CAs in the file `root`. If `root` is None, they use the
    CAs of the system.
    """
    if mode not in MODES:
        raise BadAddress(f"In DATABASE_URL, sslmode must be one of {', '.join(MODES)}.")
    if root and mode == "require":
        mode = "verify-ca"  # libpq changes the mode in the same way
    if not mode.startswith("verify"):
        if root:
            raise BadAddress(
                f"In DATABASE_URL, sslrootcert has no effect with sslmode={mode}. Set "
                "sslmode=verify-full, which checks the server's certificate against it."
            )
        return mode
    try:
        context = ssl.create_default_context(cafile=root)
    except OSError as error:
        raise BadAddress("The file given as sslrootcert in DATABASE_URL cannot be read.") from error
    context.check_hostname = mode == "verify-full"
    return context
