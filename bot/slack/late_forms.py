"""What a submitted form shows if the work takes longer than Slack waits. Pure.

Slack waits three seconds for the answer to a form. Only that answer can show problems next to the
inputs. If the work takes longer, we answer with a page that says we are working:

- If the work succeeds, the page then says that it is done.
- If the work fails, the page becomes the form with what was typed, below a sentence about the
  problem.
"""

from collections.abc import Iterator, Mapping

from bot.platform.payload import Json, at, maybe
from bot.slack import limits, rich
from bot.slack.limits import plain
from handlers.cards import Strong, spans

WORKING = "This takes a few seconds. You can close this form; I'll still answer."
DONE = "That is done. You can close this."
CLOSED = "That form was closed. Please open it again."
# By type of input: the key of the initial value, and the key of the value in the submitted state.
_VALUE_KEYS = {
    "plain_text_input": ("initial_value", "value"),
    "datepicker": ("initial_date", "selected_date"),
    "radio_buttons": ("initial_option", "selected_option"),
    "static_select": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
}
_KEPT = ("callback_id", "private_metadata", "title", "submit", "close")


def message_page(view: Json, words: str) -> Json:
    """Return a page that replaces a form. The page has the form's title, and shows these words."""
    return {
        "type": "modal",
        "title": plain(maybe(view, "title", "text"), limits.TITLE),
        "close": plain("Close", limits.TITLE),
        "blocks": [*rich.paragraph(spans(words), limits.TEXT)],
    }


def returned_form(view: Json, problem: str) -> Json:
    """Return the form as it was submitted, below the problem."""
    above = rich.paragraph(spans(Strong(problem)), limits.TEXT)
    return {
        "type": "modal",
        **{name: view[name] for name in _KEPT if view.get(name)},
        "blocks": [*above, *_filled(view)][: limits.VIEW_BLOCKS],
    }


def _filled(view: Json) -> Iterator[Json]:
    """Yield the form's blocks, with what the person typed as initial values."""
    values = at(view, "state", "values")
    for block in view["blocks"]:
        element = at(block, "element")
        if maybe(block, "type") != "input" or not isinstance(element, Mapping):
            yield block
            continue
        initial, submitted = _VALUE_KEYS.get(maybe(element, "type"), ("", ""))
        typed = at(values, maybe(block, "block_id"), maybe(element, "action_id"), submitted)
        empty = {key: value for key, value in element.items() if key != initial}
        yield {**block, "element": {**empty, initial: typed} if initial and typed else empty}
