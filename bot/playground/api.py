"""The JSON API of the playground's page."""

from typing import TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.platform.payload import Json
from bot.playground import own_calendars
from bot.playground.calendar_files import KEEP_BOTH, READ_INSTEAD, CalendarFiles
from bot.playground.demo import TENANT, Persona
from bot.playground.own_zone import in_own_zone
from bot.playground.places import (
    ATTUNE,
    PLACES,
    Personas,
    day,
    direct,
    places_with_new,
    shown,
    stored_place,
    summary_of_new,
)
from bot.playground.reader import (
    Action,
    BadRequest,
    CalendarFile,
    Open,
    Press,
    Say,
    Skip,
    StartOver,
    Submit,
    read,
    read_file,
)
from bot.playground.renderer import card_html, form_html
from bot.playground.shown_clock import ShownClock
from bot.playground.skipper import Skipped, Skipper
from bot.playground.talk import ActionResult, PlaygroundTalk
from handlers.cards import Card
from handlers.registry import Registry
from storage import playground
from storage.database.connection import Database
from storage.workspace import people

PAGE = 60  # show this many posts at once
MAX_ID_DIGITS = 18  # digits of a post's id

Payload = TypeVar("Payload", bound=Action)


class PageApi:
    """Handlers of the page's requests. Each may raise BadRequest."""

    def __init__(
        self,
        personas: Personas,
        database: Database,
        registry: Registry,
        talk: PlaygroundTalk,
        skipper: Skipper,
        *,
        files: CalendarFiles,
        clock: ShownClock,
    ) -> None:
        self._personas = personas
        self._database = database
        self._registry = registry
        self._talk = talk
        self._skipper = skipper
        self._files = files
        self._clock = clock

    async def state(self, request: web.Request) -> web.StreamResponse:
        """Return what the page needs at the start, except commands, the text of posts, and Home."""
        people = self._personas.people
        who = self._who(request)
        await self._talk.home(who)  # this makes the people in ADMINS admins
        return web.json_response(
            {
                "people": [await self._person(each) for each in people],
                "places": PLACES,
                "shortcuts": [vars(each) for each in self._registry.shortcuts.values()],
                "clock": await self._clock.shown(who),
                "posts": {each.id: await self._post_ids(each) for each in people},
            }
        )

    async def commands(self, _request: web.Request) -> web.StreamResponse:
        """Return the commands, which the page suggests while people type."""
        return web.json_response([vars(each) for each in self._registry.commands.values()])

    async def clock(self, request: web.Request) -> web.StreamResponse:
        """Return the virtual time and the next event."""
        return web.json_response(await self._clock.shown(self._who(request)))

    async def history(self, request: web.Request) -> web.StreamResponse:
        """Return the latest posts in a place.

        If the query has `before`, return the posts before the post with this id.
        """
        who, place = self._who(request), request.query.get("place", ATTUNE)
        before = request.query.get("before", "")
        is_id = before.isdecimal() and len(before) <= MAX_ID_DIGITS
        if place not in PLACES or (before and not is_id):
            raise BadRequest("There is no such place or post in the playground.", 404)
        async with self._database.read() as session:
            posts = await playground.latest(
                session,
                TENANT,
                stored_place(who.id, place),
                reader=who.id,
                limit=PAGE + 1,
                before=int(before) if before else None,
            )
        who = await in_own_zone(self._database, who)
        return web.json_response(
            {
                "posts": [shown(post, who, self._personas.names) for post in posts[-PAGE:]],
                "more": len(posts) > PAGE,
            }
        )

    async def home(self, request: web.Request) -> web.StreamResponse:
        """Return the Home page of a persona."""
        return web.json_response({"html": await self._home(self._who(request))})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Post the text that a persona typed in a place, and the answer if there is one."""
        message, who = await self._read(request, Say)
        return await self._answer(who, await self._talk.say(who, message))

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Press a button."""
        press, who = await self._read(request, Press)
        if press.action == KEEP_BOTH:
            kept = await self._files.keep_both(who, press.id, press.value)
            return await self._answer(who, await self._talk.replace(who, press, kept))
        if press.action == READ_INSTEAD:
            read = await self._files.read_instead(who, press.id, press.value)
            return await self._answer(who, await self._talk.replace(who, press, read))
        return await self._answer(who, await self._talk.press(who, press))

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Choose a menu entry."""
        entry, who = await self._read(request, Open)
        return await self._answer(who, await self._talk.open(who, entry))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Submit a form."""
        form, who = await self._read(request, Submit)
        return await self._answer(who, await self._talk.submit(who, form))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Share a file in a place, and return the answer."""
        drop, content = await read_file(request)
        who = self._personas.by_id(drop.who)
        return await self._answer(who, await self._talk.drop(who, drop, content))

    async def calendar(self, request: web.Request) -> web.StreamResponse:
        """Connect a calendar file. The page shows the text in the answer's field `said`.

        In two cases, the answer has a post in the field `posts` instead:

        - The visitor can choose which of two versions of a calendar to read.
        - The file can't be read.

        After the file has been read, a later post says what the file contains.
        """
        file, who = await self._read(request, CalendarFile)
        answer = await self._files.connect(who, file.id, file.name, file.text)
        if answer.question:
            return await self._answer(who, await self._talk.ask(who, answer.question))
        return web.json_response({"said": answer.said, "posts": []})

    async def skip(self, request: web.Request) -> web.StreamResponse:
        """Move the clock until a post arrives. Stop if no event is left.

        If the persona has set the demo aside (see `shown_clock`), only a post to this persona
        counts. If the request is a retry, do not move the clock.
        """
        action, who = await self._read(request, Skip)
        only = direct(who.id) if await self._clock.shows_only_own(who) else ""
        skipped = await self._skipper.skip(action.id, only=only)
        result = await self._skip_result(skipped, who) if skipped else {"said": "", "arrived": []}
        return web.json_response({**result, "clock": await self._clock.shown(who)})

    async def start_over(self, request: web.Request) -> web.StreamResponse:
        """Delete everything and begin again.

        With `today`, begin at the real time, with the visitors' own calendars instead of the demo.
        If the request is a retry, do nothing.
        """
        action, who = await self._read(request, StartOver)
        keep = own_calendars.keep if action.today else None
        await self._skipper.start_over(action.id, keep)
        return web.json_response({"clock": await self._clock.shown(who)})

    async def _read(self, request: web.Request, model: type[Payload]) -> tuple[Payload, Persona]:
        payload = await read(request, model)
        return payload, self._personas.by_id(payload.who)

    def _who(self, request: web.Request) -> Persona:
        return self._personas.by_id(request.query.get("who", self._personas.people[0].id))

    async def _answer(self, who: Persona, outcome: ActionResult) -> web.StreamResponse:
        """Return the result of an action as JSON, as the page expects it."""
        reader = await in_own_zone(self._database, who)
        return web.json_response(
            {
                "posts": [shown(post, reader, self._personas.names) for post in outcome.posts],
                "form": str(form_html(outcome.form)) if outcome.form else None,
                "problems": outcome.problems,
                "home": await self._home_after(who, outcome.answer),
            }
        )

    async def _home_after(self, who: Persona, answer: Card | None) -> Json | None:
        if answer is None:
            return None
        return {"answer": str(card_html(answer)), "html": await self._home(who)}

    async def _home(self, who: Persona) -> str:
        card = await self._talk.home(who)
        return str(card_html(card)) if card else ""

    async def _person(self, who: Persona) -> Json:
        offered = [each for each in who.tries if self._is_command(each)]
        async with self._database.read(TENANT) as session:
            person = await people.find(session, TENANT, who.id)
        role = person.role if person else who.role
        return {"id": who.id, "name": who.name, "role": role.capitalize(), "tries": offered}

    def _is_command(self, words: str) -> bool:
        return words.split(maxsplit=1)[0].removeprefix("/") in self._registry.commands

    async def _post_ids(self, who: Persona) -> dict[str, list[int]]:
        """Return the ids of the newest posts in each place, except the persona's own posts."""
        async with self._database.read() as session:
            return {
                place: [
                    post.id
                    for post in await playground.latest(
                        session, TENANT, stored_place(who.id, place), reader=who.id, limit=PAGE
                    )
                    if post.author != who.id
                ]
                for place in PLACES
            }

    async def _skip_result(self, skipped: Skipped, who: Persona) -> Json:
        """Say what arrived while skipping, and for whom."""
        local = skipped.until.astimezone(ZoneInfo((await in_own_zone(self._database, who)).zone))
        when = f"{day(local)}, {local:%H:%M}"
        arrived = [
            {"id": each.id, "places": places}
            for each in self._personas.people
            if (places := places_with_new(each.id, skipped.posts))
        ]
        if news := summary_of_new(skipped.posts, self._personas.names):
            summary = f"{when}. New {news}."
        elif not skipped.moved:
            summary = "Nothing is planned. Plan a call with /prep, then skip ahead."
        else:
            summary = f"{when}. Nothing new was sent."
        return {"said": summary, "arrived": arrived}
