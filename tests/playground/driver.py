"""A person in the playground, over HTTP and without a browser: `tests.dialogue.Dialogue`."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bot.base.background import Background
from bot.playground.renderer import card_html
from handlers.cards import Card
from tests.dialogue import Offer
from tests.playground.client import Client
from tests.playground.html import Page

REQUIRED = "This is required."
QUICK = re.compile(r'<form class="quick".*?</form>', re.DOTALL)
SEEN = (
    "SELECT id, author, html FROM playgroundpost WHERE place = ? AND audience IN ('', ?) "
    "ORDER BY id"
)
PUBLIC = (
    "SELECT html FROM playgroundpost WHERE place = ? AND audience = '' AND author = 'attune' "
    "ORDER BY id"
)


QuickForm = tuple[int | None, str, str]  # a form within a message: the post, name and subject


@dataclass
class PlaygroundUser:
    """Acts over HTTP. What they see is read from the database at `file`.

    A test looks at the screen without awaiting, before the page could receive pushed messages. The
    rows are what it would receive.
    """

    client: Client
    file: Path
    background: Background
    problems: dict[str, str] = field(default_factory=dict)
    place: str = "attune"
    _form: str | None = None
    _form_post: int | None = None
    _filled: dict[str, str] = field(default_factory=dict)
    _typed: dict[QuickForm, dict[str, str]] = field(default_factory=dict)
    _shown: tuple[int | None, str] = (None, "")
    _known: int = 0
    _home: str = ""

    # What they see

    @property
    def id(self) -> str:
        """Who they are in the playground."""
        return self.client.who

    @property
    def screen(self) -> str:
        """The open form, otherwise the newest answer."""
        return self.form if self.form is not None else Page(self._latest()[1]).screen

    @property
    def form(self) -> str | None:
        """The open form."""
        return None if self._form is None else Page(self._form).screen

    @property
    def messages(self) -> list[str]:
        """What Attune wrote to them, oldest first."""
        return [Page(html).screen for _, author, html in self._posts() if author == "attune"]

    def sees(self, *words: str) -> None:
        """Fail unless all of these are on the screen."""
        for each in words:
            assert each in self.screen, f"no {each!r} in:\n{self.screen}"

    def sees_nothing_of(self, *words: str) -> None:
        """Fail if any of these is on the screen."""
        for each in words:
            assert each not in self.screen, f"{each!r} in:\n{self.screen}"

    def reads(self, channel: str) -> list[str]:
        """What Attune wrote to everybody in a channel, oldest first."""
        with closing(sqlite3.connect(self.file)) as database:
            said = database.execute(PUBLIC, (channel,)).fetchall()
        return [Page(html).screen for (html,) in said]

    # What they do

    def goes_to(self, channel: str) -> None:
        """Be in a channel, or with Attune alone."""
        self.place = channel or "attune"

    async def types(self, words: str) -> None:
        """Send words from where they are."""
        await self._follow(None, await self.client.say(words, self.place))

    async def drops(self, name: str, content: bytes) -> None:
        """Drop a file where they are."""
        await self._follow(None, await self.client.drop(name, content, self.place))

    async def pastes(self, words: str) -> None:
        """Paste a text, and send it."""
        await self.types(words)

    async def presses(self, label: str) -> None:
        """Press the newest button with this label."""
        on, button = self._find_button(label)
        post = None if "data-beside" in button else on
        asked = {"action": button["data-action"], "value": button["data-value"]}
        answer = await self.client.act("press", place=self.place, post=post, on=on, **asked)
        await self._follow(post, answer)

    def offers(self, card: Card) -> Iterator[Offer]:
        """Each button of a card, as the page shows it."""
        for _, button in Page(str(card_html(card))).buttons:
            if "data-action" not in button:
                continue
            named = (button["data-action"], button["data-value"])
            yield named, partial(self.client.press, None, *named)

    async def uses(self, shortcut: str, on: str | None = None) -> None:
        """Choose a menu entry, for a message with these words or for none."""
        answer = await self.client.act("open", place=self.place, name=shortcut, text=on or "")
        await self._follow(None, answer)

    async def fills(self, **fields: str) -> None:
        """Put words into the open form, by input id."""
        assert self._form is not None, "no form is open"
        _check(Page(self._form), fields)
        self._filled |= fields

    async def forces(self, **fields: str) -> None:
        """Put in values that the page would not allow."""
        self._filled.update(fields)

    async def submits(self) -> None:
        """Submit the open form."""
        assert self._form is not None, "no form is open"
        page = Page(self._form)
        fields = page.fields | self._filled
        self.problems = _missing(page, fields)
        if self.problems:
            return
        form = page.all("form")[0]
        answer = await self.client.submit(
            form["data-form"],
            fields,
            subject=form["data-subject"],
            place=self.place,
            post=self._form_post,
        )
        if answer["problems"]:
            self.problems = answer["problems"]
            return
        post, self._form = self._form_post, None
        await self._follow(post, answer)

    async def answers_in_message(self, label: str = "", /, **fields: str) -> None:
        """Fill in the newest form within a message that has these inputs, and submit it."""
        _, page = self._find_quick_form(label, fields)
        _check(page, fields)
        await self.forces_in_message(label, **fields)

    async def forces_in_message(self, label: str = "", /, **fields: str) -> None:
        """Do the same with values that the page would not allow."""
        form, page = self._find_quick_form(label, fields)
        typed = self._typed.setdefault(form, {})
        typed |= fields
        self.problems = _missing(page, page.fields | typed)
        if self.problems:
            return
        post = None if "data-beside" in page.all("form")[0] else form[0]
        answer = await self.client.submit(
            form[1], page.fields | typed, subject=form[2], place=self.place, post=post
        )
        if not answer["problems"]:
            del self._typed[form]
        await self._follow(post, answer)
        self.problems = answer["problems"] or {}

    def sees_problem(self, *words: str) -> None:
        """Fail unless all of these say why the last answer in a message was not accepted."""
        said = " ".join(self.problems.values())
        for each in words:
            assert each in said, f"no {each!r} in:\n{said}"

    async def opens_home(self) -> None:
        """Look at the Home page."""
        self._home = (await self.client.get("home"))["html"]
        self._shown = (None, self._home)
        self._known = self._newest()

    async def skips(self) -> str:
        """Skip ahead; what the page says of it."""
        return str((await self.client.act("skip"))["said"])

    async def _follow(self, post: int | None, answer: dict[str, Any]) -> None:
        await self.background.drain()
        self._filled, self.problems = {}, {}
        if answer["form"]:
            self._form, self._form_post = answer["form"], post
        for each in answer["posts"]:
            if each["author"] == "attune":
                self._shown = (each["id"], each["html"])
                self._known = max(self._known, each["id"])

    # What lies before them

    def _posts(self) -> list[tuple[int, str, str]]:
        place = f"dm:{self.client.who}" if self.place == "attune" else self.place
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as database:
            return list(database.execute(SEEN, (place, self.client.who)))

    def _newest(self) -> int:
        return max((number for number, _, _ in self._posts()), default=0)

    def _latest(self) -> tuple[int | None, str]:
        """The newest pushed message since their last action, otherwise the last answer."""
        pushed = [post for post in self._posts() if post[0] > self._known and post[1] == "attune"]
        return (pushed[-1][0], pushed[-1][2]) if pushed else self._shown

    def _find_button(self, label: str) -> tuple[int | None, dict[str, str]]:
        for number, html in self._places():
            for found, button in Page(html).buttons:
                if label in (found, button.get("aria-label")) and "data-action" in button:
                    return number, button
        raise AssertionError(f"no button {label!r}")

    def _find_quick_form(self, label: str, fields: dict[str, str]) -> tuple[QuickForm, Page]:
        for number, html in self._places():
            for found in QUICK.findall(html):
                page = Page(found)
                labels = {
                    words for name, at in page.buttons for words in (name, at.get("aria-label"))
                }
                if set(fields) <= set(page.fields) and (not label or label in labels):
                    form = page.all("form")[0]
                    return (number, form["data-form"], form["data-subject"]), page
        raise AssertionError(f"no form {label!r} with {sorted(fields)} in a message")

    def _places(self) -> list[tuple[int | None, str]]:
        """Where they may press or type: the open form, the last answer, messages, Home."""
        posts = [(number, html) for number, _, html in reversed(self._posts())]
        form = [(self._form_post, self._form)] if self._form else []
        return [*form, self._latest(), *posts, (None, self._home)]


def _missing(page: Page, fields: dict[str, str]) -> dict[str, str]:
    """The inputs that are required and empty, each with the sentence of the page."""
    needed = {at["name"] for _, at in page.tags if "required" in at}
    return {name: REQUIRED for name in needed if not fields[name]}


def _check(page: Page, fields: dict[str, str]) -> None:
    """Fail if the page would not let them fill in these values."""
    limits = {at["name"]: at["maxlength"] for _, at in page.tags if "maxlength" in at}
    for name, value in fields.items():
        assert name in page.fields, f"no input {name!r}"
        assert len(value) <= int(limits.get(name, len(value)))
        options = page.options(name)
        assert not options or set(value.split(",")) <= options | {""}
