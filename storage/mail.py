"""Email addresses and their domains, as they are stored and compared.

Everything here is pure. A domain is in lower case and ASCII: "müller.de" is "xn--mller-kva.de".
"""

import re

MAX_ADDRESS = 254  # characters of an address
MAX_DOMAIN = 253  # characters
_MAX_LOCAL = 64

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NOT_LOCAL = re.compile(r"[\s<>()\[\],;:\\\"@\x00-\x1f\x7f\ud800-\udfff]")
_GUEST = "#ext#"  # Microsoft's name for a guest: jana_acme.com#EXT#@ours.onmicrosoft.com


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Providers whose addresses say nothing about where somebody works, and hosts that many share.
_SHARED = _words(
    """
    126.com 139.com 163.com aim.com aol.com bluewin.ch btinternet.com centrum.cz comcast.net
    cox.net duck.com email.com email.cz fastmail.com fastmail.fm free.fr freenet.de
    gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlegroups.com googlemail.com hey.com
    hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com
    inbox.com inbox.lv interia.pl laposte.net libero.it live.co.uk live.com live.de live.fr live.nl
    mac.com mail.com mail.ru mailbox.org mailinator.com me.com msn.com naver.com o2.pl
    onet.pl onmicrosoft.com op.pl orange.fr outlook.com outlook.de outlook.es outlook.fr pm.me
    posteo.de proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com sapo.pt
    sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com t-online.de terra.com.br tuta.com
    tuta.io tutanota.com tutanota.de uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl
    yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr
    yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com zohomail.com
    calendar.google.com group.calendar.google.com resource.calendar.google.com
    blogspot.com github.io wixsite.com wordpress.com
    """
)
# The part before "@", without punctuation, of addresses that nobody reads.
_NOBODY = _words(
    """
    noreply donotreply notifications notification calendarnotification calendar mailerdaemon
    postmaster notetaker meetingbot recorder boardroom meetingroom conferenceroom
    """
)
# Programs that join meetings to take notes, as guests.
_BOTS = _words(
    """
    fred@fireflies.ai assistant@otter.ai pilot@otter.ai notetaker@fathom.video
    assistant@meetgeek.ai notes@read.ai bot@tldv.io
    """
)
# The first part of "co.uk", "com.au" and the like, under which anybody can register a domain.
_OPEN_TO_ALL = _words("ac co com edu gob gov gv ne net nom or org")


def normalised(typed: str) -> str | None:
    """An email address in the form that is stored and compared; None if it is not an address.

    Accepts "mailto:" before it and angle brackets around it. A guest's name in a Microsoft tenant
    becomes the guest's own address.
    """
    bare = typed.strip().strip("<>").strip().casefold().removeprefix("mailto:")
    if _GUEST in bare:
        bare = "@".join(bare.partition(_GUEST)[0].rpartition("_")[::2])
    local, at, host = bare.rpartition("@")
    domain = _domain(host)
    if not (at and local and domain) or len(local) > _MAX_LOCAL or _NOT_LOCAL.search(local):
        return None
    address = f"{local}@{domain}"
    return address if len(address) <= MAX_ADDRESS else None


def domain_of(address: str) -> str:
    """The domain of an address that is `normalised`."""
    return address.rpartition("@")[2]


def domain_in(typed: str) -> str | None:
    """The domain in what somebody typed or pasted; None if there is none.

    That may be the domain itself, an email address, or a web address. "www." is left out.
    """
    bare = typed.strip().strip("<>").casefold().removeprefix("mailto:")
    host = bare.partition("://")[2] or bare
    for mark in "/?#":
        host = host.partition(mark)[0]
    return _domain(host.rpartition("@")[2].partition(":")[0].removeprefix("www."))


def is_nobody(address: str) -> bool:
    """Whether a `normalised` address is a room's, a note-taking program's or a no-reply one."""
    local, _, domain = address.rpartition("@")
    name = local.partition("+")[0].replace("-", "").replace("_", "").replace(".", "")
    return name in _NOBODY or domain.endswith("calendar.google.com") or address in _BOTS


def readable(domain: str) -> str:
    """A domain as people write it: "müller.de"."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def is_shared(domain: str) -> bool:
    """Whether people of many companies have addresses at this domain, or domains under it."""
    labels = domain.split(".")
    open_to_all = len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _OPEN_TO_ALL
    return domain in _SHARED or open_to_all


def within(domain: str) -> list[str]:
    """A domain and the domains above it, the longest first, until one is shared: that is left out.

    For "mail.acme.co.uk" these are itself and "acme.co.uk".
    """
    labels = domain.split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    shared = [at for at, name in enumerate(names) if is_shared(name)]
    return names[: shared[0]] if shared else names


def _domain(host: str) -> str | None:
    """A host's name in lower case and ASCII; None if it is not a full domain name."""
    if len(host) > MAX_DOMAIN:
        return None
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return None
    return name if all(_LABEL.fullmatch(label) for label in labels) else None
