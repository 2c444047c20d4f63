"""Say which of a person's settings are the company's defaults. Describe changes to the defaults."""

from collections.abc import Collection, Iterator
from datetime import time
from typing import Any

from handlers.cards import Block, Note, spans
from handlers.features.settings.kinds import pushed
from handlers.features.settings.time_inputs import DAYS, TEAM_AT
from handlers.knowledge.opened import may_lead
from handlers.rhythm_settings import COMPANY_SETTINGS, MUTED, Rhythm, from_company
from storage.tables import Person

# The name of each setting in the sentence that `lines` returns.
LABELS = {
    "work_days": "working days",
    "work_from": "start of the day",
    "quiet_from": "quiet hours",
    "quiet_to": "quiet hours",
    "agenda_at": "agenda",
    "research_at": "research questions",
    "brief_minutes": "brief",
    "listen_minutes": "listening line",
    "reflect_minutes": "reflection",
    "most_a_day": "nudges a day",
    "team_at": "the team's morning",
}
# The name of each setting in the audit log. The old and the new value follow: "agenda: was 08:30,
# is 09:00".
IN_LOG = {
    **LABELS,
    "quiet_from": "start of the quiet hours",
    "quiet_to": "end of the quiet hours",
    "brief_minutes": "brief, minutes before",
    "listen_minutes": "listening line, minutes before",
    "reflect_minutes": "reflection, minutes after",
}
YOURS = "If you change one of them, your choice stays."


def lines(person: Person) -> list[Block]:
    """Name the person's settings that come from the company. Return [] if there are none."""
    names, kinds = from_company(person)
    hidden = frozenset() if may_lead(person) else {TEAM_AT}
    times = [LABELS[name] for name in LABELS if name in names - hidden]
    parts = [", ".join(dict.fromkeys(times)), off(kinds)]
    said = "; ".join(part for part in parts if part)
    return [Note(spans(f"Your company's defaults: {said}. {YOURS}"))] if said else []


def off(kinds: Collection[str]) -> str:
    """Say that these kinds are off: "off: listening lines". Return "" if there are none."""
    labels = sorted(known.label for name in kinds if (known := pushed(name)))
    return f"off: {', '.join(labels)}" if labels else ""


def changes(before: Rhythm, after: Rhythm) -> Iterator[str]:
    """Yield each change to the defaults, as it is stored in the audit log.

    "quiet_to 07:30 08:00" has the old and the new value of a setting. "muted listen off" says that
    a kind of message was switched off.
    """
    for name in COMPANY_SETTINGS:
        old, new = (_written(getattr(one, name)) for one in (before, after))
        if name != MUTED and old != new:
            yield f"{name} {old} {new}"
    for kind in sorted(before.muted ^ after.muted):
        yield f"{MUTED} {kind} {'off' if kind in after.muted else 'on'}"


def _written(value: Any) -> str:  # noqa: ANN401 - the value of any setting
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return ",".join(map(str, sorted(value))) if isinstance(value, frozenset) else str(value)


def default_changed(target: str) -> str:
    """Describe the change that an audit entry records. `target` is what `changes` yielded."""
    name, *values = target.split()
    if len(values) != 2:
        return target
    if name == MUTED:
        known = pushed(values[0])
        return f"{known.label if known else values[0]}: {values[1]}"
    old, new = (_days(one) for one in values) if name == "work_days" else values
    return f"{IN_LOG.get(name, name)}: was {old}, is {new}"


def _days(written: str) -> str:
    return ", ".join(DAYS[int(one)] for one in written.split(","))
