"""Names of people and companies as guest lists have them, made readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import limits
from handlers.sources.calendars.guest_names import (
    account_name,
    company_name,
    is_of_person,
    person_name,
    private_account_name,
)
from handlers.sources.records import Attendee


@pytest.mark.parametrize(
    ("listed", "email", "name"),
    [
        ("Ann Li", "ann.li@acme.example", "Ann Li"),
        ("Li, Ann", "ann.li@acme.example", "Ann Li"),
        ("Li, Ann (Acme)", "ann.li@acme.example", "Ann Li"),
        ("van der Berg, Jan Willem", "jan@acme.example", "Jan Willem van der Berg"),
        ("Ann Li, PhD", "ann.li@acme.example", "Ann Li"),
        ("Ann Li, CPA", "ann.li@acme.example", "Ann Li"),
        ("Ann Li | Acme", "ann.li@acme.example", "Ann Li"),
        ("'ann.li@acme.example'", "ann.li@acme.example", "Ann Li"),
        ("", "ann.li@acme.example", "Ann Li"),
        ("", "ann-marie_li+calls@acme.example", "Ann Marie Li"),
        ("", "a.li42@acme.example", "A. Li"),
        ("", "ann@acme.example", "Ann"),
        ("", "x1@gmail.com", "X1"),
        ("", "info@acme.example", "info@acme.example"),
        ("", "info+calls@acme.example", "info+calls@acme.example"),
        ("It", "it@acme.example", "it@acme.example"),
        ("Acme Sales Team", "sales@acme.example", "sales@acme.example"),
        ("", "it-helpdesk2@acme.example", "it-helpdesk2@acme.example"),
        ("Ann Li", "office@acme.example", "Ann Li"),
        ("", "ann.sales@acme.example", "Ann Sales"),
        ("", "4711@acme.example", "4711@acme.example"),
        ("…", "ann.li@acme.example", "Ann Li"),
        ("王小明", "wang@acme.example", "王小明"),
        ("Ann\u200b  Li\n", "ann.li@acme.example", "Ann Li"),
        ("", "", ""),
        ("Ann Li", "", "Ann Li"),
        ("A, B, C and D", "", "A, B, C and D"),
    ],
)
def test_a_guest_has_a_readable_name(listed: str, email: str, name: str) -> None:
    assert person_name(Attendee(listed, email)) == name


@pytest.mark.parametrize(
    ("listed", "email", "name"),
    [
        ("", "max1@gmail.com", "max1@gmail.com"),
        ("", "max@gmail.com", "max@gmail.com"),
        ("", "max.lind7@gmail.com", "max.lind7@gmail.com"),
        ("", "max.lind@gmail.com", "Max Lind"),
        ("max1@gmail.com", "max1@gmail.com", "max1@gmail.com"),
        ("Max Lind", "max1@gmail.com", "Max Lind"),
        ("Max", "ml77@gmail.com", "ml77@gmail.com"),
        ("李伟", "lw@gmail.com", "李伟"),
    ],
)
def test_two_people_with_private_addresses_do_not_get_one_account(
    listed: str, email: str, name: str
) -> None:
    assert account_name(Attendee(listed, email)) == name


@pytest.mark.parametrize(
    ("said", "expected"),
    [("Petra", True), ("Ann", True), ("Lindqvist", True), ("Acme", False), ("Ann Summers", False)],
)
def test_a_name_in_a_title_may_be_a_persons(said: str, *, expected: bool) -> None:
    assert is_of_person(said, [Attendee("Petra Lindqvist", "p@gmail.com")]) is expected


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("acme.example", "Acme"),
        ("mail.acme.co.uk", "Acme"),
        ("blue-ridge.example", "Blue Ridge"),
        ("acme.onmicrosoft.com", "Acme"),
        ("xn--mller-kva.example", "Müller"),
    ],
)
def test_a_domain_suggests_a_companys_name(domain: str, name: str) -> None:
    assert company_name(domain) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Acme Retail – rollout", "Acme Retail"),
        ("Intro Acme Retail", "Acme Retail"),
        ("Acme Bohrtechnik | Angebot", "Acme Bohrtechnik"),
        ("Acme & Sons demo", "Acme & Sons"),
        ("Demo: ACME", "ACME"),
        ("Acme Rollout – plan", "Acme"),
        ("Acme Jana Novak | first talk", "Acme"),
        ("Acme and the rest", "Acme"),
        ("acme retail", "Acme"),
        ("Intro", "Acme"),
    ],
)
def test_a_companys_name_is_as_long_as_in_the_title(title: str, name: str) -> None:
    assert company_name("acme.example", title) == name


def test_a_name_that_a_domain_runs_together_is_spelled_as_in_the_title() -> None:
    assert company_name("alderfinch.example", "Alder and Finch: prices") == "Alder and Finch"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Demo for Bluefin Capital", "Bluefin Capital"),
        ("Bluefin Capricorn", "Bluefin Capricorn"),
        ("Bluefin demo", "Bluefincap"),
        ("Bluefincapital", "Bluefincap"),
    ],
)
def test_a_name_that_a_domain_cuts_short_is_spelled_as_in_the_title(title: str, name: str) -> None:
    assert company_name("bluefincap.example", title) == name


@pytest.mark.parametrize(
    ("domain", "title", "name"),
    [
        ("kallvikrenhallning.example", "Intro: Kallvik Renhållning", "Kallvik Renhållning"),
        ("mueller-bau.example", "Müller Bau – Angebot", "Müller Bau"),
        ("mullerbau.example", "Angebot / Müller Bau", "Müller Bau"),
        ("mueller.example", "Møller: prices", "Mueller"),
    ],
)
def test_a_domain_writes_letters_without_their_marks(domain: str, title: str, name: str) -> None:
    assert company_name(domain, title) == name


MADE_OF = """
ashdowntrust.org.uk      | Ashdown Academies Trust weekly catch-up  | Ashdown Academies Trust
ashdowntrust.org.uk      | Weekly: Ashdown Academies Trust          | Ashdown Academies Trust
ashdowntrust.org.uk      | Ashdown Trust weekly                     | Ashdown Trust
ashdown-trust.org        | Ashdown Academies Trust                  | Ashdown Academies Trust
gilldental.example       | Gill Dental Group intro                  | Gill Dental Group
gillgroup.example        | Gill Dental Group intro                  | Gill Dental Group
oakfieldschools.example  | Oakfield Primary Schools: pilot          | Oakfield Primary Schools
northhospital.example    | North Valley Hospital (demo)             | North Valley Hospital
northvalleytrust.example | North Valley Hospital Trust              | North Valley Hospital Trust
redbank.example          | Red Cedar Bank                           | Red Cedar Bank
stonefoods.example       | Stone Bakery Foods – renewal             | Stone Bakery Foods
harbourhotels.example    | Harbour View Bay Hotels                  | Harbour View Bay Hotels
millbrookcare.example    | Prep / Millbrook Home Care               | Millbrook Home Care
kestrellogistics.example | Kestrel Freight Logistics                | Kestrel Freight Logistics
alderwater.example       | Alder Region Water review                | Alder Region Water
ashdowntrust.org.uk      | Ashdown Academies weekly                 | Ashdowntrust
ashdowntrust.org.uk      | Trust Academies Ashdown                  | Ashdowntrust
ashdowntrust.org.uk      | Ashdown and Oakfield Trust               | Ashdowntrust
ashdowntrust.org.uk      | ashdown academies trust                  | Ashdowntrust
ashdowntrust.org.uk      | Ashdown: Academies Trust                 | Ashdowntrust
ashdowntrust.org.uk      | Ashton Academies Trust                   | Ashdowntrust
ashdowntrust.org.uk      | Ashdown Academies Trusted                | Ashdowntrust
ashdowntrust.org.uk      | Weekly catch-up                          | Ashdowntrust
ashdowntrusts.org.uk     | Ashdown Academies Trust                  | Ashdowntrusts
newashdowntrust.org.uk   | Ashdown Academies Trust                  | Newashdowntrust
paylinepartners.example  | Payline intro                            | Payline
paylinepartners.co.uk    | Payline + Marlow & Finch: HR options     | Payline
paylinepartners.example  | Payline and Marlow                       | Paylinepartners
paylinepartners.example  | Payline Marlow                           | Paylinepartners
paylinepartners.example  | payline intro                            | Paylinepartners
paylinepartners.example  | Paylines intro                           | Paylinepartners
paylinegoats.example     | Payline intro                            | Paylinegoats
marketpartners.example   | Market intro                             | Marketpartners
cbh-foods.com            | Cotswold Bakehouse trial check-in        | Cotswold Bakehouse
cbh-foods.com            | Trial: Cotswold Bakehouse                | Cotswold Bakehouse
cbh.example              | Cotswold Bakehouse Trial                 | Cotswold Bakehouse
hmg.example              | Harbour Metal Group intro                | Harbour Metal Group
cbh-foods.com            | Payroll export questions                 | Cbh Foods
cbh-foods.com            | Cotswold Bakery                          | Cbh Foods
cbh-foods.com            | Cotswold and Bakehouse                   | Cbh Foods
cbh-foods.com            | Bakehouse Cotswold                       | Cbh Foods
cbh-foods.com            | Cotswold: Bakehouse                      | Cbh Foods
cbh-foods.com            | cotswold bakehouse                       | Cbh Foods
cb-foods.com             | Cotswold Bakehouse                       | Cb Foods
paylinepartners.example  | Partners and Payline                     | Paylinepartners
cbhfoods.example         | Cotswold Bakehouse: needs                | Cbhfoods
cbhfoods.example         | Cotswold Bakehouse Foods                 | Cbhfoods
gilldental.example       | Gill and Co                              | Gilldental
gilldental.example       | Dental Gill                              | Gilldental
redbank.example          | Red Cedar                                | Redbank
redbank.example          | Cedar Bank                               | Redbank
abbank.example           | Ab Cedar Bank                            | Abbank
bankof.example           | Bank Cedar Of                            | Bankof
northhospital.example    | North meets the Hospital                 | Northhospital
northhospital.example    | North Hospice                            | Northhospital
stonefoods.example       | Stonefood Foods                          | Stonefoods
harbourhotels.example    | Harbour One Two Three Four Hotels        | Harbourhotels
acme.example             | Ac Big Me                                | Acme
"""


@pytest.mark.parametrize("pair", MADE_OF.strip().splitlines())
def test_a_domain_that_is_made_of_words_of_the_title_has_the_name_in_the_title(pair: str) -> None:
    domain, title, name = map(str.strip, pair.split("|"))
    assert company_name(domain, title) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Gill Dental Group", "Gill Dental Group"),
        ("Alder Dental Group", "Sundeep Gill"),
        ("Gill", "Sundeep Gill"),
        ("Sundeep Gill", "Sundeep Gill"),
        ("Gill Quote", "Sundeep Gill"),
        ("", "Sundeep Gill"),
    ],
)
def test_a_guest_with_a_private_address_may_have_a_company_in_the_title(
    said: str, name: str
) -> None:
    assert private_account_name(Attendee("Sundeep Gill", "gill.s84@gmail.com"), said) == name


@given(title=st.text())
def test_no_title_raises(title: str) -> None:
    assert company_name("acme.example", f"{title} Acme {title}")


@given(name=st.text(), email=st.text() | st.emails())
def test_no_guest_list_raises(name: str, email: str) -> None:
    found = person_name(Attendee(name, email))
    assert found == found.strip()
    assert len(found) <= limits.of_input("account")
    assert "\n" not in found
