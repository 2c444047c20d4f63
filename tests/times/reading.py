"""Read what is typed on a Tuesday in Berlin."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.times import Unclear, Understood, understand

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"
# A Tuesday. The seconds must not matter.
NOW = datetime(2026, 11, 24, 11, 0, 20, tzinfo=ZoneInfo(BERLIN))


def at(shown: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def read(text: str, now: datetime = NOW, zone: str = BERLIN) -> Understood:
    answer = understand(text, now=now, zone=zone)
    assert isinstance(answer, Understood), answer
    assert answer.starts_at.tzinfo is UTC
    return answer


def ask(text: str, now: datetime = NOW, zone: str = BERLIN) -> Unclear:
    answer = understand(text, now=now, zone=zone)
    assert isinstance(answer, Unclear), answer
    return answer
