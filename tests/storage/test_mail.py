"""Email addresses and domains, as people and calendars write them."""

import pytest

from storage import mail


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Jana.Novak@Northwind.example", "jana.novak@northwind.example"),
        (" <jana@nw.example> ", "jana@nw.example"),
        ("MAILTO:jana@nw.example", "jana@nw.example"),
        ("jana+calls@mail.nw.example.", "jana+calls@mail.nw.example"),
        ("jana@müller.example", "jana@xn--mller-kva.example"),
        ("jana_acme.example#EXT#@ours.onmicrosoft.com", "jana@acme.example"),
        ("jana_k_acme.example#EXT#@ours.onmicrosoft.com", "jana_k@acme.example"),
        ("/o=ExchangeLabs/ou=Exchange Administrative Group/cn=jana", None),
        ("Jana Novak", None),
        ("", None),
        ("@nw.example", None),
        ("jana@localhost", None),
        ("jana@10.0.0.1", None),
        ("ja na@nw.example", None),
        ("jana@ber@nw.example", None),
        ("jana\n@nw.example", None),
        ("\ud800jana@nw.example", None),
        ("jana@nw..example", None),
        (f"{'a' * 65}@nw.example", None),
        (f"jana@{'a.' * 130}example", None),
    ],
)
def test_an_address_is_stored_in_one_form(typed: str, address: str | None) -> None:
    assert mail.normalised(typed) == address
    assert address is None or mail.normalised(address) == address


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("northwind.example", "northwind.example"),
        ("www.Northwind.example", "northwind.example"),
        ("https://www.northwind.example:8443/about?x=a@b#c", "northwind.example"),
        ("https://jana:secret@northwind.example/", "northwind.example"),
        ("jana@northwind.example", "northwind.example"),
        ("@northwind.example", "northwind.example"),
        ("müller.example", "xn--mller-kva.example"),
        ("Northwind", None),
        ("north wind.example", None),
        ("<script>.example", None),
        ("127.0.0.1", None),
        ("", None),
    ],
)
def test_a_domain_is_found_in_what_was_pasted(typed: str, domain: str | None) -> None:
    assert mail.domain_in(typed) == domain


def test_a_domain_leads_to_those_that_one_company_has() -> None:
    assert mail.within("eu.mail.acme.co.uk") == [
        "eu.mail.acme.co.uk",
        "mail.acme.co.uk",
        "acme.co.uk",
    ]
    assert mail.within("acme.onmicrosoft.com") == ["acme.onmicrosoft.com"]
    assert mail.within("gmail.com") == []
    assert mail.within("co.uk") == []


@pytest.mark.parametrize(
    ("domain", "shared"),
    [
        ("gmail.com", True),
        ("hotmail.com.br", True),
        ("yahoo.co.jp", True),
        ("gmx.at", True),
        ("tutanota.com", True),
        ("privaterelay.appleid.com", True),
        ("onmicrosoft.com", True),
        ("com.au", True),
        ("live", False),
        ("outlook.acme.de", False),
        ("yahoo.consulting", False),
        ("telstra.com", False),
        ("acme.onmicrosoft.com", False),
    ],
)
def test_a_shared_domain_says_nothing_about_a_company(domain: str, *, shared: bool) -> None:
    assert mail.is_shared(domain) is shared


@pytest.mark.parametrize(
    ("address", "nobody"),
    [
        ("no-reply@acme.example", True),
        ("do_not_reply@acme.example", True),
        ("c_188@resource.calendar.google.com", True),
        ("fred@fireflies.ai", True),
        ("ann@fireflies.ai", False),
        ("norah.replyman@acme.example", False),
        ("calendar.google.com@acme.example", False),
    ],
)
def test_rooms_and_programs_are_nobody(address: str, *, nobody: bool) -> None:
    assert mail.is_nobody(address) is nobody
