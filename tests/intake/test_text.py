"""HTML becomes the text that a reader would see."""

import pytest

from bot.intake.text import from_html, plain


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("One<br>Two<br/>Three", "One Two Three"),
        ("un<em>believ</em>able", "unbelievable"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("  much \n\t room\u00a0here ", "much room here"),
        ("Fish &amp; chips &#8211; 5 &lt; 6", "Fish & chips – 5 < 6"),
        ("about &amp;lt;b&amp;gt;", "about &lt;b&gt;"),
        ("about &lt;b&gt;", "about <b>"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
        ("a<!-- hidden -->b", "ab"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<img src=x onerror=alert(1)>after", "after"),
        ("cut <b", "cut"),
        ("hi &lt;!channel&gt; <@U123> @here", "hi <!channel> <@U123> @here"),
        ("a\x00b\x07c&#7;d", "abcd"),
        ("price \u202eesrever\u2066", "price esrever"),
        ("half \ud800 &#xD800; one", "half \ufffd one"),
        ("<noscript><img src='https://a.example/1.png'></noscript>Hello", "Hello"),
        ("<![CDATA[<p>One</p>]]>", "One"),
        ("<img src='data:image/png;base64," + "A" * 60_000 + "'><p>Words</p>", "Words"),
        ("metadata:image and data: both stay", "metadata:image and data: both stay"),
        ("", ""),
    ],
)
def test_from_html(source: str, text: str) -> None:
    assert from_html(source, 2_000) == text


def test_what_is_too_long_is_cut_visibly_at_a_word() -> None:
    assert from_html("<p>" + "word " * 10_000, 22) == "word word word word…"
    assert from_html("x" * 3_000, 2_000) == "x" * 1_999 + "…"
    assert plain("four", 4) == "four"


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><td>", "<svg>", "<a href=x>"])
def test_depth_costs_no_more_than_what_is_read_of_it(tag: str) -> None:
    assert from_html("start" + tag * 100_000 + "end", 2_000) == "start"
