"""What people are told in their first days: what Attune is and sends, and how to begin. Pure."""

from collections.abc import Iterable, Sequence

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Note,
    Paragraph,
    Span,
    Strong,
    Text,
    card_saying,
    link,
    spans,
    typed,
)
from handlers.rhythm_settings import Rhythm, after_quiet
from handlers.views.marketing import for_marketing, subscription_words
from handlers.views.meetings.calendar_words import CONNECT_CALENDAR

WHAT = "I brief you before each call with a customer, and keep track of what both sides promised."
EXAMPLE = "prep Northwind tomorrow 3pm"
PLAN = Button("Plan a call", "call.add", beside=True)
NEW = "We have not spoken before, so here is what I do."
STOP = "Each kind of message has a button that stops it. To pause or stop all of them, type stop."
MORE = "Type home to see everything at a glance, or help for what you can ask."
HELLO = "Hello."
WHEN = "When is your next call?"
SET_UP = "Attune is installed. Three steps, and your colleagues can begin."
ASK_THEM = (
    "Ask your colleagues to say hello to me. I write only to people who have written to me first."
)
ON_TEAMS = (
    "Install me for your colleagues, or ask them to say hello to me. I greet each of them once."
)


def sends(rhythm: Rhythm) -> str:
    """Say what a person with these settings gets without asking, and when.

    The kinds in `rhythm.muted` are left out.
    """
    muted = rhythm.muted
    around = {
        "brief": f"a brief {rhythm.brief_minutes} minutes before",
        "listen": f"one thing to listen for ({rhythm.listen_minutes} minutes before)",
        "reflect": "one question afterwards",
    }
    of_call = [words for name, words in around.items() if name not in muted]
    said = [
        f"When you have a call, I write to you: {_listed(of_call)}." if of_call else "",
        ""
        if "research" in muted
        else "On the working day before a call, I send you questions to look up.",
        ""
        if "agenda" in muted
        else f"At {after_quiet(rhythm.agenda_at, rhythm):%H:%M} I say what the day holds.",
        f"From {rhythm.quiet_from:%H:%M} to {rhythm.quiet_to:%H:%M} I am quiet.",
    ]
    return " ".join(filter(None, said))


def _listed(parts: Sequence[str]) -> str:
    """Join three or more parts as "a, b, and c", and two as "a and b"."""
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"


def welcome(rhythm: Rhythm, *, calendar: bool, marketing: bool = False) -> Card:
    """Return the first message to a person. `calendar` is as in `hello`.

    If `marketing` is true, the message tells marketers what Attune does for them.
    """
    what, sent = _told(rhythm, marketing=marketing)
    ways = for_marketing.ways() if marketing else _ways(calendar=calendar)
    more = Note(spans(f"{STOP} {MORE}"))
    return card_saying(what, *ways, Paragraph(spans(sent)), more)


def below(rhythm: Rhythm, *, marketing: bool = False) -> tuple[Block, ...]:
    """Return a short welcome, to show below the first answer to somebody who did not say hello."""
    what, sent = _told(rhythm, marketing=marketing)
    told = Paragraph(spans(f"{NEW} {what}"))
    return (Divider(), told, Paragraph(spans(sent)), Note(spans(STOP)))


def introduction(rhythm: Rhythm, *, marketing: bool = False) -> tuple[Block, ...]:
    """Say what Attune is, what it sends, and how to stop the messages."""
    what, sent = _told(rhythm, marketing=marketing)
    return (Paragraph(spans(what)), Paragraph(spans(sent)), Note(spans(STOP)))


def _told(rhythm: Rhythm, *, marketing: bool) -> tuple[str, str]:
    """Return what Attune is for this person, and what it sends."""
    if marketing:
        return for_marketing.WHAT, for_marketing.sends(rhythm)
    return WHAT, sends(rhythm)


def contact(support: str, privacy_url: str) -> Text:
    """Say whom to ask for help, and link to the privacy policy. An argument may be ""."""
    parts: list[str | Span] = []
    if support:
        parts += ["Help with Attune: ", link(support, support), ". "]
    if privacy_url:
        parts.append(link("Privacy policy", privacy_url))
    return spans(*parts)


def hello(*, calendar: bool) -> Card:
    """Answer a hello from somebody who knows Attune and has no planned calls.

    `calendar` means that the person can connect a calendar, and has not done so.
    """
    ways = _ways(calendar=calendar, greeting=f"{HELLO} ")
    return Card(f"{HELLO} {WHEN}", (*ways, Note(spans(MORE))))


def hello_before(line: str, brief: Button) -> Card:
    """Answer a hello from somebody whose next call is described by `line`.

    `brief` is the button that opens the call's brief.
    """
    lead = f"{HELLO} Next: {line}"
    return card_saying(typed(lead), Buttons((brief,)), Note(spans(MORE)))


def set_up(
    rhythm: Rhythm, tenant: str, *, calendar: bool, more: Iterable[Button], support: str = ""
) -> Card:
    """Return the first message to the person who installed Attune, with `more` buttons.

    `calendar` is as in `hello`. `support` is whom to ask for help, or "". On Teams, people are
    greeted when Attune is installed for them. On other platforms, they have to write first.
    """
    subscribe = subscription_words.command(tenant)
    help_ = contact(support, "")
    steps = (
        spans("Try it with a call of your own: ", Strong(EXAMPLE)),
        spans(ON_TEAMS if tenant.startswith("teams") else ASK_THEM),
        spans(
            "Add me to the channel that should get marketing's insights, and type "
            f"{subscribe} there."
        ),
    )
    buttons = (*((CONNECT_CALENDAR,) if calendar else ()), *more)
    return card_saying(
        SET_UP,
        *(Paragraph((*spans(f"{number}. "), *step)) for number, step in enumerate(steps, 1)),
        *((Buttons(buttons),) if buttons else ()),
        Paragraph(spans(sends(rhythm))),
        Note(spans(STOP)),
        *((Note(help_),) if help_ else ()),
    )


def _ways(*, calendar: bool, greeting: str = "") -> list[Block]:
    if not calendar:
        asked = spans(f"{greeting}{WHEN} For example: ", Strong(EXAMPLE))
        return [Paragraph(asked), Buttons((PLAN,))]
    return [
        Paragraph(spans(f"{greeting}Connect your calendar, and I'll find your calls for you.")),
        Buttons((CONNECT_CALENDAR,)),
        Paragraph(spans("Or tell me when the next one is: ", Strong(EXAMPLE))),
        Buttons((PLAN,)),
    ]
