"""What a parsed feed is reduced to."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.intake.entries import Entry, Parsed
from bot.intake.parse import parse
from tests.intake.samples import URL, atom, item, rss


def parsed(source: str | bytes, content_type: str = "") -> Parsed:
    """What a feed at URL is parsed to."""
    return parse(source if isinstance(source, bytes) else source.encode(), URL, content_type)


def only(source: str | bytes, content_type: str = "") -> Entry:
    """The one entry of a feed."""
    (entry,) = parsed(source, content_type).entries
    return entry


def test_rss() -> None:
    channel = "<title>Freight &amp; more</title><ttl>90</ttl>"
    description = "<p>Fuel is up.</p><p>So are rates.</p>"
    date = "Mon, 03 Mar 2025 09:00:00 EST"
    one = item("Rates", link="/rates", guid="r1", description=description, date=date)
    found = parsed(rss(one, channel=channel))
    at = datetime(2025, 3, 3, 14, 0, tzinfo=UTC)
    (entry,) = found.entries
    rates = ("Rates", "Fuel is up. So are rates.", "https://blog.example/rates", at)
    assert entry == Entry(entry.keys, *rates)
    assert found == Parsed(True, "Freight & more", (entry,), 90, "", tuple(sorted(entry.keys)))


def test_atom() -> None:
    inner = (
        '<id>tag:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; claim</title>'
        '<link href="https://a.example/1"/><updated>2025-03-03T09:00:00+02:00</updated>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Fish &amp; chips'
        "</p><p>&lt;b&gt;</p></div></content>"
    )
    found = parsed(atom(inner, "<title>Claims</title>"))
    at = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
    (entry,) = found.entries
    claim = ("A bold claim", "Fish & chips <b>", "https://a.example/1", at)
    assert entry == Entry(entry.keys, *claim)
    assert (found.title, found.ttl_minutes) == ("Claims", None)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Ten <b>bold</b> claims", "Ten bold claims"),
        ("Fish &amp; chips", "Fish & chips"),
        ("Rates &#8211; up", "Rates – up"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("a <b>b</b> <script>x</script> c", "a <b>b</b> <script>x</script> c"),
        ("<!channel> look", "<!channel> look"),
        ("hi <@U123> @here", "hi <@U123> @here"),
        ("two\nlines", "two lines"),
        ("word " * 100, "word " * 59 + "word…"),
    ],
)
def test_a_title_is_plain_text(title: str, shown: str) -> None:
    assert only(rss(item(title))).title == shown


def test_a_title_that_is_plain_by_its_own_word_is_not_read_as_html() -> None:
    title = '<title type="text">The &lt;b&gt; tag &amp;amp; you</title>'
    assert only(atom(title)).title == "The <b> tag &amp; you"


def test_without_a_title_the_text_begins_it() -> None:
    long = "word " * 50
    assert only(rss(item(description="<p>Just a note</p>"))).title == "Just a note"
    assert only(rss(item(description=long))).title == "word " * 18 + "word word…"
    assert only(rss(item(link="https://a.example/1"))).title == "https://a.example/1"


def test_an_entry_that_says_nothing_is_left_out() -> None:
    silent = (item(description="<img src=a>"), item(link="javascript:1"), item())
    assert [entry.title for entry in parsed(rss(*silent, item("Words"))).entries] == ["Words"]


def test_a_picture_is_no_text() -> None:
    inner = '<title>One</title><content type="image/png">aGVsbG8=</content>'
    assert only(atom(inner)).text == ""


def test_the_whole_stands_in_for_an_empty_summary() -> None:
    content = "<x:encoded>&lt;p&gt;All of it&lt;/p&gt;</x:encoded>"
    namespace = ' xmlns:x="http://purl.org/rss/1.0/modules/content/"'
    source = rss(item("One", description="<img src=a>").replace("</item>", content + "</item>"))
    assert only(source.replace("<rss", "<rss" + namespace)).text == "All of it"


def test_a_long_text_is_cut_visibly() -> None:
    text = only(rss(item("One", description="word " * 1_000))).text
    assert len(text) <= 2_000
    assert text.endswith("word…")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://a.example/1?x=1&y=2#part", "https://a.example/1?x=1&y=2#part"),
        ("/one", "https://blog.example/one"),
        ("//a.example/1", "https://a.example/1"),
        ("https://a.example/a|b>c d", "https://a.example/a%7Cb%3Ec%20d"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        (" java\nscript:alert(1)", ""),
        ("data:text/html,hi", ""),
        ("file:///etc/passwd", ""),
        ("ftp://a.example/", ""),
        ("mailto:a@a.example", ""),
        ("https://bank.example@a.example/", ""),
        ("https://a|b/", ""),
        ("https://[", ""),
        ("https://a.example/" + "a" * 2_000, ""),
        ("https://a.example/" + "é" * 1_000, ""),
    ],
)
def test_only_web_links_are_kept(written: str, link: str) -> None:
    entry = only(rss(item("One", link=written)))
    assert entry.link == link


def test_an_entry_stays_the_same_when_its_feed_moves() -> None:
    source = rss(item("A", guid="7"), item("B", guid="https://blog.example/b")).encode()
    before, after = (parse(source, url, "") for url in (URL, "https://moved.example/"))
    assert before.keys == after.keys


def test_the_newest_fifty_of_a_thousand() -> None:
    days = [f"2025-01-01T{n // 60 % 24:02}:{n % 60:02}:00Z" for n in range(1_000)]
    items = [item(f"T{n}", guid=f"{n}", date=day) for n, day in enumerate(days)]
    entries = parsed(rss(*items)).entries
    assert [entry.title for entry in entries] == [f"T{n}" for n in range(999, 949, -1)]


def test_without_dates_the_feeds_own_order_holds() -> None:
    items = [item(f"T{n}", guid=f"{n}") for n in range(60)]
    dated = item("Dated", guid="d", date="Mon, 03 Mar 2025 09:00:00 GMT")
    titles = [entry.title for entry in parsed(rss(*items, dated)).entries]
    assert titles == ["Dated", *(f"T{n}" for n in range(49))]


def test_an_entry_that_comes_twice_is_taken_once() -> None:
    entries = parsed(rss(item("First", guid="1"), item("Again", guid="1"))).entries
    assert [entry.title for entry in entries] == ["First"]


def test_all_are_remembered_not_only_the_newest() -> None:
    items = [item(f"T{n}", guid=f"{n}") for n in range(60)]
    whole, oldest = parsed(rss(*items)), parsed(rss(items[-1]))
    assert len(whole.entries) == 50
    assert set(oldest.keys) <= set(whole.keys)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "the 35th of May", "Mon, 03 Mar 99999 09:00:00 GMT"]
)
def test_a_date_that_is_none(date: str) -> None:
    assert only(rss(item("One", date=date))).published_at is None


@pytest.mark.parametrize("ttl", ["", "soon", "-5", "9" * 5_000, "1.5"])
def test_a_ttl_that_is_none(ttl: str) -> None:
    channel = f"<title>F</title><ttl>{ttl}</ttl>"
    assert parsed(rss(item("One"), channel=channel)).ttl_minutes is None


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "", ""),
        ("utf-8-sig", "utf-8", "text/xml"),
        ("latin-1", "iso-8859-1", ""),
        ("latin-1", "", ""),
        ("latin-1", "utf-8", ""),
        ("latin-1", "", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-16", ""),
        ("utf-16", "", "application/rss+xml; charset=utf-8"),
        ("utf-16-le", "utf-16", ""),
        ("cp1252", "windows-1252", ""),
        ("utf-8", "klingon", ""),
        ("utf-8", "zlib_codec", ""),
        ("utf-8", "utf-8", "text/xml; charset=zlib_codec"),
        ("utf-8", "utf-8", 'text/xml; charset="'),
    ],
)
def test_encodings_however_declared(encoding: str, declared: str, content_type: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    source = rss(item("Café für Zoë"), head=head).encode(encoding)
    assert only(source, content_type).title == "Café für Zoë"


def test_cyrillic_in_its_own_encoding() -> None:
    head = '<?xml version="1.0" encoding="koi8-r"?>'
    assert only(rss(item("Привет"), head=head).encode("koi8-r")).title == "Привет"


@pytest.mark.parametrize(
    "source",
    [
        '<rss version="2.0"><channel><item><title>Fish & chips</title></item>',
        '<rss version="2.0"><channel><item><title>Fish &amp; chips</title>',
        '\n <rss version="2.0"><channel><item><title>Fish & chips</title></channel></item></rss>',
        '<rss version="2.0"><channel><item><title>Fish &nosuch; chips</title></item></rss>',
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(source: str) -> None:
    assert only(source).title.startswith("Fish &")


@pytest.mark.parametrize(
    "body", [b"", b"words", b'{"a": 1}', b"\x89PNG\r\n\x1a\n\0\0", b"<a><b/></a>", b"\0" * 1_000]
)
def test_what_is_no_feed(body: bytes) -> None:
    assert parsed(body) == Parsed(False, "", (), None, "")


def test_a_body_is_never_the_name_of_a_file(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(rss(item("Hush")))
    assert parsed(bytes(feed)) == Parsed(False, "", (), None, "")


def test_a_feed_without_entries_is_one() -> None:
    found = parsed(rss())
    assert (found.is_feed, found.entries) == (True, ())


@pytest.mark.parametrize(
    ("href", "named"),
    [("/feed.xml", "https://blog.example/feed.xml"), ("javascript:alert(1)", "")],
)
def test_a_web_page_may_name_its_feed(href: str, named: str) -> None:
    page = (
        "<!doctype html><html><head><title>Blog</title><link rel=stylesheet href=a.css>"
        f'<link rel="alternate" type="application/rss+xml" href="{href}"></head><p>Hi</html>'
    )
    found = parsed(page, "text/html")
    assert (found.is_feed, found.entries, found.names_feed) == (False, (), named)


def test_the_feed_a_page_names_is_relative_to_the_pages_base() -> None:
    page = '<base href="https://cdn.example/x/"><link type="application/atom+xml" href="feed">'
    assert parsed(f"<html><head>{page}</head>").names_feed == "https://cdn.example/x/feed"


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        ("<guid>42</guid>", ""),
        ("<guid>https://a.example/42</guid>", "https://a.example/42"),
        ("<guid>https://a.example/42</guid><link/>", "https://a.example/42"),
        ('<guid isPermaLink="false">https://a.example/42</guid>', ""),
        ("<guid>/42</guid>", ""),
        ("<guid>javascript:alert(1)</guid>", ""),
        ("<guid>42</guid><link>/news</link>", "https://blog.example/news"),
    ],
)
def test_an_id_is_a_link_only_where_it_is_a_whole_address(inner: str, link: str) -> None:
    assert only(rss(f"<item><title>One</title>{inner}</item>")).link == link


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<title>A&lt;br/&gt;B</title>", "A B"),
        ("<title><![CDATA[<![CDATA[Nested]]]]>&gt;</title>", "Nested"),
        ("<title>Own</title><image><title>Logo</title><url>u</url></image>", "Own"),
        ("<image><title>Logo</title><url>u</url></image><title>Own</title>", "Own"),
        ('<itunes:title xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">Episode 4'
         "</itunes:title><description>About it</description>", "Episode 4"),
        ("<title>Own</title><media:title xmlns:media="
         '"http://search.yahoo.com/mrss/">Photo</media:title>', "Own"),
    ],
)  # fmt: skip
def test_an_entrys_own_title(inner: str, title: str) -> None:
    assert only(rss(f"<item>{inner}</item>")).title == title


def test_a_title_of_an_empty_type_is_plain() -> None:
    assert only(atom('<title type="">Rates</title><id>1</id>')).title == "Rates"


@pytest.mark.parametrize("declared", ["utf-8", ""])
def test_one_broken_byte_spoils_one_letter(declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    source = rss(item("Grüße aus Köln"), item("Maut ?"), head=head).encode()
    first, second = parsed(source.replace(b"?<", b"\xff<")).entries
    assert (first.title, second.title) == ("Grüße aus Köln", "Maut \ufffd")


def test_nested_entities_are_not_unfolded() -> None:
    names = "abcdefghij"
    pairs = zip(names[1:], names, strict=False)
    nested = "".join(f'<!ENTITY {outer} "{f"&{inner};" * 10}">' for outer, inner in pairs)
    head = f'<!DOCTYPE r [<!ENTITY a "laugh ">{nested}]>'
    bomb = rss("<item><title>One &j;</title></item>", head=head)
    assert "laugh laugh" not in only(bomb).title


def test_files_are_not_read_into_a_feed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    head = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = only(rss("<item><title>One &x;</title></item>", head=head))
    assert found.title.startswith("One")
    assert "hush" not in repr(found)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to the limit")
def test_a_confined_process_gets_no_more_memory() -> None:
    greedy = "from bot.intake.resources import MEMORY, limit_resources\n{}bytearray(MEMORY)"
    free, confined = (
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", greedy.format(line)], capture_output=True, check=False
        )
        for line in ("", "limit_resources(1)\n")
    )
    assert free.returncode == 0
    assert b"MemoryError" in confined.stderr
