"""A person's own choice wins over the company's settings, whatever the order of changes."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.rhythm_settings import Rhythm, from_company, merged, rhythm_of, save_rhythm
from storage.tables import Person

MINUTES = st.sampled_from((30, 45, 60, 90))
KINDS = ("brief", "listen", "agenda")
COMPANY = st.tuples(
    st.just("company"),
    st.fixed_dictionaries(
        {},
        optional={
            "brief_minutes": MINUTES,
            "muted": st.lists(st.sampled_from(KINDS), unique=True, min_size=1).map(sorted),
        },
    ),
)
MINUTE = st.tuples(st.just("minutes"), MINUTES)
SWITCH = st.tuples(st.just("switch"), st.sampled_from(KINDS))
OTHER = st.tuples(st.just("other"), st.sampled_from((5, 10, 20)))


def off(person: Person) -> frozenset[str]:
    return rhythm_of(person).muted


@given(st.lists(st.one_of(COMPANY, MINUTE, SWITCH, OTHER), max_size=12))
def test_a_choice_stays_until_the_person_changes_it(steps: list[tuple[str, object]]) -> None:
    person = Person(tenant="t", external="u", name="Lena", zone="UTC")
    minutes: int | None = None  # what the person chose, and the company's or Attune's if None
    kinds: dict[str, bool] = {}  # whether each kind that the person switched is off
    for what, value in steps:
        now = rhythm_of(person)
        if what == "company":
            assert isinstance(value, dict)
            person.company_rhythm = value
        elif what == "minutes":
            assert isinstance(value, int)
            save_rhythm(person, now.changed({"brief_minutes": value}))
            company = merged(person.company_rhythm, {}).brief_minutes
            if value != (company if minutes is None else minutes):
                minutes = None if value == company else value
        elif what == "switch":
            assert isinstance(value, str)
            save_rhythm(person, now.changed({"muted": now.muted ^ {value}}))
            if (value in off(person)) == (value in person.company_rhythm.get("muted", ())):
                kinds.pop(value, None)  # the person follows the company again
            else:
                kinds[value] = value in off(person)
        else:
            save_rhythm(person, now.changed({"listen_minutes": value}))
        theirs = merged(person.company_rhythm, {})
        expected = theirs.brief_minutes if minutes is None else minutes
        assert rhythm_of(person).brief_minutes == expected
        for kind in KINDS:
            assert (kind in off(person)) == kinds.get(kind, kind in theirs.muted)
        names, company_kinds = from_company(person)
        assert ("brief_minutes" in names) == (
            minutes is None and "brief_minutes" in person.company_rhythm
        )
        assert company_kinds == {kind for kind in theirs.muted if kind not in kinds}


def test_settings_of_one_person_alone_never_come_from_the_company() -> None:
    person = Person(tenant="t", external="u", name="Lena", zone="UTC")
    save_rhythm(person, Rhythm(calls_open=True, brief_minutes=30))
    person.company_rhythm = {"brief_minutes": 30}
    save_rhythm(person, rhythm_of(person).changed({"listen_minutes": 5}))
    person.company_rhythm = {}
    assert rhythm_of(person) == Rhythm(calls_open=True, brief_minutes=30, listen_minutes=5)
