"""Choose among the links of a company's page. All functions are pure."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import parse_qs, unquote

from yarl import URL

from bot.public_sources.company import Company
from bot.public_sources.parsing.page import ReadPage
from handlers.sources.public.public import SourceLead

ARTICLES = 4  # we read at most this many articles from a news page
FEEDS = 2
BOARDS = 2


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The last part of a page's address shows the page's section. These are such parts, in several
# languages.
_SECTIONS = {
    "about": _names(
        """
        about about-us aboutus company our-company our-story who-we-are ueber-uns uber-uns
        unternehmen a-propos qui-sommes-nous entreprise sobre sobre-nosotros quienes-somos empresa
        chi-siamo azienda over-ons om-oss om-os o-nas
        """
    ),
    "news": _names(
        """
        news newsroom press press-releases media blog insights aktuelles neuigkeiten presse
        actualites actualité noticias novedades prensa notizie stampa nieuws nyheter nyheder
        """
    ),
    "careers": _names(
        """
        careers career jobs join-us work-with-us vacancies karriere stellenangebote stellen
        jobs-karriere carriere carrieres recrutement emplois empleo trabaja-con-nosotros
        lavora-con-noi carriera
        vacatures werken-bij jobb ledige-stillinger kariera
        """
    ),
}
SECTION_NAMES = tuple(_SECTIONS)
_COMMENTS = ("/comments", "comments/feed")
_BOARDS = {
    "boards.greenhouse.io": "greenhouse",
    "job-boards.greenhouse.io": "greenhouse",
    "boards-api.greenhouse.io": "greenhouse",
    "jobs.lever.co": "lever",
    "jobs.eu.lever.co": "lever-eu",
    "api.lever.co": "lever",
    "api.eu.lever.co": "lever-eu",
    "jobs.ashbyhq.com": "ashby",
    "api.ashbyhq.com": "ashby",
}
# Parts of a path that come before the name of a board.
_BEFORE_NAME = _names("v0 v1 boards postings posting-api job-board embed")


def sections(links: Iterable[str], company: Company) -> dict[str, str]:
    """Return the company's pages about itself, its news and its jobs, by section.

    If a section has several pages, take the one with the shortest address.
    """
    own = sorted((link for link in links if company.has_address(link)), key=len)
    found: dict[str, str] = {}
    for link in own:
        parts = _path(link)
        for section, names in _SECTIONS.items():
            if parts and len(parts) <= 3 and parts[-1] in names:
                found.setdefault(section, link)
    return found


def is_start(url: str, domain: str) -> bool:
    """Return whether an address is the first page of a domain's site."""
    host = (URL(url).raw_host or "").removeprefix("www.")
    return host == domain and not _path(url)


def is_about_jobs(url: str) -> bool:
    """Return whether an address is that of a page about jobs."""
    parts = _path(url)
    return bool(parts) and parts[-1] in _SECTIONS["careers"]


def is_below(url: str, page: str) -> bool:
    """Return whether an address is below a page, as "/news/merger" is below "/news"."""
    start = _path(page)
    return len(_path(url)) > len(start) and _path(url)[: len(start)] == start


def articles(page: ReadPage, news: str, company: Company) -> list[str]:
    """Return the first articles that a news page links to, in the order of the page."""
    below = [
        link
        for link in page.links
        if company.has_address(link)
        and is_below(link, news)
        and len(_path(link)[-1]) >= 10  # page numbers and categories are shorter
        and "-" in _path(link)[-1]
        and _path(link)[-2] not in ("tag", "category", "author", "authors", "topics")
    ]
    return below[:ARTICLES]


def feeds(pages: Iterable[ReadPage], company: Company) -> Iterator[SourceLead]:
    """Yield the first `FEEDS` feeds that the company's pages link to, except feeds of comments."""
    links = dict.fromkeys(link for page in pages for link in page.feeds)
    kept = [link for link in links if not any(part in link for part in _COMMENTS)]
    for link in kept[:FEEDS]:
        yield SourceLead("feed", link, "own site" if company.has_address(link) else "linked")


def job_boards(pages: Sequence[ReadPage]) -> Iterator[SourceLead]:
    """Yield the job boards that the company's pages link to, such as "greenhouse:acme".

    Only the first page with a board counts. If that page names more than two boards, we assume that
    the boards belong to other companies, as on the site of a recruiter. Then we yield none.
    """
    for page in pages:
        names = (board_in(link) for link in (*page.embedded, *page.links))
        boards = list(dict.fromkeys(name for name in names if name))
        if boards:
            if len(boards) <= BOARDS:
                yield from (SourceLead("jobs", board, "linked") for board in boards)
            return


def board_in(link: str) -> str:
    """Return the job board that an address names, such as "lever:acme", or ""."""
    try:
        url = URL(link)
    except ValueError:
        return ""
    provider = _BOARDS.get((url.raw_host or "").casefold())
    if not provider:
        return ""
    asked = parse_qs(url.raw_query_string).get("for", [""])[0]
    rest = [part for part in _path(link, fold=False) if part.casefold() not in _BEFORE_NAME]
    name = asked or (rest[0] if rest else "")
    return f"{provider}:{name}" if _is_board_name(name) else ""


def _is_board_name(name: str) -> bool:
    is_plain = all(mark.isalnum() or mark in "-_. " for mark in name)
    return is_plain and name[:1].isalnum() and len(name) <= 80


def _path(link: str, *, fold: bool = True) -> list[str]:
    parts = [unquote(part) for part in URL(link).raw_path.split("/") if part]
    if not fold:
        return parts
    return [part.casefold().removesuffix(".html").removesuffix(".php") for part in parts]
