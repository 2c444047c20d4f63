"""Sentences about calendars that people connect, and the button to connect one. Pure."""

from handlers.cards import Button
from handlers.coaching.text.words import shortened
from storage.tables import CalendarConnection

CONNECT_CALENDAR = Button("Connect my calendar", "calendar.show", beside=True)
LOOK_AT_PRIVATE = Button("Look at private meetings too", "calendar.private", "in")
EXAMPLE = "/prep Northwind tomorrow 3pm"
WHAT = (
    "Connect your work calendar, and Attune finds your calls by itself. You get each brief and "
    "each question without typing anything."
)
PRIVACY = (
    "Attune reads your calendar to find calls. Nobody else sees it. If a colleague has a call with "
    "the same account within two days of yours, they see when yours is, even if you typed it. "
    "Your manager sees your upcoming calls only if you open them. If a meeting is not a call, "
    "Attune keeps its time and why it is not a call. Attune keeps its title and guests only if "
    "Attune is unsure, or if you have said something about the meeting."
)
CONNECTED = (
    "Nobody else sees your calendar. “Who sees my calls” says what colleagues and your manager see."
)
HOW = (
    "Google: on a computer, open Settings, choose your calendar on the left, and copy “Secret "
    "address in iCal format”.",
    "Outlook: on the web, open Settings, Calendar, Shared calendars. Publish yours with “Can view "
    "all details”, and copy the ICS link.",
    "Apple: in the Calendar app, share your calendar as a public calendar, and copy its link. "
    "“Public” means that anybody who has the link can read it.",
)
NOT_THERE = "If you can't find the address there, your organisation has turned it off."
NO_KEY = (
    "Calendars can't be connected here until Attune's admin sets ENCRYPTION_KEYS; until then, type "
    f"each call: {EXAMPLE}"
)
REMOVE_DEMO = "Remove the demo"
WITHOUT_DEMO = (
    "Its accounts, calls, promises and insights go with it, and so do those of the demo's other "
    "people. Your own calendar stays. “Start over” brings the demo back."
)
DEMO_REMOVED = (
    "The demo is removed: its accounts, calls, promises, insights and colleagues are "
    "gone. Your own calendar stays; it is being read again. “Start over” brings the demo back."
)
LIMIT_REACHED = "You can connect at most three calendars. Disconnect one to connect another."
DROP = "Or share your calendar's file (.ics) with the button beside the message box."
PASTED = (
    "That looks like a calendar's secret address. Attune has not kept it. Whoever has it can read "
    "your calendar: if your message still shows it, delete that message."
)
USE_FORM = "Paste it into the form instead:"
NO_GUESTS = (
    "This calendar names no guests, so titles decide: a meeting is a call if its title names an "
    "account. If a title may name a customer, I'll ask you."
)


def replaces(calendar: CalendarConnection) -> str:
    """Say which calendar a new calendar would replace."""
    return (
        "You can connect at most three calendars. A new one replaces "
        f"{shortened(calendar.label)}, which Attune can't read."
    )


def was_replaced(calendar: CalendarConnection) -> str:
    """Say that a calendar was replaced, and what happens to the calls from it."""
    stay = ", whose planned calls stay" if calendar.read_at else ""
    return f"It replaces {shortened(calendar.label)}{stay}."


def not_there(names: list[str], *, takes_files: bool = False) -> str:
    """Say what to do if a calendar's settings don't show the address that `HOW` describes.

    `names` are the providers with which people can sign in instead, such as "Google".
    `takes_files` means that people can share a calendar file with Attune. Then we don't tell them
    to type their calls.
    """
    if names:
        return f"{NOT_THERE} Sign in with {' or '.join(names)} instead."
    ask = f"{NOT_THERE} Ask your IT admin to allow it for you."
    return ask if takes_files else f"{ask} Until then, type your calls: {EXAMPLE}"


def leaving(calls: int, coming: int) -> str:
    """Say what happens to a calendar's upcoming calls if the calendar is disconnected.

    `coming` is the number of upcoming calls. `calls` is the number of upcoming calls that only this
    calendar has planned. The other calls were typed, are in another calendar too, or have a
    colleague in them.
    """
    stops = "Attune stops reading it."
    if not calls:
        return (
            f"{stops} {stay(coming) or 'Calls that are planned stay.'} To cancel one, type /calls."
        )
    nobody = "Your calendar stays the same, and the guests are not told."
    it = "it" if calls == 1 else "them"
    if calls < coming:
        few = "One of them comes" if calls == 1 else f"{calls} of them come"
        more = f"{few} from this calendar alone, and you can remove {it} from Attune."
        return f"{stops} {stay(coming)} {more} {nobody}"
    stays = stay(calls).removesuffix(".")
    return f"{stops} {stays}, unless you remove {it} from Attune too. {nobody}"


def cancel_too(calls: int, coming: int) -> str:
    """Return the label of the button that disconnects a calendar and cancels its calls.

    `calls` and `coming` are the same as in `leaving`. The label says "remove" and not "cancel",
    because the meetings stay in the calendar.
    """
    if calls < coming:
        return f"Disconnect and remove {'that one' if calls == 1 else f'those {calls}'}"
    return f"Disconnect and remove its {'call' if calls == 1 else f'{calls} calls'}"


def stay(coming: int) -> str:
    """Say that the `coming` calls of a disconnected calendar stay. Return "" if there are none."""
    if not coming:
        return ""
    return "Its upcoming call stays." if coming == 1 else f"Its {coming} upcoming calls stay."


def cancelled_too(calls: int, others: int) -> str:
    """Say that `calls` calls were removed along with a calendar, and that `others` stay."""
    if not calls:
        return "None of its calls was still planned."
    these = "One upcoming call was" if calls == 1 else f"{calls} upcoming calls were"
    come = "It comes" if calls == 1 else "They come"
    rest = f" The other {'one stays' if others == 1 else f'{others} stay'}." if others else ""
    again = f"{come} back if you connect the calendar again."
    return f"{these} removed from Attune. {again}{rest}"


def calls_ahead(number: int) -> str:
    """Return "6 upcoming calls"."""
    return "One upcoming call" if number == 1 else f"{number or 'No'} upcoming calls"


def answer_now(number: int) -> str:
    """Return the label of the button that shows `number` open questions about meetings."""
    return "Answer it now" if number == 1 else "Answer them now"


def in_doubt(number: int, *, soon: bool) -> str:
    """Return the sentence about `number` open questions, or "".

    A question may be about several meetings. `soon` means that one of the meetings begins soon.
    """
    if not number:
        return ""
    about = "about meetings that may be calls"
    if number == 1:
        then = (
            "One of the meetings begins soon, so answer now."
            if soon
            else "I'll ask it in time, but you can answer it now."
        )
        return f"One question {about} is open. {then}"
    then = (
        "One meeting begins soon, so answer them now."
        if soon
        else "I'll ask each in time, but you can answer them now."
    )
    return f"{number} questions {about} are open. {then}"


def only_busy(calendar: CalendarConnection) -> str:
    """Say what to change in a calendar that does not show what the meetings are."""
    if calendar.label.endswith(("office365.com", "office.com", "live.com")):
        how = "In Outlook, publish it again with “Can view all details”."
    elif calendar.kind == "google" or "google" in calendar.label:
        how = "In Google, copy its “Secret address in iCal format”."
    else:
        how = "Share it with all details."
    return (
        "It shows your busy times and no details, so Attune can't find calls in it. "
        f"{how} Then connect the new address with /rhythm calendar."
    )
