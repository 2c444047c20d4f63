"""The places of the playground, and posts as a reader sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.platform.payload import Json
from bot.playground.demo import Persona, personas
from bot.playground.reader import BadRequest
from handlers.request import Place
from storage.tables import PlaygroundPost

# The author of Attune's posts. The page also uses this name for a person's direct messages.
ATTUNE = "attune"
CHANNELS = ("#sales", "#marketing")
PLACES = (ATTUNE, *CHANNELS)
HOME = "home"  # the page's name for a person's Home, which has no posts


def direct(who: str) -> str:
    """Return the place of a person's direct messages with Attune."""
    return f"dm:{who}"


def stored_place(who: str, shown: str) -> str:
    """Return the name under which a place is stored. `shown` is its name on the page."""
    return direct(who) if shown == ATTUNE else shown


def channel(place: str) -> Place | None:
    """Return a channel as a `Place`. Return None for direct messages and Home."""
    return Place(place, place) if place in CHANNELS else None


def sees(who: str, post: PlaygroundPost) -> bool:
    """Return whether this person may see this post."""
    return post.place in (direct(who), *CHANNELS) and post.audience in ("", who)


def is_visible(post: PlaygroundPost) -> bool:
    """Return whether a visitor can read this post as one of the personas."""
    return any(sees(who.id, post) for who in personas())


def places_with_new(who: str, posts: Sequence[PlaygroundPost]) -> list[str]:
    """Return the places in which this person may see a post by somebody else.

    The places are returned by their names on the page.
    """
    new = {post.place for post in posts if sees(who, post) and post.author != who}
    return [place for place in PLACES if stored_place(who, place) in new]


def summary_of_new(posts: Sequence[PlaygroundPost], names: Mapping[str, str]) -> str:
    """Say whose direct messages and which channels have posts: "for Lena Brandt, in #sales"."""
    people = [
        name
        for who, name in names.items()
        if any(post.place == direct(who) and sees(who, post) for post in posts)
    ]
    where = [place for place in CHANNELS if any(post.place == place for post in posts)]
    whom = [f"for {' and '.join(people)}"] if people else []
    return ", ".join([*whom, *([f"in {' and '.join(where)}"] if where else [])])


def shown(post: PlaygroundPost, who: Persona, names: dict[str, str]) -> Json:
    """Return a post as JSON for the page, with the time in the reader's zone."""
    local = post.said_at.astimezone(ZoneInfo(who.zone))
    return {
        "id": post.id,
        "place": post.place if post.place in CHANNELS else ATTUNE,
        "author": post.author,
        "name": names.get(post.author, "Attune"),
        "alone": bool(post.audience),
        "html": post.html,
        "edits": post.edits,
        "at": local.isoformat(),
        "day": day(local),
        "time": f"{local:%H:%M}",
    }


class Personas:
    """The personas of the playground. `names` has their names by id."""

    def __init__(self, people: tuple[Persona, ...]) -> None:
        self.people = people
        self.names = {who.id: who.name for who in people}

    def by_id(self, persona_id: str) -> Persona:
        """Return the persona with this id. Raises BadRequest if there is none."""
        for who in self.people:
            if who.id == persona_id:
                return who
        raise BadRequest("There is nobody with this name in the playground.", 404)


def day(local: datetime) -> str:
    """Return the day in words: `Monday 24 November`."""
    return f"{local:%A} {local.day} {local:%B}"
