"""Cards and forms as HTML for the playground's page.

Every text is escaped. A long text is folded, not cut.
"""

from typing import assert_never

from markupsafe import Markup

from bot.playground.inputs import input_html, quick_input_html
from bot.playground.pictures import image
from bot.playground.prose import HEADING, MINOR_HEADING, NOTE, PARAGRAPH, flow, folded, inline, safe
from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Picture,
    Plain,
    Preformatted,
    QuickForm,
    Quote,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, TextInput

EMPTY = Markup()
CARD = Markup('<article class="card" aria-label="{}">{}</article>')
FORM = Markup(
    '<form class="form" novalidate data-form="{}" data-subject="{}" aria-labelledby="form-title">'
    '<h2 id="form-title" dir="auto">{}</h2>{}'
    '<p class="problem" id="form-problem" role="alert" hidden></p>'
    '<div class="buttons"><button type="submit" class="primary" dir="auto">{}</button>'
    '<button type="button" data-close>Not now</button></div></form>'
)
QUICK_FORM = Markup(
    '<form class="quick" novalidate data-form="{}" data-subject="{}"{}{}>{}'
    '<p class="problem" role="alert" hidden></p>{}</form>'
)
AT_ONCE = Markup(" data-at-once")
SUBMIT = Markup('<button type="submit" class="{}" dir="auto"{}>{}</button>')
QUOTE = Markup("<figure><blockquote>{}</blockquote>{}</figure>")
SOURCE = Markup('<figcaption><cite dir="auto">{}</cite></figcaption>')
PRE = Markup('<pre dir="auto" tabindex="0" role="group" aria-label="To copy">\n{}</pre>')
BUTTON = Markup(
    '<button type="button" dir="auto" class="{}" data-action="{}" data-value="{}"{}{}>{}</button>'
)
BESIDE = Markup(" data-beside")
SPOKEN = Markup(' aria-label="{}"')
BUTTONS = Markup('<div class="buttons">{}</div>')
SAID = Markup('<p class="said" dir="auto">{}</p>')


def card_html(card: Card) -> Markup:
    """Return a card as an <article>. A screen reader announces the card's summary."""
    return CARD.format(safe(card.summary), _all(card.blocks))


def form_html(form: Form) -> Markup:
    """Return a form as HTML. Each input has a place for an error message."""
    submit = safe(form.submit) or "Save"
    return FORM.format(form.name, form.subject, safe(form.title) or "…", _all(form.blocks), submit)


def said_html(words: str) -> Markup:
    return flow(SAID, (Plain(words),))


def _all(parts: tuple[Block | Input, ...]) -> Markup:
    return EMPTY.join(_part(part) for part in parts)


def _part(part: Block | Input) -> Markup:  # noqa: C901, PLR0911, PLR0912 - one case for each block
    match part:
        case Heading(text, minor=True):
            return flow(MINOR_HEADING, (Plain(text),))
        case Heading(text):
            return flow(HEADING, (Plain(text),))
        case Paragraph(text):
            return flow(PARAGRAPH, text)
        case Bullets(items):
            return _list(Bullets(items))
        case Quote(words, source):
            return _quote(words, source)
        case Note(text):
            return flow(NOTE, text)
        case Preformatted(text):
            return PRE.format(safe(text)) if text.strip() else EMPTY
        case Picture():
            return image(part)
        case Divider():
            return Markup("<hr>")
        case Buttons(buttons):
            return BUTTONS.format(EMPTY.join(map(_button, buttons))) if buttons else EMPTY
        case QuickForm():
            return _quick_form(part)
        case TextInput() | ChoiceInput() | ChecksInput() | DateInput():
            return input_html(part)
        case _:
            assert_never(part)


def _quick_form(form: QuickForm) -> Markup:
    if not form.fillable:
        return EMPTY
    button = form.button
    submit = SUBMIT.format(button.style, _spoken(button), safe(button.label) or "…")
    return QUICK_FORM.format(
        form.name,
        form.subject,
        BESIDE if form.beside else EMPTY,
        AT_ONCE if form.at_once else EMPTY,
        EMPTY.join(quick_input_html(part, as_list=form.at_once) for part in form.fillable),
        EMPTY if form.at_once else submit,
    )


def _list(bullets: Bullets) -> Markup:
    items = [folded(item) for item in bullets.items if inline(item)]
    rows = EMPTY.join(Markup('<li dir="auto">{}</li>').format(item) for item in items)
    return Markup("<ul>{}</ul>").format(rows) if items else EMPTY


def _quote(words: str, source: str) -> Markup:
    quoted = flow(PARAGRAPH, (Plain(words),))
    whose = SOURCE.format(folded((Plain(source),))) if source.strip() else EMPTY
    return QUOTE.format(quoted, whose) if quoted or whose else EMPTY


def _button(button: Button) -> Markup:
    label = safe(button.label) if button.label.strip() else "…"
    beside = BESIDE if button.beside else EMPTY
    return BUTTON.format(button.style, button.action, button.value, beside, _spoken(button), label)


def _spoken(button: Button) -> Markup:
    return SPOKEN.format(safe(button.spoken)) if button.about else EMPTY
