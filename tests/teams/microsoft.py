"""Draws Adaptive Cards with Microsoft's own renderer, configured as in Teams, in Chromium."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Page, ViewportSize

from tests.playground.browser import DESKTOP
from tests.teams.npm import ADAPTIVE_CARDS, folder

Json = dict[str, Any]


def _colours(**pairs: str) -> Json:
    return {
        name: {"default": colour, "subtle": "#616161" if name == "default" else colour}
        for name, colour in pairs.items()
    }


COLOURS = _colours(
    default="#242424", accent="#4f52b2", attention="#c4314b", good="#237b4b", warning="#835c00"
)
LABEL = {"size": "default", "weight": "bolder"}
HOST: Json = {
    "fontFamily": "sans-serif",
    "fontSizes": {"small": 12, "default": 14, "medium": 16, "large": 18, "extraLarge": 24},
    "lineHeights": {"small": 16, "default": 20, "medium": 22, "large": 24, "extraLarge": 32},
    "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "padding": 16},
    "separator": {"lineThickness": 1, "lineColor": "#d1d1d1"},
    "containerStyles": {
        "default": {"backgroundColor": "#ffffff", "foregroundColors": COLOURS},
        "emphasis": {"backgroundColor": "#f5f5f5", "foregroundColors": COLOURS},
    },
    "actions": {
        "maxActions": 6,
        "actionsOrientation": "horizontal",
        "actionAlignment": "left",
        "buttonSpacing": 8,
    },
    "inputs": {
        "label": {
            "inputSpacing": "small",
            "requiredInputs": LABEL | {"suffix": " *", "suffixColor": "attention"},
            "optionalInputs": LABEL,
        },
        "errorMessage": {"size": "small", "color": "attention", "weight": "bolder"},
    },
}
STYLE = """
body { margin: 0; background: #ebebeb; }
main { box-sizing: border-box; max-width: 500px; margin: 12px; background: #fff; }
main { border-radius: 8px; overflow: hidden; border: 1px solid #d1d1d1; }
button.ac-pushButton { padding: 5px 12px; border: 1px solid #d1d1d1; border-radius: 4px; }
button.ac-pushButton { background: #fff; color: #242424; font: 600 14px sans-serif; }
button.ac-pushButton div { white-space: normal; }
button.style-positive { background: #5b5fc7; color: #fff; }
button.style-destructive { color: #c4314b; }
.ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
.ac-input { font: 14px sans-serif; padding: 6px; box-sizing: border-box; max-width: 100%; }
.ac-textRun, .ac-richTextBlock { overflow-wrap: anywhere; }
"""
# Teams reads markdown in text blocks and facts alone, by design; so does this.
DRAW = """([card, host]) => {
    const markdown = [], executed = [];
    AdaptiveCards.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
    AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
        markdown.push(text);
        const words = document.createElement("p");
        words.textContent = text;
        result.outputHtml = words.outerHTML;
        result.didProcess = true;
    };
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = new AdaptiveCards.HostConfig(host);
    drawn.onExecuteAction = (action) => executed.push(
        {verb: action.verb, data: action.data});
    const reading = new AdaptiveCards.SerializationContext();
    drawn.parse(card, reading);
    const events = Array.from({length: reading.eventCount}, (_, at) => reading.getEventAt(at))
        .concat(drawn.validateProperties().validationEvents);
    const main = document.querySelector("main");
    main.replaceChildren(drawn.render());
    window.executed = executed;
    const hidden = [...main.querySelectorAll("input, textarea, option")];
    return {
        problems: events.map((event) => event.message),
        markdown,
        text: [main.innerText, ...hidden.map((each) => each.text || each.value)].join("\\n"),
        links: [...main.querySelectorAll("a")].map((each) => each.getAttribute("href")),
        tags: [...new Set([...main.querySelectorAll("*")].map((each) => each.localName))],
        overflow: main.scrollWidth - main.clientWidth,
    };
}"""


@dataclass(frozen=True)
class Drawn:
    """The result for a card: the renderer's `problems`, and the `markdown` that it read."""

    problems: list[str]
    markdown: list[str]
    text: str
    links: list[str]
    tags: list[str]
    overflow: int  # pixels that stand out at the side


class Client:
    """A page that shows one card at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def draw(self, card: Json) -> Drawn:
        """Show a card."""
        return Drawn(**await self.page.evaluate(DRAW, [card, HOST]))

    async def executed(self) -> list[Json]:
        """What the shown card sent to its bot: verb and data."""
        found: list[Json] = await self.page.evaluate("window.executed")
        return found


@asynccontextmanager
async def client(browser: Browser, viewport: ViewportSize = DESKTOP) -> AsyncIterator[Client]:
    """A client of that size. Fails at the end if anything went wrong in it."""
    context = await browser.new_context(viewport=viewport, offline=True)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    await page.set_content(f"<style>{STYLE}</style><main></main>")
    await page.add_script_tag(path=folder(ADAPTIVE_CARDS) / "dist" / "adaptivecards.min.js")
    yield Client(page)
    await context.close()
    assert wrong == []
