"""Mail records, asked from a name server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import dns.message
import dns.rcode
import dns.rrset
import pytest
from dns.asyncresolver import Resolver
from dns.message import QueryMessage, make_response
from dns.rdatatype import to_text

from bot.public_sources.company import Company
from bot.public_sources.dns_hints import DnsHints, vendor_of
from handlers.sources.public.public import Looked
from tests.delivery.world import MORNING
from tests.public_sources.web import Web


class NameServer(asyncio.DatagramProtocol):
    """Answers over UDP. A name that it does not have does not exist."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.silent = False
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        assert isinstance(query, QueryMessage)
        if not self.silent and self._transport:
            self._transport.sendto(self._answer(query).to_wire(), addr)

    def _answer(self, query: QueryMessage) -> dns.message.Message:
        response = make_response(query)
        asked = query.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True), to_text(asked.rdtype)
        if not any(known == name for known, _ in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif values := self.records.get((name, kind)):
            response.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *values))
        return response


@pytest.fixture
async def names() -> AsyncIterator[tuple[NameServer, Resolver]]:
    """A name server, and a resolver that asks it."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    resolver = Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    yield server, resolver
    transport.close()


async def look(web: Web, resolver: Resolver, *domains: str) -> Looked:
    """What the records of these domains give."""
    company = Company("Northwind", domains or ("northwind.example",), MORNING)
    async with web.guarded() as guarded:
        return await DnsHints(resolver).look(company, web.client(guarded))


async def test_what_the_records_permit(web: Web, names: tuple[NameServer, Resolver]) -> None:
    server, resolver = names
    spf = "v=spf1 include:_spf.salesforce.com include:spf.protection.outlook.com include:x.y ~all"
    server.records = {
        ("northwind.example", "TXT"): [
            f'"{spf[:40]}" "{spf[40:]}"',
            '"google-site-verification=k"',
        ],
        ("northwind.example", "MX"): ["10 northwind-example.mail.protection.outlook.com."],
    }
    looked = await look(web, resolver)
    (text,) = looked.texts
    assert text.text.splitlines() == [
        "_spf.salesforce.com: may send mail for northwind.example (Salesforce)",
        "spf.protection.outlook.com: may send mail for northwind.example (Microsoft 365)",
        "northwind-example.mail.protection.outlook.com: receives mail for northwind.example "
        "(Microsoft 365)",
    ]
    assert (text.url, text.publisher) == (
        "dns:northwind.example?type=TXT",
        "DNS of northwind.example",
    )
    assert (text.published_at, text.evidence) == (None, "same domain")


async def test_a_domain_without_records(web: Web, names: tuple[NameServer, Resolver]) -> None:
    server, resolver = names
    assert (await look(web, resolver)).outcome == "nothing"
    server.records = {("northwind.example", "TXT"): ['"v=spf1 -all"']}
    assert (await look(web, resolver)).outcome == "nothing"


async def test_a_name_server_that_does_not_answer(
    web: Web, names: tuple[NameServer, Resolver], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, resolver = names
    server.silent = True
    monkeypatch.setattr("bot.public_sources.dns_hints.SECONDS", 0.1)
    assert await look(web, resolver) == Looked("failed", "northwind.example")


def test_only_whole_names_are_vendors() -> None:
    assert vendor_of("mail.zendesk.com.") == "Zendesk"
    assert vendor_of("notzendesk.com") == ""
