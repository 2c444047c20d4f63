"""Write an insight in a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import limits
from handlers.cards import Form, Note, Reply, is_web_address, spans
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.calls.call_form import STAGE_LABELS
from handlers.features.customers import account_question, which_account
from handlers.features.fields import day, one_of
from handlers.features.marketing import insight_edits
from handlers.features.marketing.insight_preview import account_of, preview
from handlers.features.typed_time import typed_time
from handlers.inputs import ChoiceInput, DateInput, Input, Option, TextInput
from handlers.knowledge.web_addresses import WRONG_LINK, encoded
from handlers.notices.insights import replan_insight
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, format_absolute
from storage.choices import EDIT, STAGES
from storage.marketing import insight_matches, insights
from storage.tables import Insight
from storage.workspace import channels

GOOD_FOR = timedelta(days=90)  # until an insight's review, if nobody chooses a day
WHEN = "When should it go out?"
WHEN_LABEL = "Publish later"
TIME_HINT = "For example: Monday 9:00. Leave empty to {}."
PASSED = f"That is in the past. {WHEN} For example: Monday 9:00."
LABELS = {  # the label and the hint, by field
    "headline": ("Headline", "What is new, in one line"),
    "line": ("What it means for a call", "One line that a rep can say, with the key number"),
    "body": ("More", ""),
    "link": ("Source", "https://…, so that a rep can check it"),
    "industry": ("For which industry", "Leave empty for any"),
    "persona": ("For which role", "For example: head of logistics"),
    "competitor": ("Against which competitor", "The insight is shown when a buyer names them"),
}
AT_FIRST = ("headline", "line", "link", "industry", "persona")  # the form for a new insight
MORE_LATER = (
    "After this you can add more: a longer text, dates, and the competitor, stage or account that "
    "the insight is for."
)

NO_CHANNEL = (
    "No channel gets insights yet. Reps will still find this one in a search, and for the calls "
    "that it fits. To have it posted too, type /insight subscribe in a channel first."
)


def register(registry: Registry) -> None:
    """Register the form for new and existing insights."""
    registry.button("insight.new", new)
    registry.intent("insight said", new)
    registry.button("insight.edit", edit)
    registry.form("insight", save)


async def new(turn: Turn) -> Reply:
    """Open the form for a new insight, filled with the words from the message or button.

    If no channel gets insights, the form says so to people who may publish.
    """
    form = _form(turn, None, "", _as_headline_or_body(turn.text.strip()))
    if not may_publish(turn.person) or await channels.ids(turn.session, turn.person.tenant):
        return form
    return replace(form, blocks=(Note(spans(NO_CHANNEL)), *form.blocks))


async def new_with(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Open the form for a new insight, filled with a headline and the time when it goes out."""
    form = await new(replace(turn, text=values["headline"]))
    if not isinstance(form, Form):
        return form
    *inputs, note = form.blocks
    when = TextInput("goes_out", WHEN_LABEL, TIME_HINT.format("publish now"), values["goes_out"])
    return replace(form, blocks=(*inputs, when, note))


def _as_headline_or_body(words: str) -> dict[str, str]:
    """Return the words as the headline. If they don't fit on one line, return them as the body."""
    fits = len(words) <= limits.of_input("headline") and "\n" not in words
    return {"headline" if fits else "body": words}


async def edit(turn: Turn) -> Form:
    """Open the form of an insight. If it has an unpublished edit, open the form of the edit."""
    found = await access.own_insight(turn, turn.text)
    edits = await insights.edits(turn.session, found.tenant, [found.id])
    found = edits.get(found.id, found)
    account = await account_of(turn, found)
    return _form(turn, found, account.name if account else "")


async def edit_with(turn: Turn, values: Mapping[str, str]) -> Form:
    """Open the form of an insight, filled with `values`: new texts, by the name of the field."""
    form = await edit(turn)
    blocks = [
        replace(one, value=values[one.id])
        if isinstance(one, TextInput) and one.id in values
        else one
        for one in form.blocks
    ]
    return replace(form, blocks=tuple(blocks))


async def save(turn: Turn) -> Reply:
    """Save the form, and show the preview.

    Saving does not publish. A scheduled insight stays scheduled, with its new text.
    """
    fields = _fields(turn)
    account_id = await _account_named(turn)
    found = await _row_to_save(turn)
    for name, value in fields.items():
        setattr(found, name, value)
    found.account_id = account_id
    found.stage = one_of(turn.fields.get("stage", ""), STAGES) or ""
    found.review_by = _review_by(turn)
    _set_publishing_time(turn, found)
    found.changed_at, found.revision = turn.now, found.revision + 1
    found.owner_id = turn.person.id
    await turn.session.flush()
    if found.state != EDIT:
        await insight_matches.index(turn.session, found)
        await replan_insight(turn.session, found, turn.now)
    return await preview(turn, found)


async def _row_to_save(turn: Turn) -> Insight:
    """Return the row in which to save the form. A new insight gets a new row."""
    insight_id, _, revision = turn.text.partition(":")
    if insight_id:
        found = await access.own_insight(turn, insight_id, locked=True)
        return await insight_edits.row_to_save(turn, found, revision)
    new = Insight(
        tenant=turn.person.tenant,
        headline="",
        line="",
        author_id=turn.person.id,
        owner_id=turn.person.id,
        review_by=date.max,
        changed_at=turn.now,
        revision=0,
    )
    turn.session.add(new)
    return new


def _fields(turn: Turn) -> dict[str, str]:
    found = {name: turn.fields.get(name, "").strip() for name in insight_edits.TEXTS}
    if not found["headline"]:
        raise Refusal("What is new? One line.", field="headline")
    if not found["line"]:
        raise Refusal("What does it mean for a call? One line.", field="line")
    found["link"] = encoded(found["link"])
    if found["link"] and not is_web_address(found["link"]):
        raise Refusal(WRONG_LINK, field="link")
    return found


async def _account_named(turn: Turn) -> int | None:
    name = turn.fields.get("account", "").strip()
    if not name:
        return None
    account = await which_account.on_file(turn, name)
    if account is None:
        found = await which_account.near(turn, name)
        raise Refusal(account_question.missing(name, found), field="account")
    return account.id


def _review_by(turn: Turn) -> date:
    chosen, today = day(turn, "review_by"), day_of(turn.now, turn.person.zone)
    if chosen is not None and chosen <= today:
        raise Refusal("Choose a day in the future.", field="review_by")
    return chosen or today + GOOD_FOR


def _set_publishing_time(turn: Turn, found: Insight) -> None:
    """Set when the insight goes out, from the typed time. An insight that is out keeps its time."""
    typed = turn.fields.get("goes_out", "").strip()
    if insights.is_out(found, turn.now):
        return
    if not typed:
        # A scheduled insight, whose state is "published", keeps its time if no time was typed.
        if found.state != "published":
            found.published_at = None
        return
    read = typed_time(turn, typed)
    if isinstance(read, Unclear):
        asked = read.question.replace("When is the call?", WHEN)
        said = PASSED if read.reason == "past" else asked
        raise Refusal(said, field="goes_out")
    found.published_at = read.starts_at


def _form(
    turn: Turn, found: Insight | None, account: str, begun: Mapping[str, str] | None = None
) -> Form:
    """Return the form: a short form for a new insight, and all inputs for an insight on file."""
    texts = _text_inputs(found, begun or {})
    return Form(
        "insight",
        _title(turn, found),
        (*texts, *_more_inputs(turn, found, account)) if found else _first_inputs(texts),
        subject=f"{found.id}:{found.revision}" if found else "",
        submit="Preview",
    )


def _first_inputs(texts: Sequence[TextInput]) -> tuple[TextInput | Note, ...]:
    """Return the inputs in `AT_FIRST`, and a note that more can follow.

    An input that has a text already, but is not in `AT_FIRST`, takes the place of the last empty
    input of `AT_FIRST`.
    """
    filled = (one.id for one in texts if one.value)
    names = [*dict.fromkeys((*filled, *AT_FIRST))][: len(AT_FIRST)]
    return (*(one for one in texts if one.id in names), Note(spans(MORE_LATER)))


def _more_inputs(turn: Turn, found: Insight, account: str) -> tuple[Input, ...]:
    return (
        ChoiceInput(
            "stage",
            "For which stage",
            tuple(Option(stage, STAGE_LABELS[stage]) for stage in STAGES),
            found.stage,
            "Leave it empty for any stage",
            none="Any stage",
        ),
        TextInput("account", "For one account only", value=account),
        DateInput(
            "review_by",
            "Good until",
            found.review_by,
            "After this day it is not shown until somebody renews it",
        ),
        *_time_input(turn, found),
    )


def _text_inputs(found: Insight | None, begun: Mapping[str, str]) -> list[TextInput]:
    return [
        TextInput(
            name,
            label,
            hint,
            getattr(found, name) if found else begun.get(name, ""),
            multiline=name == "body",
            required=name in ("headline", "line"),
        )
        for name, (label, hint) in LABELS.items()
    ]


def _time_input(turn: Turn, found: Insight) -> list[TextInput]:
    """Return the input for the time when the insight goes out.

    Return [] if the person may not publish, or if the insight is out already.
    """
    is_out = found.state == EDIT or insights.is_out(found, turn.now)
    if is_out or not may_publish(turn.person):
        return []
    later = found.published_at
    zone = turn.person.zone
    # An insight that was out before somebody retired it has a time in the past.
    is_ahead = later is not None and later > turn.now
    typed = format_absolute(later, now=turn.now, zone=zone, own=zone) if later and is_ahead else ""
    empty = "keep this time" if found.state == "published" else "publish now"
    hint = TIME_HINT.format(empty)
    return [TextInput("goes_out", WHEN_LABEL, hint, typed)]


def _title(turn: Turn, found: Insight | None) -> str:
    if found is not None:
        return "Edit an insight"
    return "Publish an insight" if may_publish(turn.person) else "Suggest an insight"
