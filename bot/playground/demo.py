"""The playground's people, accounts and week, from `demo.yaml`. All of them are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import TypeAdapter

from handlers.playbook.reading import YamlLoader
from storage.choices import Role

TENANT = "playground:demo"
DOMAIN = "demo.example"  # the team's mail domain, and the label of the team's calendars
SCRIPT = Path(__file__).parent / "demo.yaml"
MONDAY = 0
WORKING_DAYS = 5


@dataclass(frozen=True)
class Persona:
    """Somebody whom a visitor can act as. `tries` are the commands to suggest at first."""

    id: str
    name: str
    role: Role
    zone: str  # IANA
    tries: tuple[str, ...] = ()


def personas() -> tuple[Persona, ...]:
    """Return the people whom a visitor can act as. The rep comes first."""
    script = _script()
    return tuple(
        Persona(who["id"], who["name"], role(who["role"]), script["zone"], tuple(who["tries"]))
        for who in script["people"]
    )


def role(word: str) -> Role:
    """Return the role with this name. Raises ValueError if there is none."""
    return TypeAdapter[Role](Role).validate_python(word)


def accounts() -> tuple[dict[str, Any], ...]:
    """Return the companies that the team sells to."""
    return tuple(_script()["accounts"])


def insights() -> tuple[dict[str, str], ...]:
    """Return the insights that marketing has published or scheduled."""
    return tuple(_script()["insights"])


def start(now: datetime) -> datetime:
    """Return the time at which a new demo starts. `now` and the result are UTC.

    The demo starts on a Monday, at the script's `start` in the script's zone. The result is the
    first such time that is not before `now`.
    """
    script = _script()
    zone = ZoneInfo(script["zone"])
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=(MONDAY - local.weekday()) % 7)
    moment = datetime.combine(day, time.fromisoformat(script["start"]), zone)
    if moment < local:
        moment = datetime.combine(day + timedelta(days=7), moment.timetz())
    return moment.astimezone(now.tzinfo)


def zone() -> str:
    """Return the script's time zone (IANA)."""
    return str(_script()["zone"])


def moment(began: datetime, script: Mapping[str, Any]) -> datetime:
    """Return the time (UTC) of a scripted event.

    `began` is the demo's first moment (UTC), which is on a Monday. The event's `day` counts days
    from that Monday, so it is negative in the week before.
    """
    local = began.astimezone(ZoneInfo(zone())) + timedelta(days=script["day"])
    hour, minute = map(int, script["at"].split(":"))
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(began.tzinfo)


def calls() -> tuple[dict[str, Any], ...]:
    """Return the calls of the demo's week and of the week before."""
    return tuple(_script()["calls"])


def other_meetings() -> tuple[dict[str, Any], ...]:
    """Return the meetings in people's calendars that are not calls."""
    return tuple(_script()["other_meetings"])


def happenings() -> tuple[dict[str, Any], ...]:
    """Return what colleagues do and what changes in calendars during the week, in order."""
    return tuple(_script()["happenings"])


def ends(began: datetime) -> datetime:
    """Return the end (UTC) of the week that starts at `began` (UTC): midnight after Friday."""
    zone = ZoneInfo(_script()["zone"])
    day = began.astimezone(zone).date() + timedelta(days=WORKING_DAYS)
    return datetime.combine(day, time(), zone).astimezone(began.tzinfo)


def channels() -> dict[str, tuple[str, str]]:
    """Return each channel with its subscriber and its tags."""
    return {name: (who, tags) for name, (who, tags) in _script()["channels"].items()}


def colleagues() -> tuple[dict[str, Any], ...]:
    """Return the colleagues whom no visitor can act as.

    Each has figures for the four weeks before the demo, such as the number of calls.
    """
    return tuple(_script()["colleagues"])


def team() -> dict[str, Any]:
    """Return the team that the manager leads, with colleagues' calls and the team's figures."""
    return dict(_script()["team"])


def crm_teams() -> tuple[dict[str, Any], ...]:
    """Return the teams in the demo's CRM. Each team lists the ids of its people."""
    return tuple(_script()["crm_teams"])


def email(persona: str) -> str:
    """Return a team member's email address, from their id in the playground."""
    return f"{persona}@{DOMAIN}"


def external(name: str) -> str:
    """Return a colleague's id in the playground: the first name in lower case."""
    return name.split(maxsplit=1)[0].lower()


@cache
def _script() -> Any:  # noqa: ANN401 - parsed YAML
    return yaml.load(SCRIPT.read_text(encoding="utf-8"), YamlLoader)  # noqa: S506 - a safe loader
