"""Attune understands plain words, as people write them to a colleague, on every platform."""

import pytest

from handlers.features import registry
from storage.sealing import Sealer, new_key
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan
from tests.dialogues.turns import in_turn

pytestmark = pytest.mark.every_platform

PREP = [
    "prep Northwind tomorrow 3pm",
    "Prep Northwind tomorrow 3pm",
    "/prep Northwind tomorrow 3pm",
    "prep\u00a0Northwind tomorrow 3pm",
    "prep\nNorthwind\ntomorrow 3pm",
    "prep\tNorthwind tomorrow 3pm",
    "*prep* Northwind tomorrow 3pm",
    "*prep Northwind* tomorrow 3pm",
    "_prep Northwind tomorrow 3pm_",
    "`prep` Northwind tomorrow 3pm",
    "```prep Northwind tomorrow 3pm```",
    "prep: Northwind tomorrow 3pm",
    "prep:Northwind tomorrow 3pm",
    "prep, Northwind tomorrow 3pm",
    "prep - Northwind tomorrow 3pm",
    "@Attune prep Northwind tomorrow 3pm",
    "@Attune, prep Northwind tomorrow 3pm",
    "Attune: prep Northwind tomorrow 3pm",
    "<@U0ATTUNE> prep Northwind tomorrow 3pm",
    "please prep Northwind tomorrow 3pm",
    "Hi @Attune, please prep Northwind tomorrow 3pm",
    "\u200bprep Northwind tomorrow 3pm",
    "Thanks! prep Northwind tomorrow 3pm",
]


@pytest.mark.parametrize("typed", PREP)
async def test_a_command_is_found_however_it_is_written(typed: str) -> None:
    name, rest = registry().understood(typed)
    assert (name, " ".join(rest.split())) == ("prep", "Northwind tomorrow 3pm")


@in_turn("typed", ["prep\u00a0Northwind tomorrow 3pm", "*prep* Northwind\ntomorrow 3pm", PREP[-3]])
async def test_so_it_is_answered(office: Office, typed: str) -> None:
    await office.lena.types(typed)
    office.lena.sees("For tomorrow 15:00: there is no account called “Northwind”")


async def _answer(office: Office, typed: str) -> str:
    """The answer to these words; another message goes first, to tell the answers apart."""
    await office.lena.types("tell me about Zanzibar")
    office.lena.sees("I don't know an account called “Zanzibar”.")
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Zanzibar")
    return office.lena.screen


UNDERSTOOD = {
    "hello": "Hello.",
    "Hi!": "Hello.",
    "Good morning": "Hello.",
    "hey Attune": "Hello.",
    "help": "You can ask for:",
    "Help me please": "You can ask for:",
    "?": "You can ask for:",
    "thanks": "Any time.",
    "Thank you!": "Any time.",
    "Thanks a lot": "Any time.",
    "stop": "Which messages should I stop?",
    "Stop.": "Which messages should I stop?",
    "mute": "Which messages should I stop?",
    "settings": "Your rhythm",
    "home": "Upcoming calls",
}


async def test_words_to_a_colleague_are_understood(office: Office) -> None:
    for typed, answer in UNDERSTOOD.items():
        screen = await _answer(office, typed)
        alone = "You have no calls planned." if typed == "home" else answer
        assert answer in screen or alone in screen, (typed, screen)
        assert "I didn't get that" not in screen, typed


async def test_stop_leads_to_a_menu_of_each_kind(office: Office) -> None:
    lena = office.lena
    await lena.types("stop")
    await lena.answers_in_message(message="agenda")
    await lena.presses("Stop the morning agenda")
    lena.sees("Off: the morning agenda")


async def test_stop_lists_the_daily_messages_and_all_settings_the_rest(office: Office) -> None:
    lena = office.lena
    await lena.types("stop")
    daily = ("The morning agenda", "Briefs", "Listening lines", "Reflection prompts")
    lena.sees(*daily, "Research questions", "Pause…", "“All settings” lists the rarer ones.")
    lena.sees_nothing_of("CRM warnings", "News of your team", "The team's morning")
    await lena.presses("All settings")
    lena.sees("Your rhythm", "CRM warnings", "News of your team")


async def test_stop_everything_offers_to_pause_all_messages(office: Office) -> None:
    lena = office.lena
    for words in (
        *("stop everything", "Stop everything!", "please stop all messages", "pause everything"),
        *("can you stop writing me?", "turn everything off", "turn off all messages", "stop it"),
        *("I want to stop everything", "mute all", "how do I stop these messages?"),
    ):
        await lena.types(words)
        lena.sees("I can pause all messages:", "Pause…", "Change or stop a message…")
        lena.sees_nothing_of("I didn't get that")
    for words in ("stop", "silence", "how do I stop this thing"):
        await lena.types(words)
        lena.sees("Which messages should I stop?", "Pause…", "Change or stop a message…")
    await lena.presses("Pause…")
    await lena.presses("Snooze until I say so")
    lena.sees("Snoozed until you say “start”.")
    await lena.presses("Pause…")
    await lena.presses("Snooze until tomorrow")
    lena.sees("Snoozed until tomorrow")
    await lena.types("start everything again")
    lena.sees("Messages are on again.")
    await lena.types("turn off briefs")
    lena.sees("Stopped: briefs.")


async def test_hello_says_how_to_begin(office: Office) -> None:
    office.attune.database.sealer = Sealer()  # without a key, no calendar can be connected
    await office.lena.types("hello")
    office.lena.sees("When is your next call?", "prep Northwind tomorrow 3pm")
    office.attune.database.sealer = Sealer([new_key()])
    await office.lena.types("hello")
    office.lena.sees("Connect your calendar, and I'll find your calls for you.")
    office.lena.sees("Or tell me when the next one is: prep Northwind tomorrow 3pm")


async def test_what_is_not_understood_leads_on(office: Office) -> None:
    await office.lena.types("hello")
    await office.lena.types("What is the weather like?")
    office.lena.sees(
        "I can't answer that. Ask me about a call, a promise or an account:", "All calls"
    )
    office.lena.sees_nothing_of("thanks", "courtesy", "keep")
    assert len(office.lena.messages[-1].split()) <= 40


USAGE = {
    "/prep help": ("/prep [account] [when]", "For example: /prep Northwind tomorrow 3pm"),
    "help prep": ("/prep [account] [when]", "For example: /prep Northwind tomorrow 3pm"),
    "/prep ?": ("/prep [account] [when]",),
    "/promises help": ("/promises [account]", "For example: /promises Northwind"),
    "/promises HELP": ("/promises [account]",),
    "/reflect help": ("/reflect [account]", "For example: /reflect Northwind"),
    "/insight help": ("/insight [words, or subscribe]", "subscribe industry=logistics"),
    "/calls help": ("/calls [account] – upcoming calls, and past calls without",),
    "/rhythm help": (
        "/rhythm [calendar | transcripts] – your nudges",
        "I'm on vacation until Monday",
        "Or: stop",
    ),
    "help rhythm": ("I'm on vacation until Monday",),
}


async def test_a_command_says_how_it_is_used(office: Office) -> None:
    for typed, answer in USAGE.items():
        screen = await _answer(office, typed)
        assert all(each in screen for each in answer), (typed, screen)
        assert "no account called" not in screen, typed
    await plan(office)
    await office.lena.types("help prep")
    office.lena.sees(*USAGE["help prep"])


LISTS = {
    "/calls Northwind": "Upcoming calls with Northwind",
    "calls northwind": "Upcoming calls with Northwind",
    "/calls Fabrikam": "Here are all your planned calls.",
    "/calls today": "You have no more calls today.",
    "/calls of last week": "Here are all your planned calls.",
    "calls please": "Upcoming calls",
    "/rhythm stop": "use the menu here",
    "/rhythm vacation until friday": "use the menu here",
    "my calls": "Upcoming calls",
    "what's next?": "Your next call: tomorrow 15:00 Northwind",
    "What do I have today?": "Nothing on today.",
    "cancel my call with Northwind": "Shall I cancel your call with Northwind",
    "move northwind": "Upcoming calls with Northwind",
    "call with Northwind got cancelled": "Shall I cancel your call with Northwind",
    "my call with Northwind was called off": "Shall I cancel your call with Northwind",
    "how do i cancel a call?": "Shall I cancel your call with Northwind",
    "who can read my notes?": "Only you. Nobody else reads your notes",
    "undo": "Nothing was changed by your last line, so there is nothing to undo in it.",
    "/calls North": "Upcoming calls with Northwind",
    "book Northwind friday 5pm": "Friday 17:00",
    "cancel": "Which call do you want to cancel?",
    "Northwind": "Tomorrow 15:00",
    "Northwind?": "Tomorrow 15:00",
    "can you prep Northwind?": "Tomorrow 15:00",
    "tell me about northwind": "Tomorrow 15:00",
    "everything on Northwind": "Tomorrow 15:00",
    "call with Northwind Friday 3pm": "Friday 15:00",
    "Northwind friday 3pm": "Friday 15:00",
    "tell me about Blue Yonder": "I don't know an account called “Blue Yonder”. Is it a new one?",
    "Northwind is angry": "Shall I keep this for Northwind?",
    "are you a bot?": "I am Attune, a bot.",
    "who can see this?": "Only you. I have not kept that line. Nobody else sees this chat",
    "leave me alone": "Which messages should I stop?",
    "why did you send me this?": "I write before and after your calls",
    "👍": "Nothing has changed yet. Was that a yes?",  # Attune asked about Zanzibar
    "Thank you so much, that helped": "Any time.",
    "bye": "Until next time.",
    "/insight unsubscribe": "Type /insight unsubscribe in the channel",
    "prep @Attune Northwind": "Tomorrow 15:00",
}


async def test_plain_words_lead_to_the_feature(office: Office) -> None:
    await plan(office)
    for typed, answer in LISTS.items():
        screen = await _answer(office, typed)
        assert answer in screen, (typed, screen)


FORMS = {
    "change my timezone": {"Your times": "For example: Europe/Berlin"},
}


@in_turn("typed", FORMS)
async def test_plain_words_open_a_form_with_what_was_said(office: Office, typed: str) -> None:
    await plan(office)
    await office.lena.types(typed)
    if office.lena.form is None:
        await office.lena.presses("Open it")
    ((title, filled),) = FORMS[typed].items()
    office.lena.sees(title)
    if filled[0] != "2":  # a day is no text of a form
        office.lena.sees(filled)


MEANT = {
    "help": "hilfe",
    "abilities": "what can you do?; What can you do; how can you help me",
    "why ask": "why do you ask me this every time; why do you keep asking that",
    "just saved": "hm what did you just save; what did you keep?; what have you just noted",
    "off": "what did i stop; which messages are off; what have i muted?; did i pause anything",
    "about": "who are you?; are you a bot?; are you a robot lol; am i talking to a bot; "
    "How does this work?; what is this; What do you do?",
    "privacy": "privacy; who can see this?; GDPR; "
    "can my manager see this?; Is this private?; "
    "who sees my figures?; Who can read my transcripts?; does my boss see the figures you keep?",
    "delete_reflection": "delete this reflection; Please delete my last reflection.; "
    "erase the reflection of today",
    "delete_call": "forget everything about this call; delete all of this call; "
    "Please erase everything of my last call.",
    "delete_transcripts": "delete my transcripts; remove all transcripts; "
    "I want you to forget my transcripts",
    "kept": "what do you keep about me?; what is kept?; what do you know about me; "
    "Do you store my words?; how long do you keep my figures?; what happens to my transcripts?",
    "erase": "forget everything; Please delete my data.; can you erase all you know about me?; "
    "how do I delete a transcript?; how do I delete a reflection?; remove my files",
    "why": "why did you send me this?; why am I getting these; Why do you send me messages at 8?",
    "stop": "be quiet; leave me alone; shut up!; Fuck off; don't send me messages on weekends; "
    "stop sending me this; please stop; go away",
    "setting": "Too many messages; brief me 30 min before; I start at 9",
    "away": "i'm on vacation until monday; I’m on holiday; out of office tomorrow; OOO; "
    "i'm sick today; I am ill; away until friday; im away; "
    "vacation 3.12.-7.12.; I'm off next week; I am out tomorrow; holiday from friday",
    "times": "change my timezone; change my time zone to London; wrong timezone; time zone",
    "quiet": "quiet hours from 7:30 pm to 8; My quiet hours are 19:00-7:00; change my quiet hours",
    "coming": "Who's coming?; and who is coming; whos joining",
    "list": "my calls; my schedule; what's coming up?",
    "day": "what's next?; what do i have today?; who is coming tomorrow?; when is my next call?; "
    "what's on tomorrow?; whats my next call; my deals; whats overdue",
    "cancel": "cancel my call with Northwind; cancel; how do i cancel a call?",
    "confirmed": "yes cancel it; yes cancel",
    "move": "move northwind to friday 3pm; reschedule Northwind; push Northwind by an hour; "
    "Postpone the call with Northwind; move my meeting with Northwind to Friday",
    "undo": "undo; Undo that!",
    "planned": "call with Northwind tomorrow 3pm; I have a call with Northwind tomorrow 3pm",
    "prepared": "tell me about Northwind; prepare northwind; can you prep Northwind?; "
    "could you prepare Northwind please; Brief me on Northwind; what do we know about Northwind?",
    "remind": "remind me to send the deck; remind me…; set a reminder for friday",
    "promised": "i promised Northwind pricing by friday; "
    "We promised Northwind a pilot; remember to ring Jana",
    "thanks": "thanks; ok thanks; thank you so much, that helped; danke; 🙏; merci; Thanks a lot!; "
    "thanks so much for this",
    "ok": "ok; OK!; 👍; :+1:; got it; Perfect.",
    "declined": "no thanks; never mind; nvm; sorry; forget it",
    "bye": "bye; Bye!; see you tomorrow; have a nice weekend; "
    "bye, have a good weekend; see you monday",
    "prep": "prep Northwind; please prep my call with Northwind; ok prep Northwind",
    "": "What is the weather like?; what did they stop; which trucks are off; what did he save; "
    "how do i switch northwind to friday; why do they ask me for this; lol northwind is a robot; "
    "Northwind is angry; I think so; the cancelled call was fine; "
    "who is Jana; why is the sky blue; sicker; okayish; we moved house; "
    "Holiday Inn friday 3pm; Vacation Rentals; They delete my transcripts every week; "
    "who sees the price?; we keep everything in a file; who reads the figures; "
    "delete my call; forget the price; what do you keep in the depot?; "
    "We want to delete all data; what do we keep; do you have a file",
}


@pytest.mark.parametrize(
    ("typed", "intent"), [(one, name) for name, said in MEANT.items() for one in said.split("; ")]
)
def test_what_plain_words_ask_for(typed: str, intent: str) -> None:
    name, _ = registry().understood(typed)
    assert name == intent


async def test_thanks_in_a_sentence_with_no_command_is_still_thanks() -> None:
    understood = registry().understood
    assert understood("thanks, that went well") == ("thanks", "that went well")
    assert understood("") == ("", "")
    assert understood("Northwind tomorrow 3pm") == ("", "Northwind tomorrow 3pm")
    assert understood("*") == ("", "*")
    assert understood("hi hi hi hi hi prep x")[0] == "hello"


async def test_another_name_of_ours_may_stand_before_a_command(office: Office) -> None:
    await office.lena.types("@Coach prep Northwind tomorrow 3pm")
    office.lena.sees("there is no account called “Northwind” yet.")


@pytest.mark.parametrize("typed", ["\ufeffBom Ltd", "\u200bBom Ltd", "Bom\ufeff Ltd"])
async def test_what_nobody_sees_is_no_part_of_a_name(office: Office, typed: str) -> None:
    lena = office.lena
    for command in ("/prep", "prep", "\ufeffprep"):
        await lena.types(f"{command} {typed} tomorrow 3pm")
        lena.sees("Add “Bom Ltd”")
    await lena.presses("Add “Bom Ltd”")
    await lena.types(f"/prep {typed} tomorrow 3pm")
    lena.sees_nothing_of("there is no account")
    await lena.types("/prep Bom Ltd tomorrow 5pm")
    lena.sees_nothing_of("there is no account")


async def test_a_kind_that_is_named_is_stopped_with_a_way_back(office: Office) -> None:
    lena = office.lena
    await lena.types("stop briefs")
    lena.sees("Stopped: briefs.")
    lena.sees_nothing_of("Working days")
    await lena.presses("Undo")
    lena.sees("On again: briefs.")
    for words, kind in (
        ("Stop the morning agenda.", "the morning agenda"),
        ("mute listening", "listening lines"),
    ):
        await lena.types(words)
        lena.sees(f"Stopped: {kind}.")
    await lena.types("unmute listening lines")
    lena.sees("On again: listening lines.")
    await lena.types("no more briefs please")
    lena.sees("Stopped: briefs.")
    await lena.types("start the morning agenda again")
    lena.sees("On again: the morning agenda.")
    await lena.types("Send briefs again.")
    lena.sees("On again: briefs.")
    for words in (
        "Please start briefs again",
        "please send briefs again",
        "Please turn briefs on again",
        "turn on briefs",
    ):
        await lena.types("stop briefs")
        await lena.types(words)
        lena.sees("On again: briefs.")
    await lena.types("Thanks, help is on its way")
    lena.sees("Any time.")
    await lena.types("send the brief again")  # the kind is on, so this may be about one brief
    lena.sees("Not done: I can't do that.")
    await lena.types("stop calls")  # two kinds are about calls
    lena.sees("Which messages should I stop?")


async def test_a_snooze_is_as_long_as_was_said(office: Office) -> None:
    lena = office.lena  # it is 08:20
    for words, until in (
        ("snooze 2 hours", "10:20"),
        ("snooze for an hour", "09:20"),
        ("pause until 3pm", "15:00"),
        ("snooze until tomorrow", "tomorrow 08:00"),
        ("pause until Friday", "Friday 08:00"),
        ("pause until monday", "Monday 30 November 08:00"),
        ("stop until I say so", "you say “start”."),
    ):
        await lena.types(words)
        lena.sees("Nothing is sent until", until)
        lena.sees_nothing_of("Working days")
    await lena.presses("Undo")
    await lena.types("/rhythm")
    lena.sees_nothing_of("Snoozed until")
    for words in ("unsnooze", "start again", "resume"):
        await lena.types("snooze 2 hours")
        await lena.types(words)
        lena.sees("Messages are on again.")
    await lena.types("snooze")
    lena.sees("Which messages should I stop?")


async def test_what_is_owed_and_kept_can_be_said(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/promises")
    await lena.presses("Add a promise")
    await lena.fills(account="Northwind", text="Send her the security sheet")
    await lena.submits()
    for words in (
        *("what do I owe Northwind", "What did I promise Northwind?", "what do we owe northwind?"),
        "do we owe northwind anything?",
    ):
        await lena.types(words)
        lena.sees("Your open promises to Northwind", "You owe Northwind: Send her the security")
    for words in ("what did Northwind promise?", "what does Northwind owe us"):
        await lena.types(words)
        lena.sees("No open promises by Northwind.")
        lena.sees_nothing_of("You owe")
    await lena.types("what do I owe")
    lena.sees("Your open promises", "You owe Northwind")
    await lena.types("I sent Northwind the security sheet")
    lena.sees("Done: Send her the security sheet (to Northwind).")
    await lena.presses("Undo")
    lena.sees("Open again: Send her the security sheet")


async def test_a_no_show_can_be_said(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("Northwind didn't show up")
    lena.sees("Northwind, Monday 23 November 10:00: they didn't come.")
    await lena.presses("Undo")
    await lena.presses("Partly")
    await lena.types("Northwind didn’t show up again.")
    lena.sees("“Partly” is on file for Northwind, so “They didn't come” was not saved.")


async def test_words_that_name_an_account_or_a_contact_are_not_lost(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch")
    await lena.submits()
    await plan(office, "Halden tomorrow 10:00")
    await lena.types("brief northwind today")
    lena.sees("Northwind", "Today 10:00")
    await lena.types("I called Halden")
    lena.sees("No open promise to Halden fits that.", "Promises")
    await office.until(23, "10:36")
    await lena.types("Halden wants a discount")
    lena.sees_nothing_of("Shall I keep this for Northwind?")
    await lena.types("What did Northwind say?")
    lena.sees("No notes on Northwind are on file.")
    await lena.types("They have heard of Halden")
    lena.sees("Noted, only you see it: Halden.")
    await lena.types("jana has heard of Halden")
    lena.sees("This names more than one account.")
    await lena.types("jana has heard of us")
    lena.sees("Saved: Northwind.", "“jana has heard of us”")
    await lena.presses("Undo")
    await lena.presses("It went well")
    await lena.answers_in_message("Save", heard="Jana: The drivers decide.")
    await lena.types("Jana called: they will sign on friday if we drop the setup fee")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.presses("Undo")
    lena.sees("Removed: “Jana called: they will sign")
    await lena.types("what did Jana say?")
    lena.sees("What Jana Novak said, newest first:", "The drivers decide.")
    lena.sees_nothing_of("Removed:", "setup fee")
    await lena.types("what do we owe jana")
    lena.sees("You have no open promises to Northwind.")


async def test_somebody_who_says_a_name_reads_where_theirs_comes_from(office: Office) -> None:
    lena = office.lena
    for typed in ("I am Marta Lind", "My name is Marta."):
        await lena.types(typed)
        lena.sees("You are Lena Brandt here.", "I'll ask once who you are in it.")
        platform = office.lena_tenant.partition(":")[0]
        where = {"slack": "Slack profile", "teams": "directory", "playground": "on the page"}
        lena.sees(where[platform])
    await lena.types("I'm Lena Brandt")
    lena.sees("You are Lena Brandt here.")
    lena.sees_nothing_of("I'll ask once")
