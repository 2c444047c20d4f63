"""Tags as people type them, and what is said about those that cannot be read."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.knowledge import tags
from handlers.knowledge.tags import TAG_LIMIT, TypedTag, UnreadableTags, of_insight, read, written
from storage.choices import OptionalStage
from storage.spelling import comparable
from storage.tables import Insight
from storage.tables.types import EPOCH
from tests.yardstick import computing

KNOWN = {
    "industry": ["Logistics", "Retail", "Food & Drink", "Gesundheit, Pflege"],
    "persona": ["head of dispatch"],
    "competitor": ["Routely", "Contoso"],
    "account": ["Northwind", "Alder and Finch", "مثال", "Straße"],
}
brisk = settings(max_examples=200, deadline=None)


def pairs(typed: str) -> list[tuple[str, str]]:
    return [(one.name, one.shown) for one in read(typed, KNOWN)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("industry=logistics", [("industry", "Logistics")]),
        ("  industry  =  logistics  ", [("industry", "Logistics")]),
        ("INDUSTRY=LoGiStIcS", [("industry", "Logistics")]),
        ("industry=logistics, competitor=*", [("industry", "Logistics"), ("competitor", "*")]),
        ("industry=logistics competitor=*", [("industry", "Logistics"), ("competitor", "*")]),
        ("industry=logistics\ncompetitor=*", [("industry", "Logistics"), ("competitor", "*")]),
        ("industry=logistics,", [("industry", "Logistics")]),
        ("persona=head of dispatch", [("persona", "head of dispatch")]),
        ("persona=head   of\tdispatch", [("persona", "head of dispatch")]),
        ('account="alder and finch"', [("account", "alder and finch")]),
        ("account=“alder and finch”", [("account", "alder and finch")]),
        ("account=„alder and finch“, voice", [("account", "alder and finch"), ("voice", "*")]),
        ("account=alder and finch, voice", [("account", "Alder and Finch"), ("voice", "*")]),
        ("account=STRASSE", [("account", "Straße")]),
        ("account=مثال", [("account", "مثال")]),
        ("everything", [("everything", "*")]),
        ("Everything", [("everything", "*")]),
        ("voice, stage=Evaluation", [("voice", "*"), ("stage", "evaluation")]),
        ("competitor=*, competitor=routely", [("competitor", "*"), ("competitor", "Routely")]),
        ("industry=logistics, Industry=LOGISTICS", [("industry", "Logistics")]),
        ("voice, voice", [("voice", "*")]),
        ('industry="a, b = c"', [("industry", "a, b = c")]),
        ('industry="gesundheit, pflege"', [("industry", "gesundheit, pflege")]),
        ("industry=food & drink", [("industry", "Food & Drink")]),
        ("industry=🚚 and 🚢", [("industry", "🚚 and 🚢")]),
        ("industry=Biotech", [("industry", "Biotech")]),  # nothing like it: it is new
        ('industry="logistcs"', [("industry", "logistcs")]),  # somebody insists
        ("", []),
        (" \n ", []),
    ],
)
def test_what_is_typed_is_read(typed: str, wanted: list[tuple[str, str]]) -> None:
    assert pairs(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("industri=logistics", "There is no tag “industri”. Did you mean industry?"),
        ("acount=Northwind", "There is no tag “acount”. Did you mean account?"),
        ("everythin", "Did you mean everything?"),
        ("colour=red", "There is no tag “colour”."),
        ("\u200findustry=logistics", "Did you mean industry?"),
        ("industry=logistcs", "Did you mean Logistics?"),
        ("industry=logistcs", 'put the value in quotes: industry="logistcs".'),
        ("competitor=Rutely", "Did you mean Routely?"),
        ("stage=evalution", "There is no stage “evalution”. Did you mean evaluation?"),
        ("stage=winter", "There is no stage “winter”."),
        ("account=Nowhere", "There is no account “Nowhere”."),
        ("account=Northwnd", "There is no account “Northwnd”. Did you mean Northwind?"),
        ("industry", "Which industry? For any, type industry=*."),
        ("industry=", "Which industry?"),
        ('industry=""', "Which industry?"),
        ('industry=" "', "Which industry?"),
        ("stage=, voice", "Which stage?"),
        ("industry=logistics,, voice", "A tag looks like industry=logistics"),
        (", voice", "A tag looks like industry=logistics"),
        ("=logistics", "A tag looks like industry=logistics"),
        ('industry="logistics', "A tag looks like industry=logistics"),
        ('industry=log"istics', "A tag looks like industry=logistics"),
        ('industry="a" b', "A tag looks like industry=logistics"),
        ("send us all the news please", "A tag looks like industry=logistics"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way_on(typed: str, said: str) -> None:
    with pytest.raises(UnreadableTags) as unclear:
        read(typed, KNOWN)
    assert said in str(unclear.value)


def test_forty_tags_are_read_and_one_more_is_not() -> None:
    names = [f"industry={number:03d}" for number in range(TAG_LIMIT + 1)]
    assert len(read(", ".join(names[:TAG_LIMIT]), {})) == TAG_LIMIT
    assert len(read(", ".join(names[:TAG_LIMIT] * 2), {})) == TAG_LIMIT, (
        "the same tag twice counts once"
    )
    with pytest.raises(UnreadableTags, match=r"A channel can have up to 40 tags\. You typed 41\."):
        read(", ".join(names), {})


def test_what_is_said_about_a_long_slip_is_short() -> None:
    for typed in ("x" * 10_000, f"account={'x' * 10_000}", f"stage={'x' * 10_000}"):
        with pytest.raises(UnreadableTags) as unclear:
            read(typed, KNOWN)
        assert len(str(unclear.value)) < 200


LONG = 10_000
MANY = {name: [f"{name} {number}" for number in range(2_000)] for name in KNOWN}


@pytest.mark.parametrize(
    "typed",
    [
        "industry=" + " " * LONG + '"a"b',
        "industry" + " " * LONG + "a",
        "industry = " * (LONG // 11) + '"',
        "industry=" + "a " * (LONG // 2) + '"',
        "industry=" + "a" * LONG + '"',
        'industry="' + "a, " * (LONG // 3),
        "voice," * (LONG // 6),
        "account=a," * (LONG // 10),
        "".join(f"account={number:x}," for number in range(LONG // 12)),
        "=" * LONG,
        "\u200f" * LONG,
    ],
    ids=lambda typed: typed[:12],
)
def test_ten_thousand_characters_are_read_or_refused_quickly(typed: str) -> None:
    def reading() -> None:
        with suppress(UnreadableTags):
            read(typed, MANY)

    assert any(computing(reading) < 50 for _ in range(3))  # half a second on a fast machine


PIECES = (
    *("industry", "Persona", "stage", "competitor", "account", "everything", "voice", "colour"),
    *("=", "=", "=", "=", ",", ",", ", ", " ", '"', '"', "“", "”", "*", "&", "-", "'", "\n"),
    *("logistics", "Logistcs", "evaluation", "northwind", "Alder and Finch", "routely", "STRASSE"),
    *("a, b", "a=b", "🚚", "مثال", "ﬁ", "İ", "＂", "，", "＝", "\u200f", "\u00a0", "x" * 300),
)
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text())
names = st.sampled_from(tags.FIELDS)
values = st.text(st.characters(codec="utf-8", exclude_characters='"“”„'), max_size=20)
likely = st.lists(st.tuples(names, values), max_size=5).map(
    lambda made: ", ".join(f'{name}="{value}"' for name, value in made)
)


def what(wanted: list[TypedTag]) -> list[tuple[tuple[str, str], str]]:
    return [(one.tag, one.shown) for one in wanted]


@brisk
@given(st.one_of(texts, likely))
def test_whatever_is_typed_is_read_or_refused_and_written_it_reads_the_same(typed: str) -> None:
    wanted: list[TypedTag] = []
    with suppress(UnreadableTags):
        wanted = read(typed, KNOWN)
    assert all(one.name in tags.NAMES and one.shown for one in wanted)
    assert len({one.tag for one in wanted}) == len(wanted)
    assert what(read(written(wanted), KNOWN)) == what(wanted)


@brisk
@given(names, values.filter(lambda value: value.strip()))
def test_a_value_in_quotes_is_taken_as_it_stands(name: str, value: str) -> None:
    (one,) = read(f'{name}="{value}"', KNOWN)
    assert one.tag == (name, comparable(value))


def insight(industry: str = "", competitor: str = "", stage: OptionalStage = "") -> Insight:
    return Insight(
        tenant="test:A",
        headline="Drivers decide",
        line="Ask a driver",
        author_id=1,
        owner_id=1,
        review_by=date.max,
        changed_at=EPOCH,
        industry=industry,
        competitor=competitor,
        stage=stage,
    )


def test_an_insight_carries_what_its_fields_say() -> None:
    made = insight(industry="Logistics", competitor="ROUTELY", stage="evaluation")
    assert of_insight(made, "Alder  and Finch") == [
        ("everything", "*"),
        ("industry", "logistics"),
        ("stage", "evaluation"),
        ("competitor", "routely"),
        ("account", "alder and finch"),
    ]
    assert of_insight(insight(), "") == [("everything", "*")]
