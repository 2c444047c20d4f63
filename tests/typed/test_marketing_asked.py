"""Which lines ask about marketing, and what they name."""

import pytest

from handlers.typed.marketing.insight_said import insight_said
from handlers.typed.marketing.marketing_asked import (
    MarketingAsked,
    MarketingSubject,
    marketing_asked,
)

ASKED: dict[MarketingSubject, str] = {
    "insights": """
        insights
        show me all our insights pls
        any new insights?
        which insights do we have
        latest insights from marketing
        whats new from marketing
        any news from marketing this week
        what did marketing publish""",
    "figures": """
        who used our battlecard
        which insights are used
        which insights work best
        which insigths work best
        which inisghts are perfroming best
        which insight gets used most
        who used my insight
        how are my insights performing
        did anyone use my insight
        any feedback on my insight
        most used insights""",
    "what works": """
        whats working
        what works best?
        show me the figures""",
    "suggestions": """
        suggestions
        what did reps suggest
        what did the reps propose this week
        any sugestions from sales""",
    "one insight": "how is my insight doing",
    "readers": """
        who sees my insights
        who can read an insight?
        who sees this insight""",
    "publish": """
        publish now
        publish it please
        publish my draft""",
    "write": """
        write an insight
        new insight
        i want to add an insight
        can you publish a new insight""",
    "drafts": "show me my drafts",
    "feeds": "which feeds do we have",
    "asks": """
        any news from sales
        questions from sales
        any new questions from the reps?
        what are reps asking
        what do reps aks
        what does sales need from us
        what have reps passed on this week
        open asks
        feedback from sales
        what needs my answer""",
    "own asks": """
        my asks
        what did i send to marketing
        has marketing answered""",
    "news": """
        whats new
        What's new today?
        anything new""",
    "themes": """
        themes
        what themes are there this month
        what are buyers saying
        what do customers tell us?
        what do customers complain about
        what are buyers asking about?
        what topics come up most
        what objections come up
        what objectoins keep coming up
        which complaints come up most
        what r customers complaining about
        what do ppl say
        what are buyers sayin
        which topics keep coming up in calls
        voice of the customer""",
    "competitors": """
        competitors
        which competitors come up
        who are teh competitors
        who are our competitrs
        who do we lose against
        who do we lose deals to?
        which competitors do we lose to
        which competitor do buyers name most often
        any competitors this month""",
    "battlecards": """
        battlecards
        which battlecards do we have""",
    "exchange": """
        how are marketing and sales doing
        how do sales and marketing work together
        marketing and sales""",
}
NAMED = {
    "what are buyers saying about pricing": MarketingAsked("voice", "pricing"),
    "What do other customers say about the drivers?": MarketingAsked("voice", "drivers"),
    "what are customers sayin about route changes": MarketingAsked("voice", "route changes"),
    "what ppl say about migration": MarketingAsked("voice", "migration"),
    "is anyone mentioning integrations": MarketingAsked("voice", "integrations"),
    "how often is routely mentioned": MarketingAsked("voice", "routely"),
    "does pricing come up a lot?": MarketingAsked("voice", "pricing"),
    "what are they saying about pricing": MarketingAsked("their voice", "pricing"),
    "what do they say about routely": MarketingAsked("their voice", "routely"),
    "what are they saying about night shifts": MarketingAsked("their voice", "night shifts"),
    "what do hospitals care about": MarketingAsked("their voice", "hospitals"),
    "what do dispatchers say": MarketingAsked("their voice", "dispatchers"),
    "whats the best insight for logistics": MarketingAsked("best for", "logistics"),
    "what works in logistics": MarketingAsked("best for", "logistics"),
    "most used insight about drivers": MarketingAsked("best for", "drivers"),
    "morning, anything for me?": MarketingAsked("asks"),
    "anything waiting?": MarketingAsked("asks"),
    "questions": MarketingAsked("asks"),
    "who asked that": MarketingAsked("asks"),
    "whats scheduled": MarketingAsked("insights"),
    "what should i write about next": MarketingAsked("themes"),
    "can you make a summary for my boss": MarketingAsked("summary"),
    "what reps used": MarketingAsked("figures"),
    "how is the depot insight doing": MarketingAsked("one insight", "depot"),
    "did anyone use the depot insight": MarketingAsked("one insight", "depot"),
    "who used the depot insight?": MarketingAsked("one insight", "depot"),
    "did the depot insight land": MarketingAsked("one insight", "depot"),
    "how often was the depot insight used": MarketingAsked("one insight", "depot"),
    "write an insight about Drivers and video": MarketingAsked("write", "Drivers and video"),
}
OTHER = (
    "the insights landed",
    "the insight works",
    "insights are new to them",
    "the competition",
    "there is competition",
    "they named a competitor",
    "our competitors are cheaper",
    "competitors are circling northwind",
    "themes at northwind matter to ruben",
    "what do reps say",
    "what do they want",
    "is jana coming",
    "are they coming up friday",
    "how often is the call",
    "jana asked questions",
    "the theme of the call was price",
    "insights for northwind",
    "any insights on pricing",
    "sales wants news",
    "reps at northwind asked for scanners",
    "write an insightful summary",
    "new insight into their budget",
    "marketing is new at northwind",
    "is marketing in the call",
    "the feeds are broken",
    "who sees the depot",
    "who gives my insights",
    "the main topic was price",
    "publish the northwind story",
    "the depot insight",
    "who did northwind lose to",
    "we lose against globex",
    "what are these",
    "what is worked on",
    "the objections came up again",
    "the figures were right",
    "the suggestions were fine",
    "they suggest a pilot",
    "",
)


@pytest.mark.parametrize(
    ("about", "line"),
    [(about, one.strip()) for about, lines in ASKED.items() for one in lines.strip().splitlines()],
)
def test_a_line_asks_about_marketing(about: MarketingSubject, line: str) -> None:
    assert marketing_asked(line) == MarketingAsked(about)


@pytest.mark.parametrize("line", NAMED)
def test_a_line_names_what_it_is_about(line: str) -> None:
    assert marketing_asked(line) == NAMED[line]


@pytest.mark.parametrize("line", OTHER)
def test_any_other_line_asks_nothing_of_marketing(line: str) -> None:
    assert marketing_asked(line) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("insight: drivers want a video", "drivers want a video"),
        ("New insight: a price: per depot", "a price: per depot"),
        ("tell sales: drivers want a video", "drivers want a video"),
        ("Tell the reps that drivers want a video", "drivers want a video"),
        ("let sales know that drivers\nwant a video", "drivers\nwant a video"),
        ("tell sales we ship in january", "we ship in january"),
        ("Tell the reps Globex raised\nits prices", "Globex raised\nits prices"),
        ("let sales know we ship in january", "we ship in january"),
        ("tell sales it is late", ""),
        ("tell sales about the new price", ""),
        ("tell sales thanks", ""),
        ("let sales decide on friday", ""),
        ("insight pricing", ""),
        ("insight:", ""),
        ("tell sales to call me", ""),
        ("tell the team that we won", ""),
        ("northwind insight: drivers want a video", ""),
        ("jana: tell sales that we wait", ""),
    ],
)
def test_what_sales_should_know_is_read(line: str, said: str) -> None:
    assert insight_said(line) == said


@pytest.mark.parametrize(
    ("text", "about", "words"),
    [
        ("who can see what I publish", "readers", ""),
        ("write a battlecard", "write", ""),
        ("publish a battlecard about Routely", "write", "Routely"),
        ("I want to publish something about Routely", "write", "Routely"),
        ("when does the routely one go out", "one insight", "routely"),
        ("how many reps opened the Routely one?", "one insight", "routely"),
        ("who used the Routely one so far", "one insight", "routely"),
    ],
)
def test_what_marketers_ask_about_what_they_publish(
    text: str, about: MarketingSubject, words: str
) -> None:
    assert marketing_asked(text) == MarketingAsked(about, words)


@pytest.mark.parametrize("text", ["who is the one", "when will they have one", "who used the one"])
def test_one_that_is_no_insight(text: str) -> None:
    assert marketing_asked(text) is None
