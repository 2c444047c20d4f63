"""Job boards, with the answers that their documentation describes."""

import json
from html import escape
from typing import Any

import pytest
from aiohttp import web as http

from bot.public_sources.boards import Ashby, Board, Greenhouse, Lever
from bot.public_sources.company import Company, KnownText
from bot.public_sources.jobs import POSTINGS, JobBoards
from bot.public_sources.parsing.page import ReadPage
from bot.public_sources.site_links import board_in, job_boards
from handlers.sources.public.public import Looked, SourceLead
from handlers.sources.public.public_persons import without_private
from tests.delivery.world import MORNING
from tests.public_sources.web import Host, Web

GREENHOUSE, LEVER, ASHBY = "boards-api.greenhouse.io", "api.lever.co", "api.ashbyhq.com"


def greenhouse(web: Web, *jobs: dict[str, Any]) -> Host:
    """A board of Greenhouse. Its list has descriptions only if it is asked for them."""
    host = web.host(GREENHOUSE, for_programs=True)
    listed = [{name: value for name, value in job.items() if name != "content"} for job in jobs]
    answer = {"jobs": listed, "meta": {"total": len(jobs)}}
    host.says("/v1/boards/northwind/jobs", json.dumps(answer), Content_Type="application/json")
    for job in jobs:
        host.says(f"/v1/boards/northwind/jobs/{job['id']}", json.dumps(job))
    return host


def job(id_: int, title: str, content: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A job as Greenhouse answers with it: its HTML is escaped."""
    return {
        "id": id_,
        "title": title,
        "updated_at": "2026-11-20T09:00:00-05:00",
        "location": {"name": "Berlin"},
        "absolute_url": f"https://evil.example/{id_}",
        "content": escape(content),
        "departments": [{"name": "Operations"}],
        **more,
    }


async def look(web: Web, *boards: str, known: dict[str, KnownText] | None = None) -> Looked:
    """What a look at these boards gives."""
    leads = tuple(SourceLead("jobs", board, "linked") for board in boards)
    company = Company("Northwind", ("northwind.example",), MORNING, leads, known or {})
    providers: dict[str, Board] = {
        "greenhouse": Greenhouse(web.base(GREENHOUSE)),
        "lever": Lever(web.base(LEVER)),
        "ashby": Ashby(web.base(ASHBY)),
    }
    async with web.guarded() as guarded:
        return await JobBoards(providers).look(company, web.client(guarded))


async def test_greenhouse(web: Web) -> None:
    greenhouse(
        web,
        job(1, "Dispatcher", "<p>You own our move to <b>Salesforce</b>.</p><p>Day shift</p>"),
        job(2, "RevOps lead", first_published="2026-11-18T09:00:00-05:00"),
    )
    looked = await look(web, "greenhouse:northwind")
    assert (looked.outcome, looked.where) == ("found", "boards.greenhouse.io/northwind")
    lead, dispatcher = looked.texts
    assert lead.published_at
    assert lead.published_at.isoformat() == "2026-11-18T14:00:00+00:00"
    # A time of an edit is no date of publication.
    assert dispatcher.published_at is None
    assert dispatcher.text == "Dispatcher\nBerlin\nYou own our move to Salesforce.\nDay shift"
    assert dispatcher.url == "https://boards.greenhouse.io/northwind/jobs/1"
    assert dispatcher.evidence == "linked"


async def test_a_posting_that_is_known_is_not_read_again(web: Web) -> None:
    host = greenhouse(web, job(1, "Dispatcher"), job(2, "RevOps lead"))
    known = {"https://boards.greenhouse.io/northwind/jobs/1": KnownText("jobs")}
    looked = await look(web, "greenhouse:northwind", known=known)
    assert looked.unchanged == set(known)
    assert [text.title for text in looked.texts] == ["RevOps lead"]
    assert "/v1/boards/northwind/jobs/1" not in host.asked
    assert looked.complete


@pytest.mark.parametrize("status", [404, 410])
async def test_a_posting_that_closes_meanwhile_is_left_out(web: Web, status: int) -> None:
    host = greenhouse(web, job(1, "Dispatcher"), job(2, "RevOps lead"))
    host.says("/v1/boards/northwind/jobs/1", status=status)
    looked = await look(web, "greenhouse:northwind")
    assert [text.title for text in looked.texts] == ["RevOps lead"]


async def test_only_the_newest_postings_of_a_large_board(web: Web) -> None:
    days = [job(n, f"Job {n}", first_published=f"2026-10-{n % 28 + 1:02}") for n in range(300)]
    host = greenhouse(web, *days)
    assert len((await look(web, "greenhouse:northwind")).texts) == POSTINGS
    assert len(host.asked) == POSTINGS + 1


async def test_lever(web: Web) -> None:
    posting = {
        "id": "1-2",
        "text": "Solutions engineer",
        "categories": {"location": "Porto", "team": "Sales", "commitment": "Full-time"},
        "descriptionPlain": "You sell.\nYou travel.",
        "lists": [{"text": "You have", "content": "<li>Salesforce</li><li>SQL</li>"}],
        "hostedUrl": "https://evil.example/1-2",
        "createdAt": 1_763_454_600_000,
        "recruiter": {"name": "Tom Lee"},
    }
    host = web.host(LEVER, for_programs=True)
    asked = "/v0/postings/northwind?mode=json&skip=0&limit=50"
    host.says(asked, json.dumps([posting, "odd", {"id": 3}]))
    (text,) = (await look(web, "lever:northwind")).texts
    assert text.url == "https://jobs.lever.co/northwind/1-2"
    assert text.text == (
        "Solutions engineer\nPorto · Sales\nYou sell.\nYou travel.\nYou have\nSalesforce\nSQL"
    )
    assert text.published_at
    assert text.published_at.year == 2025


async def test_ashby_leaves_out_what_is_not_listed(web: Web) -> None:
    listed = {
        "title": "RevOps lead",
        "department": "Sales",
        "location": "Berlin",
        "publishedAt": "2026-11-18T09:00:00.000+00:00",
        "isListed": True,
        "jobUrl": "https://jobs.ashbyhq.com/northwind/1-2",
        "descriptionPlain": "You own our move to Salesforce.",
    }
    hidden = {**listed, "isListed": False, "title": "Secret"}
    host = web.host(ASHBY, for_programs=True)
    answer = {"apiVersion": "1", "jobs": [hidden, listed]}
    host.says("/posting-api/job-board/northwind", json.dumps(answer))
    (text,) = (await look(web, "ashby:northwind")).texts
    assert (text.title, text.url) == ("RevOps lead", "https://jobs.ashbyhq.com/northwind/1-2")


@pytest.mark.parametrize("board", ["greenhouse:northwind", "lever:northwind", "ashby:northwind"])
async def test_a_board_that_is_gone_has_nothing_and_has_not_failed(web: Web, board: str) -> None:
    for name in (GREENHOUSE, LEVER, ASHBY):
        web.host(name, for_programs=True)
    looked = await look(web, board)
    assert (looked.outcome, looked.texts, looked.complete) == ("nothing", (), False)
    assert looked.where.endswith("/northwind")


async def test_a_board_that_asks_us_to_wait(web: Web) -> None:
    host = web.host(ASHBY, for_programs=True)
    host.says("/posting-api/job-board/northwind", status=429, Retry_After="600")
    looked = await look(web, "ashby:northwind")
    assert looked.outcome == "failed"
    assert looked.wait
    assert looked.wait.total_seconds() == 600


@pytest.mark.parametrize(
    "answer", ["", "{}", "[" * 100_000, '{"jobs": 3}', '{"jobs": [[]]}', "null"]
)
async def test_answers_that_make_no_sense(web: Web, answer: str) -> None:
    web.host(ASHBY, for_programs=True).says("/posting-api/job-board/northwind", answer)
    looked = await look(web, "ashby:northwind")
    assert looked.texts == ()
    assert looked.outcome in ("failed", "nothing")


async def test_one_board_fails_and_the_other_counts(web: Web) -> None:
    greenhouse(web, job(1, "Dispatcher"))

    async def broken(_: http.Request) -> http.Response:
        return http.Response(status=500)

    web.host(ASHBY, for_programs=True).pages["/posting-api/job-board/northwind"] = broken
    looked = await look(web, "ashby:northwind", "greenhouse:northwind")
    assert (looked.outcome, len(looked.texts), looked.complete) == ("found", 1, False)


async def test_without_a_link_no_board_is_guessed(web: Web) -> None:
    host = greenhouse(web, job(1, "Dispatcher"))
    assert await look(web) == Looked("not linked")
    assert host.asked == []


def test_recruiters_in_a_description_are_left_out() -> None:
    text = "You own Salesforce.\nContact your recruiter Tom Lee, tom@northwind.example."
    assert without_private(text, "jobs") == "You own Salesforce."


@pytest.mark.parametrize(
    ("link", "board"),
    [
        ("https://boards.greenhouse.io/northwind", "greenhouse:northwind"),
        ("https://boards.greenhouse.io/embed/job_board/js?for=northwind", "greenhouse:northwind"),
        ("https://job-boards.greenhouse.io/northwind/jobs/123", "greenhouse:northwind"),
        ("https://jobs.lever.co/Northwind/1-2", "lever:Northwind"),
        ("https://jobs.eu.lever.co/northwind", "lever-eu:northwind"),
        ("https://jobs.ashbyhq.com/North%20wind/1-2", "ashby:North wind"),
        ("https://jobs.ashbyhq.com/", ""),
        ("https://jobs.ashbyhq.com.evil.example/northwind", ""),
        ("https://jobs.lever.co/..%2f..", ""),
        ("https://example.com/jobs.lever.co/northwind", ""),
    ],
)
def test_the_board_that_a_link_names(link: str, board: str) -> None:
    assert board_in(link) == board


def test_a_page_that_links_to_many_boards_names_other_companies() -> None:
    many = tuple(f"https://jobs.lever.co/customer{n}" for n in range(3))
    assert list(job_boards([ReadPage(links=many)])) == []
    own = ReadPage(links=(many[0], f"{many[0]}/1-2"))
    assert [lead.at for lead in job_boards([own, ReadPage(links=many)])] == ["lever:customer0"]
