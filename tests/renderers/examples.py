"""Examples of every card and form, ordinary and hostile, for every renderer."""

from dataclasses import replace
from datetime import date
from itertools import chain

from handlers.cards import (
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Link,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    QuickForm,
    Quote,
    Strong,
    link,
    spans,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Option, TextInput
from handlers.views import charts

LONG = "Northwind said so. " * 527  # a little over 10,000 characters

HOSTILE_TEXTS = (
    "<!channel> <!here> <@U1> <#C1|sales>",
    "*bold* _italic_ ~struck~ `code` ```fence```",
    "&lt;b&gt; &amp;amp; <b>bold</b>",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "Robert'); DROP TABLE person;--",
    "abc \u202eevil txt.exe\u202c done",
    "مرحبا بكم שלום",
    ":wave: \U0001f44b\U0001f3fd \U0001f1e9\U0001f1ea",
    "[click](https://evil.example) <https://evil.example|click>",
    "line one\nline two",
    "\"quoted\" \\back\\slash 'single' {{ braces }} ${dollar}",
)

BRIEF = Card(
    "Northwind, Tuesday 15:00: they have not yet told you why now.",
    (
        Heading("Northwind, Tuesday 15:00"),
        Paragraph(
            spans(
                Strong("Dana Okafor"),
                ", head of operations. ",
                link("Join", "https://meet.example/1"),
            )
        ),
        Heading("Since last time"),
        Quote("We tried that in spring, and it ate the whole summer.", "Dana Okafor, 3 November"),
        Bullets(
            (
                spans("You promised: ", Strong("pricing for 40 seats"), ", due today"),
                spans("They promised: an introduction to finance, kept"),
            )
        ),
        Divider(),
        Heading("Nobody here knows yet"),
        Paragraph(spans("Who feels it first when a delivery is late?")),
        Note(
            spans("Chosen because: nothing on file about who decides. Look on their careers page.")
        ),
        Buttons(
            (
                Button("Answer", "research.answer", "17", "primary"),
                Button("Skip", "research.skip", "17"),
                Button("Not worth knowing", "research.never", "17", "danger"),
            )
        ),
        Note(spans("Found on 2 November: ", link("annual report", "https://northwind.example/ar"))),
    ),
)

LISTEN = Card(
    "Ask why now first, then count to three.",
    (
        Paragraph(spans("They have not yet told you why now. Ask that first.")),
        Note(spans("Your focus: pause before the second question.")),
        Buttons((Button("Fewer of these", "mute", "listen"),)),
    ),
)

REFLECTED = Card(
    "Kept. Two of your last ten calls surprised you.",
    (
        Paragraph(spans("Kept, for you alone.")),
        Paragraph(spans("Surprise rate: ", Strong("2 of 10"), " calls, 3 to 21 November.")),
        Buttons(
            (
                Button("Share with my colleagues", "reflect.share", "9"),
                Button("Edit", "reflect", "9"),
            )
        ),
    ),
)

PROMISES = Card(
    "Three promises open, one due today.",
    (
        Heading("Ours"),
        Bullets(
            (spans("Pricing for 40 seats, Northwind, today"), spans("References, Contoso, Friday"))
        ),
        Heading("Theirs"),
        Bullets((spans("Introduction to finance, Northwind, 28 November"),)),
        Preformatted(
            "Mutual plan\n  today   pricing for 40 seats (us)\n  28 Nov  intro to finance (them)"
        ),
        Buttons(
            (Button("Done", "promise.done", "4", "primary"), Button("Move", "promise.move", "4"))
        ),
    ),
)

EXCHANGE = Card(
    "Marketing answered 24 of 39 asks.",
    (
        Heading("The exchange"),
        charts.bars(
            "Both ways, last four weeks",
            (
                charts.Bar("Asks that were answered", 24 / 39, "62%, 24 of 39"),
                charts.Bar("Calls reflected", None, "shown from five people on"),
            ),
        ),
        Paragraph(spans("Asks that were answered: ", Strong("62%"), ", 24 of 39.")),
        charts.columns(
            "Asks that were answered, by week",
            tuple(charts.Bar(f"{day} Nov", day / 30, f"{day} of 30") for day in (2, 9, 16, 23)),
        ),
        Note(spans("Groups under five show no figures.")),
    ),
)

KINDS = tuple(Option(kind.lower(), kind) for kind in ("Discovery", "Demo", "Pricing", "Renewal"))
HEARD = TextInput("heard", "What did they say that matters?", hint="One line, in their words.")

QUICK = Card(
    "Northwind: how did it go?",
    (
        Heading("Northwind"),
        QuickForm(
            "call.kind", "9", (ChoiceInput("kind", "Kind of call", KINDS, "demo"),), at_once=True
        ),
        QuickForm(
            "heard",
            "9",
            (
                HEARD,
                ChoiceInput(
                    "who",
                    "Who said it?",
                    (Option("4", "Dana Okafor"), Option("5", "Kim Larsen")),
                ),
            ),
        ),
        Divider(),
        Heading("Contoso"),
        QuickForm(
            "heard",
            "10",
            (TextInput("heard", "What did Contoso say?", value="Not now"),),
            beside=True,
        ),
        QuickForm(
            "reached",
            "10",
            (ChoiceInput("reached", "Goal reached?", KINDS[:2], "demo", none="No goal was set"),),
            submit="Keep",
        ),
        Buttons((Button("Add more", "reflect", "9"), Button("Not now", "reflect.no", "9"))),
    ),
)

REFLECT_FORM = Form(
    "reflect",
    "Northwind, today 15:00",
    (
        Paragraph(spans("Your goal: ", Strong("learn who signs"))),
        ChoiceInput(
            "goal_reached",
            "Goal reached?",
            (Option("yes", "Yes"), Option("partly", "Partly"), Option("no", "No")),
            value="partly",
            required=True,
        ),
        TextInput("heard", "What they said", hint="Their words, not yours.", multiline=True),
        TextInput("next_step", "Next step", value="Meet finance"),
        ChecksInput(
            "promises",
            "Which promises were kept?",
            (Option("4", "Pricing for 40 seats"), Option("5", "References")),
            value=("5",),
            hint="Those not ticked stay open.",
        ),
        DateInput("due", "Due", value=date(2026, 11, 28), hint="The day they expect it."),
        Note(spans("Only you see this unless you share it.")),
    ),
    subject="9",
)

PLAN_FORM = Form(
    "plan",
    "Plan a call",
    (
        TextInput("account", "Account", required=True),
        DateInput("day", "Day", required=True),
        ChoiceInput(
            "zone",
            "Time zone",
            tuple(Option(f"z{n}", f"Zone {n}") for n in range(24)),
            value="z7",
        ),
        ChecksInput("guests", "Guests", tuple(Option(f"g{n}", f"Guest {n}") for n in range(12))),
    ),
    submit="Plan it",
)

ORDINARY_CARDS = {
    "brief": BRIEF,
    "listen": LISTEN,
    "reflected": REFLECTED,
    "promises": PROMISES,
    "exchange": EXCHANGE,
    "quick": QUICK,
}
ORDINARY_FORMS = {"reflect": REFLECT_FORM, "plan": PLAN_FORM}

LONG_CARD = Card(
    LONG,
    (
        Heading(LONG),
        Paragraph(spans(LONG, Strong(LONG), Link(LONG, "https://northwind.example"))),
        Bullets((spans(LONG), spans("short"), spans(LONG))),
        Quote(LONG, LONG),
        Note(spans(LONG)),
        Preformatted(LONG),
        Picture(charts.bars(LONG, (charts.Bar(LONG, 0.5, LONG),)).svg, LONG),
        Buttons((Button(LONG, "long", "1"), Button("Short", "short", "2"))),
        QuickForm("long", "1", (TextInput("heard", LONG, LONG, LONG),), submit=LONG),
    ),
)

MARKUP_CARD = Card(
    " ".join(HOSTILE_TEXTS),
    tuple(
        chain.from_iterable(
            (
                Paragraph(spans(text)),
                Paragraph(spans("Before ", Strong(text), " after")),
                Bullets((spans(text),)),
                Quote(text, text),
                Note(spans(text)),
            )
            for text in HOSTILE_TEXTS[:6]
        )
    ),
)


def _choice(text: str) -> ChoiceInput:
    options = (Option("a", text), Option("b", "b"))
    return ChoiceInput("heard", text, options, "a", hint=text, none=text)


MARKUP_EVERYWHERE = tuple(
    Card(
        text,
        (
            Heading(text),
            Paragraph(spans(text, Strong(text), link(text, "https://northwind.example/a?b=1&c=2"))),
            Bullets((spans(text), spans(Strong(text)))),
            Quote(text, text),
            Note(spans(text)),
            Note(spans(text, link("source", "https://northwind.example"))),
            Preformatted(text),
            charts.bars(text, (charts.Bar(text, 0.5, text),)),
            Picture(charts.columns(text, (charts.Bar(text, 0.5, text),)).svg, text),
            Buttons((Button(text, "hostile", text),)),
            QuickForm("hostile", text, (TextInput("heard", text, text, text),), submit=text),
            QuickForm("hostile", text, (_choice(text),), submit=text),
            QuickForm("hostile", text, (_choice(text),), at_once=True),
        ),
    )
    for text in HOSTILE_TEXTS
)

BAD_LINKS = Card(
    "Links that lead nowhere",
    (
        Paragraph(spans(link("one", "javascript:alert(1)"), Link("two", "javascript:alert(2)"))),
        Paragraph(spans(Link("three", "data:text/html,<script>alert(3)</script>"))),
        Note(spans(Link("four", 'https://x.example/"><script>'), Link("five", ""))),
    ),
)

MANY_BLOCKS = Card(
    "Eighty parts", tuple(Paragraph(spans(f"Part {n} of eighty.")) for n in range(1, 81))
)
MANY_OPTIONS = ChoiceInput(
    "one", "One", tuple(Option(f"o{n}", f"Option {n}") for n in range(200)), "o150"
)
TWELVE = replace(MANY_OPTIONS, options=MANY_OPTIONS.options[:12], value="o3")
SAME_FORMS = Card(
    "The same forms again",
    (
        *(QuickForm("same", "1", (HEARD,)) for _ in range(3)),
        *(QuickForm("same", "2" * 300, (replace(TWELVE, id="heard"),)) for _ in range(2)),
        QuickForm("same", "2" * 300, (TWELVE,), at_once=True),
        QuickForm("same", "1", (HEARD, TWELVE)),
        QuickForm("same", "1", (replace(HEARD, required=True, multiline=True),)),
    ),
)
MANY_BUTTONS = Card(
    "Forty buttons", (Buttons(tuple(Button(f"Press {n}", "press", str(n)) for n in range(40))),)
)
EMPTY_CARD = Card(
    "",
    (
        Heading(""),
        Paragraph(()),
        Paragraph(spans("", Strong(""), Link("", "https://northwind.example"))),
        Bullets(()),
        Bullets((spans(""), ())),
        Quote("", ""),
        Note(()),
        Note(spans("")),
        Preformatted(""),
        Picture(charts.bars("", ()).svg, ""),
        Buttons(()),
        Buttons((Button("", "nameless", ""),)),
        QuickForm("none", "", ()),
        QuickForm("none", "", (ChoiceInput("heard", "", ()),), at_once=True),
        QuickForm("nameless", "", (TextInput("heard", ""),), submit=""),
        Divider(),
    ),
)

HOSTILE_CARDS = {
    "long": LONG_CARD,
    "markup": MARKUP_CARD,
    "bad_links": BAD_LINKS,
    "many_blocks": MANY_BLOCKS,
    "many_buttons": MANY_BUTTONS,
    "same_forms": SAME_FORMS,
    "empty": EMPTY_CARD,
    **{f"markup_{n}": card for n, card in enumerate(MARKUP_EVERYWHERE)},
}


def _hostile_form(text: str) -> Form:
    return Form(
        "hostile",
        text,
        (
            Paragraph(spans(text)),
            TextInput("words", text, hint=text, value=text, multiline=True),
            TextInput("line", text, hint=text, value=text.replace("\n", " ")),
            ChoiceInput(
                "choice", text, (Option("a", text), Option("b", "b")), value="a", hint=text
            ),
            ChecksInput("checks", text, (Option("a", text), Option("b", "b")), ("a",), hint=text),
            DateInput("day", text, hint=text),
        ),
        submit=text,
    )


MANY_OPTIONS_FORM = Form(
    "options",
    "Two hundred options",
    (
        MANY_OPTIONS,
        ChecksInput("many", "Many", tuple(Option(f"m{n}", f"Choice {n}") for n in range(200))),
        ChoiceInput("none", "None", ()),
        ChecksInput("nothing", "Nothing", ()),
        ChoiceInput("stray", "Stray", (Option("a", "A"),), value="gone"),
    ),
)

HOSTILE_FORMS = {
    "long_form": _hostile_form(LONG),
    "empty_form": _hostile_form(""),
    "many_options": MANY_OPTIONS_FORM,
    **{f"markup_form_{n}": _hostile_form(text) for n, text in enumerate(HOSTILE_TEXTS)},
}

CARDS: dict[str, Card] = {**ORDINARY_CARDS, **HOSTILE_CARDS}
FORMS: dict[str, Form] = {**ORDINARY_FORMS, **HOSTILE_FORMS}

# The ones whose rendering is kept on file, to be looked at when it changes.
GOLDEN_CARDS = (*ORDINARY_CARDS, "bad_links", "markup_0", "markup_1", "empty")
GOLDEN_FORMS = (*ORDINARY_FORMS, "markup_form_0")
