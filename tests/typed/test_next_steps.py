"""Which account a typed next step is for, and what it is."""

import pytest

from handlers.typed.calls.next_steps import step_in


@pytest.mark.parametrize(
    ("typed", "about", "step"),
    [
        ("next step northwind: send the plan", "northwind", "send the plan"),
        ("My next step with Northwind is to send it", "Northwind", "send it"),
        ("northwind's next step: a demo: friday", "northwind", "a demo: friday"),
        ("next step for alder is a demo", "alder", "a demo"),
        ("next step for alder is unclear", "", ""),
        ("whats the next step for alder: a demo?", "", ""),
        ("is the next step for alder - a demo", "", ""),
        ("next step: send it", "", ""),
        ("next step northwind:", "", ""),
        ("jana wants a next step for alder: a demo", "", ""),
        ("", "", ""),
    ],
)
def test_a_next_step_names_its_account(typed: str, about: str, step: str) -> None:
    assert step_in(typed) == (about, step)
