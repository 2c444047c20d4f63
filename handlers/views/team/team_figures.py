"""A team's monthly figures, as a picture and in words. Pure."""

from collections.abc import Mapping, Sequence

from handlers.cards import Block, Bullets, Button, Buttons, Card, Note, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge.team_months import FIGURE_NAMES, OVER, UNDER, FigureName
from handlers.times.words import MONTH_NAMES
from handlers.views import charts
from handlers.views.team import team_page
from storage.tables import Team, TeamMonth

MONTHS = 6
# The figures with a picture, and the labels of their buttons.
PICTURES: Mapping[FigureName, str] = {
    "prepared": "Prepared",
    "reflected": "Reflected",
    "surprised": "Surprises",
    "theirs": "Next step",
}
LABELS: Mapping[FigureName, str] = {
    "prepared": "Calls prepared in time",
    "reflected": "Calls reflected on",
    "surprised": "Reflections with a surprise",
    "theirs": "Next step: theirs",
    "ours": "Next step: ours",
    "together": "Next step: together",
}
TOO_FEW = "too little to count"
NOT_ONE_PERSON = (
    "These figures are about the whole team without its manager, never about one person. A month "
    "is counted once, a few days after it ends. It has figures if five people or more were in the "
    "team all month, they had at least 20 calls, and nobody had more than half of them. Figures "
    "are rounded to 5%."
)
NOTHING_YET = (
    "No figures yet. A month has figures if five people or more were in the team all month, they "
    "had at least 20 calls, and nobody had more than half of them."
)


def card(team: Team, months: Sequence[TeamMonth], shown: FigureName, wanted: str = "") -> Card:
    """Return a team's figures of one month, with a picture of the figure `shown` over six months.

    The month is `wanted` ("2026-11"). If `wanted` is "" or a month without figures, we take the
    newest month with figures. `months` are the months that were counted, oldest first.
    """
    lead = f"{shortened(team.name, 60)}: figures"
    missing = _missing(wanted, months)
    with_figures = [one for one in months if one.figures]
    latest = next(reversed(with_figures), None)
    latest = next((one for one in with_figures if one.month == wanted), latest)
    if latest is None:
        none = f"{missing} {NOTHING_YET}".lstrip()
        return Card(lead, (Paragraph(spans(none)), team_page.back(team)))
    rows = [_bar(one, shown) for one in months[-MONTHS:]]
    of_month = [
        f"{LABELS[name]}: {said(latest, name)}" for name in FIGURE_NAMES if name in latest.figures
    ]
    over_time = "; ".join(f"{_label(one)}: {said(one, shown)}" for one in months[-MONTHS:])
    blocks: list[Block] = [
        *((Paragraph(spans(missing)),) if missing else ()),
        Paragraph(spans(typed(f"{lead}, {_month_and_year(latest.month)}"))),
        Bullets(tuple(spans(one) for one in of_month)),
        charts.columns(LABELS[shown], rows),
        Paragraph(spans(f"{LABELS[shown]}. {over_time}.")),
        Note(spans(NOT_ONE_PERSON)),
        Buttons(_buttons(team, shown, wanted)),
    ]
    return Card(lead, tuple(blocks))


def _missing(wanted: str, months: Sequence[TeamMonth]) -> str:
    """Say why the month `wanted` has no figures. Return "" if it has figures or `wanted` is ""."""
    found = next((one for one in months if one.month == wanted), None)
    if not wanted or (found and found.figures):
        return ""
    if found:
        return f"{_month_and_year(wanted)} has no figures: there was too little to count."
    if not months or wanted > months[-1].month:
        return (
            f"{_month_and_year(wanted)} is not counted yet. A month is counted a few days after it "
            "ends."
        )
    return f"{_month_and_year(wanted)} was not counted, or is too long ago."


def _buttons(team: Team, shown: FigureName, wanted: str) -> tuple[Button, ...]:
    about = shortened(team.name, 40)
    month = f":{wanted}" if wanted else ""
    others = tuple(
        Button(label, team_page.FIGURES, f"{team.id}:{name}{month}", about=about)
        for name, label in PICTURES.items()
        if name != shown
    )
    return (*others, *team_page.back(team).buttons)


def _bar(month: TeamMonth, name: FigureName) -> charts.Bar:
    value = month.figures.get(name)
    label = _label(month)
    if value is None:
        return charts.Bar(label, None, TOO_FEW)
    ends = {UNDER: "<10%", OVER: ">90%"}  # short enough for a column
    return charts.Bar(label, value / 100, ends.get(value, f"{value}%"))


def said(month: TeamMonth, name: FigureName) -> str:
    """Return a figure in words: "75%", "under 10%", or why there is none."""
    value = month.figures.get(name)
    if value is None:
        return TOO_FEW
    ends = {UNDER: "under 10%", OVER: "over 90%"}
    return ends.get(value, f"{value}%")


def _label(month: TeamMonth) -> str:
    return MONTH_NAMES[int(month.month[5:]) - 1][:3]


def _month_and_year(month: str) -> str:
    return f"{MONTH_NAMES[int(month[5:]) - 1]} {month[:4]}"
