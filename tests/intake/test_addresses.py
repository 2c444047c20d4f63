"""Which addresses may be fetched."""

from ipaddress import ip_address

import pytest
from yarl import URL

from handlers.knowledge.web_addresses import NotFetched, is_public, next_hop, web_address

PUBLIC = [
    "1.1.1.1",
    "93.184.216.34",
    "192.0.1.1",
    "2606:4700:4700::1111",
    "::ffff:1.1.1.1",
    "2002:101:101::1",
    "64:ff9b::101:101",
]
NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "loopback, elsewhere in its block": "127.255.3.4",
    "this host": "0.0.0.0",  # noqa: S104 - refused, not bound
    "private 10": "10.1.2.3",
    "private 172": "172.16.0.1",
    "private 192": "192.168.1.1",
    "carrier's": "100.64.0.1",
    "metadata": "169.254.169.254",
    "metadata, Alibaba": "100.100.100.200",
    "metadata, Oracle": "192.0.0.192",
    "host of Azure": "168.63.129.16",
    "6to4 relay": "192.88.99.1",
    "documentation": "192.0.2.1",
    "benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "multicast, source-specific": "232.1.1.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback 6": "::1",
    "unspecified 6": "::",
    "link-local 6": "fe80::1",
    "link-local 6 with its interface": "fe80::1%eth0",
    "unique local 6": "fc00::1",
    "metadata, AWS 6": "fd00:ec2::254",
    "site-local 6": "fec0::1",
    "multicast 6": "ff02::1",
    "multicast 6, global": "ff0e::1",
    "documentation 6": "2001:db8::1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "mapped metadata": "::ffff:169.254.169.254",
    "mapped multicast": "::ffff:224.0.0.1",
    "mapped Azure": "::ffff:168.63.129.16",
    "compatible loopback": "::127.0.0.1",
    "6to4 loopback": "2002:7f00:1::",
    "6to4 private": "2002:c0a8:101::1",
    "NAT64 loopback": "64:ff9b::7f00:1",
    "NAT64 metadata": "64:ff9b::a9fe:a9fe",
    "NAT64, local": "64:ff9b:1::a00:1",
    "Teredo to a private address": "2001:0:101:101:0:0:f5ff:fffe",
    "Teredo to a public address": "2001:0:101:101:0:0:fefe:fefe",
    "segment routing": "5f00::1",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_nothing_else_may(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  https://Example.org/feed?a=1#top \n", "https://example.org/feed?a=1"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
    ],
)
def test_a_web_address_is_read(typed: str, read: str) -> None:
    assert str(web_address(typed)) == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "begins with https"),
        ("example.org/feed", "begins with https"),
        ("ftp://example.org/feed", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("feed://example.org", "begins with https"),
        ("https:///feed", "That is not a web address"),
        ("https://a b/", "That is not a web address"),
        ("https://a|b/", "That is not a web address"),
        ("https://[::1", "That is not a web address"),
        ("https://example.org:99999/", "That is not a web address"),
        ("https://\ud800.example/", "That is not a web address"),
        ("https://rep@example.org/", "contains a login"),
        ("https://rep:secret@example.org/", "contains a login"),
        ("https://:secret@example.org/", "contains a login"),
        ("http://example.org:22/", "with :22 after the name"),
        ("http://example.org:0/", "with :0 after the name"),
        ("https://example.org/" + "a" * 2_000, "longer than 2,000"),
    ],
)
def test_what_is_no_web_address_is_refused_in_words(typed: str, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        web_address(typed)


@pytest.mark.parametrize(
    ("start", "location", "target"),
    [
        ("https://a.example/x/y", "z", "https://a.example/x/z"),
        ("https://a.example/x", "//b.example/", "https://b.example/"),
        ("http://a.example/", "https://a.example/", "https://a.example/"),
        ("http://a.example/", "http://b.example/#part", "http://b.example/"),
    ],
)
def test_a_redirect_is_followed(start: str, location: str, target: str) -> None:
    assert str(next_hop(URL(start), location)) == target


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://a.example/", "from https to http"),
        ("file:///etc/passwd", "begins with https"),
        ("https://rep:secret@a.example/", "contains a login"),
        ("https://a.example:8443/", "with :8443 after the name"),
        ("https://[", "not a web address"),
        ("", "does not say where"),
        (None, "does not say where"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(location: str | None, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        next_hop(URL("https://a.example/"), location)
