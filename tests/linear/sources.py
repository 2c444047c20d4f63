"""Public sources, feeds, CRMs and language models."""

from bot.crm import soql
from bot.intake import text as intake
from bot.model.reading import in_form
from bot.public_sources.parsing import page as public_page
from handlers import limits
from handlers.coaching.proposals import SeenText, proposals
from handlers.coaching.text.normalising import unhyphenated
from handlers.knowledge import web_addresses
from handlers.knowledge.web_addresses import NotFetched
from handlers.model.answers import Claim, Claims, GroupName, GroupNames
from handlers.model.cleaning import cleaned
from handlers.model.quotes import Segment, SourceText
from handlers.model.research import PageText, proposed_answers
from handlers.model.themes import theme_names
from handlers.sources.crm import crm_companies
from handlers.sources.public import public, public_persons
from tests.linear.exercise import NOW, PLAYBOOK, Exercise, of


def _web_address(typed: str) -> object:
    try:
        return web_addresses.web_address(f"https://{typed}")
    except NotFetched:
        return None


def _asked_of_a_model(said: str) -> object:
    page = PageText(said, "a")
    claims = Claims(answers=[Claim(question=1, segment=1, quote=said[:300], answer=said)])
    source = SourceText([Segment(1, said)])
    found = source.find(1, f"{said[:60]} … {said[100:150]}")
    names = GroupNames(names=[GroupName(group=1, name=said)])
    return (
        *(found, source.find(1, said[1:200]), unhyphenated(said), cleaned(said, limits.MESSAGE)),
        proposed_answers([claims], page, {"q": said}),
        theme_names(names, [[said]]),
        in_form(said, GroupNames),
    )


def _proposed_from(said: str) -> object:
    text = SeenText("site", "a", "a", said[:200], said, "own site", None, NOW)
    item = SeenText("wikidata", "a", "a", said[:200], said, "own site", None, NOW)
    return proposals([text, item], PLAYBOOK.signals, NOW)


EXERCISES = {
    "text from a page": Exercise(
        lambda sent: (intake.from_html(sent, 2_000), intake.has_line_breaks(sent)),
        intake.MAX_HTML,
        tuple(
            f"bot.intake.text.{name}"
            for name in ("_BREAK", "_LINE_BREAK", "_PICTURE_AS_TEXT", "_INVISIBLE")
        ),
        ("data:image/", "<br", "<br ", "< ", "</p", "]]>", "<![CDATA[", "&#60;"),
    ),
    "a page of a company": Exercise(
        lambda sent: (
            public_page._CIK.findall(sent),
            public_page._WIKIDATA.findall(sent),
            public_page.decoded(sent.encode(errors="replace"), sent),
        ),
        20_000,
        tuple(
            f"bot.public_sources.parsing.page.{name}" for name in ("_CIK", "_WIKIDATA", "decoded()")
        ),
        ("CIK ", "CIK no ", "https://wikidata.org/wiki/Q", "charset=", "charset='"),
    ),
    "text from a public source": Exercise(
        lambda sent: (
            public_persons.without_private(sent, "jobs"),
            public_persons.without_people(sent[:4_000], lambda name: name == "Jana Novak"),
            public_persons._DATE.fullmatch(sent),
        ),
        public.MAX_TEXT,
        tuple(
            f"handlers.sources.public.public_persons.{name}"
            for name in (
                "_MAIL",
                "_PHONE",
                "_AGE",
                "_PROFILE",
                "_SENTENCE_END",
                "_WORD",
                "_DATE",
                "_NAME",
            )
        ),
        ("a@", "a(at)", "a.a", "0 ", "+0", "01.", ", age ", "x.linkedin.com/in/", "She is sick. "),
    ),
    "a value from a CRM": Exercise(
        lambda sent: (
            crm_companies._AMOUNT.fullmatch(sent),
            crm_companies._CURRENCY.fullmatch(sent),
            soql._NAME.fullmatch(sent),
            soql._ID.fullmatch(sent),
        ),
        20_000,
        (
            "handlers.sources.crm.crm_companies._AMOUNT",
            "handlers.sources.crm.crm_companies._CURRENCY",
            "bot.crm.soql._ID",
            "bot.crm.soql._NAME",
        ),
        ("0", "-", "1.", "EUR", "a", "A_", "001"),
    ),
    "an address": Exercise(
        _web_address, web_addresses.MAX_ADDRESS, ("handlers.knowledge.web_addresses._HOST",)
    ),
    "what a public source proposes": Exercise(
        _proposed_from,
        limits.MESSAGE,
        of("handlers.coaching.proposals", "_NUMBER", "_VALUE", "_WORD"),
        ("1.1", "Aa ", "a: ", "We have acquired A. ", ": (", "1,"),
    ),
    "what a model says, and what it is shown": Exercise(
        _asked_of_a_model,
        limits.MESSAGE,
        (
            *of(
                "handlers.coaching.support",
                "_DOMAIN",
                "_NAME",
                "_NUMBER",
                "_WORD",
                "is_supported()",
            ),
            *of("handlers.model.cleaning", "_LINK", "_MARKUP", "_MENTION", "_SPACES"),
            *of("handlers.coaching.text.normalising", "_HYPHENATED"),
            *of("handlers.model.quotes", "_LEFT_OUT", "_NO_END", "_NUMBER_AFTER"),
            *of("handlers.model.quotes", "_NUMBER_BEFORE", "_WORD"),
            *of("handlers.model.research", "_PARAGRAPH"),
            "bot.model.reading._FENCE",
        ),
        (
            *("...", "[...]", "… ", "1. ", "z. B. ", "a-\n", "-\n ", "\n\n ", "\n \n", "\n- "),
            *(
                "http://",
                "www.",
                "a.com",
                "a.a.",
                "mailto:a",
                "<@a",
                "<a ",
                "</a",
                "[a](",
                "![",
                "**",
            ),
            *("```", "```a ", "</think>", "{", "1,", "1 1", "A", " A", "A'", "a. A"),
        ),
    ),
}
