"""Find out from a driver's exception why a database can't be used, and how to fix it."""

import socket
import ssl
from enum import StrEnum

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree


class Fault(StrEnum):
    """What is wrong with a database."""

    FULL = "full"
    READ_ONLY = "read-only"
    LOCKED = "locked"
    NOT_OPEN = "cannot be opened"
    FOLDER = "a folder"
    NOT_A_DATABASE = "not a database"
    BROKEN = "disk errors"
    PASSWORD = "password"  # noqa: S105
    ROLE = "role"
    NO_DATABASE = "no such database"
    RIGHTS = "rights"
    TLS = "tls"
    CERTIFICATE = "certificate"
    HOST = "host"
    BUSY = "too many connections"
    UNREACHABLE = "unreachable"


SENTENCES = {
    Fault.FULL: "The disk is full: the database cannot be written to. Free some space.",
    Fault.READ_ONLY: (
        "The database is read-only. Attune needs to write to it: check the file's owner and mode, "
        "or whether this is a PostgreSQL standby."
    ),
    Fault.LOCKED: (
        "The database is locked by another program. Stop that program. If Attune is running, it "
        "will then continue by itself."
    ),
    Fault.NOT_OPEN: (
        "The database file cannot be opened: its folder is missing, or this user may not use it."
    ),
    Fault.FOLDER: (
        "DATABASE_URL names a folder. Put the file's name after it: /attune.sqlite3, for example."
    ),
    Fault.NOT_A_DATABASE: "The file that DATABASE_URL names is not a database.",
    Fault.BROKEN: "The database file is damaged, or its disk reports errors.",
    Fault.PASSWORD: (
        "PostgreSQL refuses the role or the password in DATABASE_URL. In a password, write "
        "@ as %40, / as %2F, and % as %25."
    ),
    Fault.ROLE: "PostgreSQL refuses the user in DATABASE_URL: there is no such role, or "
    "pg_hba.conf does not allow it from here.",
    Fault.NO_DATABASE: "PostgreSQL has no database with the name in DATABASE_URL. Create it first.",
    Fault.RIGHTS: (
        "PostgreSQL does not allow this user to use Attune's tables. Make this user the "
        "database's owner."
    ),
    Fault.TLS: (
        "No encrypted (TLS) connection to PostgreSQL could be made, but the server or DATABASE_URL "
        "requires one. Switch TLS on in PostgreSQL, and remove sslmode=disable from DATABASE_URL."
    ),
    Fault.CERTIFICATE: (
        "PostgreSQL's certificate is not trusted, or is for another name. In DATABASE_URL, add "
        "&sslrootcert= and the file of the authority that issued it, and write the server's name "
        "as the certificate has it."
    ),
    Fault.HOST: "The machine that DATABASE_URL names cannot be found. Check the name.",
    Fault.BUSY: "PostgreSQL has no free connection. Raise its max_connections.",
    Fault.UNREACHABLE: (
        "The database does not answer. Is DATABASE_URL right, and is the database running?"
    ),
}

# SQLite's exceptions have no `sqlstate`, so we recognise them by their words.
WORDS = {
    "unable to open": Fault.NOT_OPEN,
    "readonly": Fault.READ_ONLY,
    "read-only": Fault.READ_ONLY,
    "locked": Fault.LOCKED,
    "not a database": Fault.NOT_A_DATABASE,
    "is full": Fault.FULL,
    "disk i/o": Fault.BROKEN,
    "malformed": Fault.BROKEN,
}
# PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
CODES = {
    "28P01": Fault.PASSWORD,
    "28000": Fault.ROLE,
    "3D000": Fault.NO_DATABASE,
    "42501": Fault.RIGHTS,
    "25006": Fault.READ_ONLY,
    "53100": Fault.FULL,
    "53300": Fault.BUSY,
    "55000": Fault.UNREACHABLE,  # the server accepts no connections
    "57P01": Fault.UNREACHABLE,  # the server is shutting down
    "57P02": Fault.UNREACHABLE,  # the server crashed
    "57P03": Fault.UNREACHABLE,  # the server is starting
}


def fault_of(error: BaseException) -> Fault | None:
    """Return what is wrong with the database, or None if the error does not say.

    Pass only errors that come from using the database, because every OSError and TimeoutError
    counts as a fault of the database.
    """
    if isinstance(error, DBAPIError):
        return _of_driver(error)
    if isinstance(error, NoConnectionFree | TimeoutError):
        return Fault.UNREACHABLE
    return _of_network(error) if isinstance(error, OSError) else None


def _of_driver(error: DBAPIError) -> Fault | None:
    """Return the fault that a driver's error stands for, or None if the error does not say."""
    said = str(error.orig).lower()
    code = getattr(error.orig, "sqlstate", None)
    if code == "28000" and "no encryption" in said:
        return Fault.TLS
    if error.connection_invalidated and code not in CODES:
        return Fault.UNREACHABLE
    if "row-level security" in said:
        return None  # a mistake of ours: see storage.database.wall
    if code is None:
        return next((fault for words, fault in WORDS.items() if words in said), None)
    return CODES.get(code)


def _of_network(error: OSError) -> Fault:
    """Return why no connection to the database was made."""
    said = str(error).lower()
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault.CERTIFICATE
    if isinstance(error, ssl.SSLError) or "rejected ssl" in said:
        return Fault.TLS
    return Fault.HOST if isinstance(error, socket.gaierror) else Fault.UNREACHABLE


def sentence(error: BaseException, url: URL) -> str:
    """Say why the database at this address can't be used, and how to fix it.

    If the error does not show what is wrong, say that the database does not answer.
    """
    fault = fault_of(error) or Fault.UNREACHABLE
    name = {Fault.HOST: url.host, Fault.NO_DATABASE: url.database}.get(fault)
    return f"{SENTENCES[fault]} The name is: {name}." if name else SENTENCES[fault]
