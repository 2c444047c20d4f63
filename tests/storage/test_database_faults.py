"""PostgreSQL that cannot be used: every command says each reason in its own sentence."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import certifi
import pytest
from sqlalchemy import make_url

from storage.database.address import BadAddress, read_address
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault, fault_of
from storage.database.upgrade import check
from tests.postgres import migrated, server

ROLE = "attune_with_a_password"


async def refusal(url: str) -> str:
    """The sentence that says why this database cannot be used."""
    database = Database(url)
    try:
        with pytest.raises(DatabaseError) as refused:
            await check(database)
    finally:
        await database.close()
    return str(refused.value)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """A database where one role needs its password."""
    async with migrated() as url:
        connection = await asyncpg.connect(server().get_uri())
        await connection.execute(f"DROP ROLE IF EXISTS {ROLE}")
        await connection.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'right'")
        rules = Path(await connection.fetchval("SHOW hba_file"))
        before = rules.read_text()  # noqa: ASYNC240 - small
        rules.write_text(f"local all {ROLE} scram-sha-256\n{before}")  # noqa: ASYNC240
        await connection.execute("SELECT pg_reload_conf()")
        yield url
        rules.write_text(before)  # noqa: ASYNC240
        await connection.execute("SELECT pg_reload_conf()")
        await connection.execute(f"DROP ROLE {ROLE}")
        await connection.close()


def changed(url: str, **parts: str) -> str:
    """The address with other parts."""
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


async def test_who_and_which(address: str) -> None:
    assert await refusal(changed(address, username="nobody")) == SENTENCES[Fault.ROLE]
    assert await refusal(changed(address, database="nowhere")) == (
        f"{SENTENCES[Fault.NO_DATABASE]} The name is: nowhere."
    )
    wrong = changed(address, username=ROLE, password="wrong")
    said = ""
    for _ in range(20):  # the rules are read again a moment after they were told to be
        if (said := await refusal(wrong)) == SENTENCES[Fault.PASSWORD]:
            break
    assert said == SENTENCES[Fault.PASSWORD]
    # It gets in, and may use nothing.
    allowed = changed(address, username=ROLE, password="right")
    assert await refusal(allowed) == SENTENCES[Fault.RIGHTS]


async def test_a_machine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    url = f"postgresql://attune@127.0.0.1:{port}/attune"
    assert await refusal(url) == SENTENCES[Fault.UNREACHABLE]

    async def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    assert await refusal("postgresql://attune@no.such.host.invalid/attune") == (
        f"{SENTENCES[Fault.HOST]} The name is: no.such.host.invalid."
    )


def test_a_certificate_that_is_not_trusted_is_told_apart_from_a_server_without_tls() -> None:
    untrusted = ssl.SSLCertVerificationError(1, "certificate verify failed")
    assert fault_of(untrusted) is Fault.CERTIFICATE
    assert fault_of(ssl.SSLError(1, "wrong version number")) is Fault.TLS
    assert fault_of(ConnectionError("PostgreSQL server rejected SSL upgrade")) is Fault.TLS


@asynccontextmanager
async def without_tls(refusal: bytes = b"") -> AsyncIterator[int]:
    """A server without TLS that requires TLS of clients; returns its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # a request for TLS
        writer.write(b"N")
        if refusal:
            length = int.from_bytes(await reader.readexactly(4))
            await reader.readexactly(length - 4)
            fields = b"SFATAL\0C28000\0M" + refusal + b"\0\0"
            writer.write(b"E" + (len(fields) + 4).to_bytes(4) + fields)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


async def test_tls() -> None:
    for wanted in ("sslmode=require", "ssl=true", "ssl=require"):
        async with without_tls() as port:
            url = f"postgres://attune@127.0.0.1:{port}/attune?{wanted}"
            assert await refusal(url) == SENTENCES[Fault.TLS]
    rule = b'no pg_hba.conf entry for host "127.0.0.1", user "attune", no encryption'
    async with without_tls(rule) as port:
        url = f"postgres://attune@127.0.0.1:{port}/attune?sslmode=prefer"
        assert await refusal(url) == SENTENCES[Fault.TLS]


@pytest.mark.parametrize("start", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_addresses_as_other_programs_write_them(start: str) -> None:
    async with migrated() as url:
        given = changed(url, drivername=start)
        given += "&sslmode=prefer&application_name=attune"
        database = Database(given)
        await check(database)
        await database.close()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("channel_binding=require", "the parameter channel_binding"),
        ("ssl=sometimes", "sslmode must be one of disable, allow"),
        ("sslmode=sometimes", "sslmode must be one of disable, allow"),
        ("sslmode=verify-full&sslrootcert=/no/such/file", "sslrootcert in DATABASE_URL cannot"),
        ("sslmode=require&sslrootcert=/no/such/file", "sslrootcert in DATABASE_URL cannot"),
        ("sslmode=prefer&sslrootcert=/no/such/file", "no effect with sslmode=prefer"),
        ("sslrootcert=/no/such/file", "no effect with sslmode=prefer"),
    ],
)
def test_what_cannot_be_passed_on_is_named(query: str, said: str) -> None:
    with pytest.raises(BadAddress, match=said) as refused:
        read_address(f"postgres://attune:hush@localhost/attune?{query}")
    assert "hush" not in str(refused.value)


def test_certificates_are_checked_as_asked() -> None:
    authority = f"&sslrootcert={certifi.where()}"
    for query, name in (
        ("verify-ca", False),
        ("verify-full", True),
        (f"verify-full{authority}", True),
        (f"require{authority}", False),  # as PostgreSQL's own programs take it
    ):
        _, given = read_address(f"postgres://attune@localhost/attune?sslmode={query}")
        assert given["ssl"].verify_mode is ssl.CERT_REQUIRED
        assert given["ssl"].check_hostname is name
    assert read_address("postgres://attune@localhost/attune?sslmode=require")[1] == {
        "ssl": "require"
    }


@pytest.mark.parametrize("password", ["se@cret", "a@b:cret", "a@b/cret", "a@b?cret", "@@"])
def test_an_at_in_a_password_is_asked_for_as_its_code(password: str) -> None:
    with pytest.raises(BadAddress, match="write @ as %40") as refused:
        read_address(f"postgres://attune:{password}@localhost/attune")
    assert "cret" not in str(refused.value)
    address, _ = read_address("postgres://attune:se%40c%2Fret@localhost/attune")
    assert (address.password, address.host) == ("se@c/ret", "localhost")


@pytest.mark.parametrize("url", ["hush", "postgres://attune:hush@localhost:eight/attune"])
def test_what_is_no_address_is_told_how_one_looks(url: str) -> None:
    with pytest.raises(BadAddress, match="postgresql://attune:PASSWORD@HOST/attune") as refused:
        read_address(url)
    assert "hush" not in str(refused.value)
