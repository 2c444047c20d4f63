"""Parse and compare email addresses and domains.

A domain is in lower case and ASCII: "müller.de" is "xn--mller-kva.de".
"""

import re

MAX_ADDRESS = 254  # in characters
MAX_DOMAIN = 253  # in characters
_MAX_LOCAL = 64  # characters before the @

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NOT_LOCAL = re.compile(r"[\s<>()\[\],;:\\\"@\x00-\x1f\x7f\ud800-\udfff]")
_GUEST = "#ext#"  # Microsoft's mark in the name of a guest: jana_acme.com#EXT#@ours.onmicrosoft.com


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Mail providers, and hosts that many people share. Their addresses do not name an employer.
_SHARED = _words(
    """
    126.com 139.com 163.com 21cn.com abv.bg aim.com alice.it aliceadsl.fr aliyun.com anonaddy.me
    aol.com aon.at arcor.de atlas.cz att.net azet.sk bbox.fr bellsouth.net bigpond.com
    bigpond.net.au bk.ru bluewin.ch blueyonder.co.uk bol.com.br btinternet.com btopenworld.com
    cableone.net centrum.cz centrum.sk centurylink.net charter.net chello.at chello.nl
    citromail.hu clix.pt club-internet.fr comcast.net cox.net daum.net disroot.org docomo.ne.jp
    duck.com earthlink.net eircom.net elisanet.fi email.com email.cz email.de email.it
    embarqmail.com ewetel.net excite.com ezweb.ne.jp fastmail.com fastmail.fm foxmail.com free.fr
    freemail.hu freenet.de frontier.com frontiernet.net gmail.com gmx.com gmx.info gmx.net
    googlemail.com guerrillamail.com hanmail.net hetnet.nl hey.com hispeed.ch home.nl hotmail.com
    hushmail.com hushmail.me i.ua icloud.com ig.com.br iinet.net.au inbox.com inbox.lt inbox.lv
    inbox.ru interia.pl inwind.it iol.it iol.pt juno.com kabelmail.de keemail.me kpnmail.nl
    laposte.net libero.it list.ru live.com luukku.com lycos.com mac.com mail.com mail.de mail.ee
    mail.ru mailbox.org mailfence.com mailinator.com mailo.com me.com msn.com mweb.co.za mynet.com
    nate.com naver.com netscape.net netvision.net.il netzero.net neuf.fr ntlworld.com
    numericable.fr o2.co.uk o2.pl onet.pl online.de online.no ono.com op.pl optimum.net
    optusnet.com.au orange.es orange.fr outlook.com passport.com planet.nl plus.net pm.me
    pobox.com post.cz posteo.at posteo.de posteo.net privaterelay.appleid.com prodigy.net.mx
    proton.me protonmail.ch protonmail.com proximus.be qq.com rambler.ru rediff.com rediffmail.com
    riseup.net roadrunner.com rocketmail.com rogers.com rr.com runbox.com sapo.pt sbcglobal.net
    seznam.cz sfr.fr shaw.ca sina.com sky.com skynet.be softbank.ne.jp sohu.com spray.se
    startmail.com suddenlink.net suomi24.fi sympatico.ca t-online.de t-online.hu talktalk.net
    telefonica.net telenet.be telkomsa.net telus.net terra.com terra.com.br terra.es tim.it tin.it
    tiscali.co.uk tiscali.it tom.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de
    ukr.net uol.com.br usa.net verizon.net videotron.ca vip.163.com vip.qq.com virgilio.it
    virginmedia.com vodamail.co.za voila.fr volny.cz walla.co.il walla.com wanadoo.es wanadoo.fr
    web.de windstream.net wp.pl xs4all.nl xtra.co.nz ya.com ya.ru yahoo.com yandex.by yandex.com
    yandex.kz yandex.pl yandex.ru yandex.ua yeah.net ymail.com yopmail.com ziggo.nl zoho.com
    zohomail.com zoznam.sk
    googlegroups.com onmicrosoft.com calendar.google.com group.calendar.google.com
    resource.calendar.google.com blogspot.com github.io wixsite.com wordpress.com
    """
)
# Providers with domains in many countries: hotmail.de, hotmail.com.br.
_IN_MANY_COUNTRIES = _words("aol gmx hotmail live msn outlook yahoo")
# Nobody reads mail to an address with one of these names before the @. In the address, the name may
# have dots, hyphens and underscores, and a part after "+".
_NOBODY = _words(
    """
    noreply donotreply notifications notification calendarnotification calendar mailerdaemon
    postmaster notetaker meetingbot recorder boardroom meetingroom conferenceroom
    """
)
# Programs that join meetings as guests to take notes.
_BOTS = _words(
    """
    fred@fireflies.ai assistant@otter.ai pilot@otter.ai notetaker@fathom.video
    assistant@meetgeek.ai notes@read.ai bot@tldv.io
    """
)
# The first part of endings such as "co.uk". Many organisations have domains under such an ending.
_OPEN_TO_ALL = _words("ac co com edu gob gov gv ne net nom or org")


def normalised(typed: str) -> str | None:
    """Normalise an email address for storage and comparison. Return None for anything else.

    "mailto:" and angle brackets are accepted. The name of a guest in a Microsoft tenant becomes the
    guest's own address.
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
    """Return the domain of a `normalised` address."""
    return address.rpartition("@")[2]


def domain_in(typed: str) -> str | None:
    """Return the domain in typed text, or None.

    People may type the domain, an email address, or a web address. "www." is removed.
    """
    bare = typed.strip().strip("<>").casefold().removeprefix("mailto:")
    host = bare.partition("://")[2] or bare
    for mark in "/?#":
        host = host.partition(mark)[0]
    return _domain(host.rpartition("@")[2].partition(":")[0].removeprefix("www."))


def is_nobody(address: str) -> bool:
    """Return whether an address belongs to a room, a calendar or a program, not to a person."""
    local, _, domain = address.rpartition("@")
    name = local.partition("+")[0].replace("-", "").replace("_", "").replace(".", "")
    return name in _NOBODY or domain.endswith("calendar.google.com") or address in _BOTS


def readable(domain: str) -> str:
    """Return a domain as people write it: "müller.de"."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def is_shared(domain: str) -> bool:
    """Return whether many companies have addresses at or under this domain."""
    labels = domain.split(".")
    first, under = labels[0], labels[1:]
    open_to_all = len(under) == 1 and len(under[0]) == 2 and first in _OPEN_TO_ALL
    return domain in _SHARED or open_to_all or (first in _IN_MANY_COUNTRIES and _is_country(under))


def _is_country(labels: list[str]) -> bool:
    """Return whether these labels form a country's ending, such as ["de"] or ["com", "br"]."""
    return (
        bool(labels)
        and len(labels[-1]) == 2
        and (len(labels) == 1 or (len(labels) == 2 and labels[0] in _OPEN_TO_ALL))
    )


def within(domain: str) -> list[str]:
    """Return a domain and its parents, longest first. Stop before the first shared domain.

    For "mail.acme.co.uk", return ["mail.acme.co.uk", "acme.co.uk"].
    """
    labels = domain.split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    shared = [at for at, name in enumerate(names) if is_shared(name)]
    return names[: shared[0]] if shared else names


def company_of(address: str) -> str:
    """Return the company's domain in a `normalised` address, or "" if many companies share it.

    For "jana@mail.acme.co.uk", return "acme.co.uk".
    """
    return (within(domain_of(address)) or [""])[-1]


def _domain(host: str) -> str | None:
    """Return a host name in lower case and ASCII, or None if it is not a full domain name."""
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
