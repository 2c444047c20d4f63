"""Find out which vendors may send or receive mail for a company's domain.

A record may stay for years after a company has left a vendor, and companies in a group may share
records. So our text repeats what the record says, and never says that the company uses a product.
"""

from collections.abc import Sequence
from datetime import timedelta

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from dns.resolver import NXDOMAIN, NoAnswer

from bot.public_sources.client import PublicClient
from bot.public_sources.company import Company
from handlers.sources.public.public import Looked, PublicText
from storage.choices import PublicSource

SECONDS = 5.0  # a DNS query may take this long, with all its retries
# Hosts that may be in mail records, each with its vendor. All hosts below such a host belong to
# the same vendor.
VENDORS = {
    "_spf.google.com": "Google Workspace",
    "google.com": "Google Workspace",
    "googlemail.com": "Google Workspace",
    "outlook.com": "Microsoft 365",
    "salesforce.com": "Salesforce",
    "exacttarget.com": "Salesforce Marketing Cloud",
    "hubspotemail.net": "HubSpot",
    "mktomail.com": "Marketo",
    "mcsv.net": "Mailchimp",
    "mandrillapp.com": "Mailchimp",
    "sendgrid.net": "SendGrid",
    "zendesk.com": "Zendesk",
    "freshdesk.com": "Freshdesk",
    "mimecast.com": "Mimecast",
    "pphosted.com": "Proofpoint",
    "amazonses.com": "Amazon SES",
    "mailgun.org": "Mailgun",
    "zoho.com": "Zoho",
    "zoho.eu": "Zoho",
    "intercom.io": "Intercom",
}


class DnsHints:
    """The mail records of the company's domains. `resolver` is for tests."""

    name: PublicSource = "dns"
    every = timedelta(days=30)

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._resolver = resolver

    async def look(self, company: Company, client: PublicClient) -> Looked:  # noqa: ARG002
        """Read the records of each domain."""
        texts: list[PublicText] = []
        missed = False
        for domain in company.domains:
            try:
                lines = await self._lines(domain)
            except (DNSException, OSError):
                missed = True
                continue
            if lines:
                texts.append(
                    PublicText(
                        source="dns",
                        url=f"dns:{domain}?type=TXT",
                        publisher=f"DNS of {domain}",
                        title=f"Mail records of {domain}",
                        text="\n".join(lines),
                        evidence="same domain",
                        language="en",
                    )
                )
        where = ", ".join(company.domains)
        if missed and not texts:
            return Looked("failed", where)
        return Looked("found" if texts else "nothing", where, tuple(texts), complete=not missed)

    async def _lines(self, domain: str) -> list[str]:
        """Return a line for each host of a known vendor in the domain's mail records."""
        lines = [
            f"{name}: may send mail for {domain} ({vendor})"
            for name in includes(await self._texts(domain))
            if (vendor := vendor_of(name))
        ]
        lines += [
            f"{name}: receives mail for {domain} ({vendor})"
            for name in await self._receivers(domain)
            if (vendor := vendor_of(name))
        ]
        return list(dict.fromkeys(lines))

    async def _texts(self, domain: str) -> list[str]:
        found = await self._ask(domain, "TXT")
        return [
            b"".join(one.strings).decode("ascii", "replace")
            for one in found
            if isinstance(one, TXT)
        ]

    async def _receivers(self, domain: str) -> list[str]:
        found = await self._ask(domain, "MX")
        return [one.exchange.to_text(omit_final_dot=True) for one in found if isinstance(one, MX)]

    async def _ask(self, domain: str, kind: str) -> Sequence[object]:
        resolver = self._resolver or Resolver()
        try:
            return list(await resolver.resolve(f"{domain}.", kind, lifetime=SECONDS, search=False))
        except (NXDOMAIN, NoAnswer):
            return []


def includes(texts: Sequence[str]) -> list[str]:
    """Return the hosts that stand after "include:" in SPF records. Other records are ignored."""
    spf = [text for text in texts if text.lower().startswith("v=spf1")]
    parts = [part for text in spf for part in text.lower().split()]
    return [name for part in parts if (name := part.partition("include:")[2])]


def vendor_of(name: str) -> str:
    """Return the vendor to which a host in a mail record belongs, or ""."""
    host = name.lower().rstrip(".")
    vendors = (vendor for end, vendor in VENDORS.items() if host == end or host.endswith(f".{end}"))
    return next(vendors, "")
