"""Guesses of what a call is for and of people's buying roles, on labelled lists.

The playbook's words were written with the first half of each list in view, and never with the
second.
"""

import pytest

from handlers.coaching.call_kinds import guess_kind, guess_role
from storage.choices import BuyingRole, CallKind, Stage
from tests.shipped import SHIPPED_PLAYBOOK

BOOK = SHIPPED_PLAYBOOK
NAMES = ("Demo Logistics Ltd", "Mark Price", "Jana Keller")

# title, goal, stage, the kind it is
Call = tuple[str, str, Stage, CallKind]
SEEN: list[Call] = [
    ("Northwind <> Attune: discovery", "", "discovery", "discovery"),
    ("Scoping call", "", "evaluation", "discovery"),
    ("Intro", "", "evaluation", "discovery"),
    ("Intro: Demo Logistics", "", "evaluation", "discovery"),
    ("Call with Mark Price", "", "decision", "other"),
    ("Price review with Mark Price", "", "decision", "pricing"),
    ("Jana / Lena", "", "discovery", "discovery"),
    ("Jana / Lena", "", "evaluation", "other"),
    ("Jana / Lena", "", "customer", "review"),
    ("Product demo", "", "evaluation", "demo"),
    ("Demo of onboarding module", "", "evaluation", "demo"),
    ("Demo follow-up", "", "evaluation", "other"),
    ("Renewal kick-off", "", "customer", "renewal"),
    ("Pilot pricing", "", "decision", "pricing"),
    ("Pilot review", "", "evaluation", "demo"),
    ("Cold chain planning", "", "evaluation", "other"),
    ("No-show: new date", "", "discovery", "discovery"),
    ("Security review", "", "decision", "procurement"),
    ("RFP questions", "", "evaluation", "procurement"),
    ("DPA redlines", "", "decision", "procurement"),
    ("QBR Q3", "", "customer", "review"),
    ("Check-in", "", "customer", "review"),
    ("Check-in", "Agree on the renewal", "customer", "renewal"),
    ("Catch-up", "Talk about our proposal", "decision", "pricing"),
    ("Kick-off", "", "customer", "kick_off"),
    ("Escalation: imports", "", "customer", "bad_news"),
    ("Price increase 2027", "", "customer", "bad_news"),
    ("Proposal walkthrough", "", "decision", "pricing"),
    ("", "Hear what price they pay today", "discovery", "discovery"),
    ("", "Ask what they disliked in the last demo", "evaluation", "other"),
    ("Contact request from the website", "", "discovery", "inbound"),
    ("Cold call", "", "discovery", "cold"),
]
ASIDE: list[Call] = [
    ("Requirements workshop", "", "evaluation", "discovery"),
    ("Discovery call 2: warehouse", "", "discovery", "discovery"),
    ("Introduction of the new account lead", "", "evaluation", "discovery"),
    ("Meeting with Demo Logistics", "", "decision", "other"),
    ("Weekly sync", "", "evaluation", "other"),
    ("Weekly sync", "Show them our quote", "decision", "pricing"),
    ("Attune demo for the dispatch team", "", "evaluation", "demo"),
    ("POC results", "", "evaluation", "demo"),
    ("Trial: week two", "", "evaluation", "demo"),
    ("Demonstration of route planning", "", "discovery", "demo"),
    ("Quote for 40 seats", "", "decision", "pricing"),
    ("Commercials", "", "decision", "pricing"),
    ("Contract negotiation", "", "decision", "pricing"),
    ("Vendor onboarding form", "", "decision", "procurement"),
    ("Infosec questionnaire", "", "evaluation", "procurement"),
    ("Legal: last points", "", "decision", "procurement"),
    ("Meeting procurement", "", "decision", "procurement"),
    ("Renewal 2027", "", "customer", "renewal"),
    ("Quarterly business review", "", "customer", "review"),
    ("Annual review", "", "customer", "review"),
    ("EBR with the board", "", "customer", "review"),
    ("Onboarding: first week", "", "customer", "kick_off"),
    ("Handover to support", "", "customer", "kick_off"),
    ("Go-live planning", "", "customer", "kick_off"),
    ("Outage on Monday", "", "customer", "bad_news"),
    ("Delay of the interface", "", "customer", "bad_news"),
    ("Complaint about invoices", "", "customer", "bad_news"),
    ("Touch point", "Explain the outage", "customer", "bad_news"),
    ("", "Find out when the contract with Routely ends", "evaluation", "other"),
    ("", "Get the security questionnaire done", "decision", "procurement"),
    ("Your enquiry", "", "discovery", "inbound"),
    ("Outbound: first call", "", "discovery", "cold"),
]

Title = tuple[str, BuyingRole]
TITLES_SEEN: list[Title] = [
    ("VP Procurement", "procurement"),
    ("Head of Purchasing", "procurement"),
    ("Strategic Buyer", "procurement"),
    ("Media Buyer", "other"),
    ("Vendor Manager", "procurement"),
    ("CIO", "technical"),
    ("Head of IT", "technical"),
    ("VP IT", "technical"),
    ("Information Security Officer", "technical"),
    ("Solution Architect", "technical"),
    ("System Administrator", "technical"),
    ("Office Administrator", "other"),
    ("CEO", "economic_buyer"),
    ("VP Operations", "economic_buyer"),
    ("Managing Director", "economic_buyer"),
    ("Chief of Staff", "other"),
    ("Product Owner", "other"),
    ("Owner", "economic_buyer"),
    ("Dispatcher", "user"),
    ("Team Lead, Planning", "user"),
    ("Volunteer", "other"),
]
TITLES_ASIDE: list[Title] = [
    ("Director of Strategic Sourcing", "procurement"),
    ("Purchaser", "procurement"),
    ("Contracts Manager", "procurement"),
    ("Chief Procurement Officer", "procurement"),
    ("CTO", "technical"),
    ("CISO", "technical"),
    ("Data Privacy Officer", "technical"),
    ("IT Manager", "technical"),
    ("Lead Developer", "technical"),
    ("Enterprise architect", "technical"),
    ("CFO", "economic_buyer"),
    ("Chief Operating Officer", "economic_buyer"),
    ("Founder & President", "economic_buyer"),
    ("General Manager, North", "economic_buyer"),
    ("SVP Sales", "economic_buyer"),
    ("Process Owner", "other"),
    ("Route planner", "user"),
    ("Logistics Coordinator", "user"),
    ("Operations Analyst", "user"),
    ("Shift supervisor", "user"),
    ("Board member", "other"),
]


def kind_of(title: str, goal: str, stage: Stage, *, with_them: bool = True) -> CallKind:
    return guess_kind(title, goal, stage=stage, names=NAMES, kinds=BOOK.kinds, with_them=with_them)


@pytest.mark.parametrize(("title", "goal", "stage", "kind"), SEEN)
def test_the_kind_of_a_call(title: str, goal: str, stage: Stage, kind: CallKind) -> None:
    assert kind_of(title, goal, stage) == kind


@pytest.mark.parametrize(("title", "role"), TITLES_SEEN)
def test_the_part_in_a_purchase(title: str, role: BuyingRole) -> None:
    assert guess_role(title, BOOK.roles) == role


def test_nine_of_ten_that_were_kept_aside_are_right() -> None:
    calls = [kind_of(title, goal, stage) == kind for title, goal, stage, kind in ASIDE]
    titles = [guess_role(title, BOOK.roles) == role for title, role in TITLES_ASIDE]
    assert sum(calls) >= 0.9 * len(calls)
    assert sum(titles) >= 0.9 * len(titles)
    assert len(SEEN) + len(ASIDE) >= 60
    assert len(TITLES_SEEN) + len(TITLES_ASIDE) >= 40


@pytest.mark.parametrize("title", ["Prep: Northwind", "Demo debrief", "Internal: pricing", "1:1"])
def test_a_call_is_internal_only_if_nobody_of_theirs_comes(title: str) -> None:
    assert kind_of(title, "", "evaluation", with_them=False) == "internal"
    assert kind_of(title, "", "evaluation", with_them=True) != "internal"


def test_a_name_is_left_out_where_it_is_used_and_nowhere_else() -> None:
    assert kind_of("Demo / Lena", "", "evaluation") == "other"
    assert kind_of("Demo Logistics Ltd: demo", "", "evaluation") == "demo"
