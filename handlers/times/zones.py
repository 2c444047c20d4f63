"""Find the IANA name of a zone that a person typed.

We never turn a zone into a fixed offset: "3pm ET" is three o'clock in New York, in summer too.
"""

from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

# Abbreviations that differ in winter and summer. Each row has the year-round name ("" if there is
# none), the names in winter and in summer, and the zone.
_FAMILIES = (
    ("et", "est", "edt", "America/New_York"),
    ("ct", "cst", "cdt", "America/Chicago"),
    ("mt", "mst", "mdt", "America/Denver"),
    ("pt", "pst", "pdt", "America/Los_Angeles"),
    ("", "akst", "akdt", "America/Anchorage"),
    ("", "ast", "adt", "America/Halifax"),
    ("", "nst", "ndt", "America/St_Johns"),
    ("", "wet", "west", "Europe/Lisbon"),
    ("", "cet", "cest", "Europe/Berlin"),
    ("", "eet", "eest", "Europe/Athens"),
    ("", "aest", "aedt", "Australia/Sydney"),
    ("", "acst", "acdt", "Australia/Adelaide"),
    ("", "nzst", "nzdt", "Pacific/Auckland"),
)
# Abbreviations that belong to no family, and their zones.
_SINGLE = {
    "utc": "UTC",
    "gmt": "GMT",
    "bst": "Europe/London",
    "msk": "Europe/Moscow",
    "ist": "Asia/Kolkata",
    "gst": "Asia/Dubai",
    "pkt": "Asia/Karachi",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "awst": "Australia/Perth",
    "hst": "Pacific/Honolulu",
    "sast": "Africa/Johannesburg",
    "eat": "Africa/Nairobi",
    "wat": "Africa/Lagos",
    "brt": "America/Sao_Paulo",
}
# Maps other words for a zone to the English abbreviation.
_NICKNAMES = {
    "eastern": "et",
    "central": "ct",
    "mountain": "mt",
    "pacific": "pt",
    "uk": "bst",
    "india": "ist",
    "japan": "jst",
    "mez": "cet",
    "mesz": "cest",
}
# Cities that no IANA zone is named after. Each row has a zone and the cities in it.
_CITIES = {
    "Africa/Johannesburg": "cape town",
    "America/Chicago": "austin|dallas|houston|minneapolis|nashville|new orleans|san antonio",
    "America/Los_Angeles": "la|las vegas|portland|san diego|san francisco|san jose|seattle|sf",
    "America/New_York": "atlanta|boston|charlotte|miami|nyc|philadelphia|washington|washington dc",
    "America/Sao_Paulo": "brasilia|rio|rio de janeiro|são paulo",
    "America/Toronto": "montreal|ottawa",
    "America/Denver": "salt lake city",
    "Asia/Dubai": "abu dhabi",
    "Asia/Ho_Chi_Minh": "hanoi|saigon",
    "Asia/Jerusalem": "tel aviv",
    "Asia/Kolkata": "bangalore|bengaluru|chennai|delhi|hyderabad|mumbai|new delhi|pune",
    "Asia/Shanghai": "beijing|guangzhou|shenzhen",
    "Asia/Tokyo": "osaka",
    "Australia/Sydney": "canberra",
    "Europe/Berlin": "cologne|düsseldorf|frankfurt|hamburg|munich|stuttgart",
    "Europe/Kyiv": "kiev",
    "Europe/London": "birmingham|cardiff|edinburgh|glasgow|leeds|manchester",
    "Europe/Madrid": "barcelona|valencia",
    "Europe/Paris": "lyon|marseille|toulouse",
    "Europe/Rome": "milan|naples|turin",
    "Europe/Zurich": "basel|bern|geneva|zürich",
    "Pacific/Auckland": "wellington",
}
# Abbreviations that several places use: India, Ireland and Israel all have an IST.
_SHARED = frozenset(("ist", "cst", "ast", "gst", "mst"))
# If two areas have a city of the same name, the city in the earlier area wins.
_AREAS = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian")


def label(zone: str) -> str:
    """Return a zone's name as people see it: "Berlin time", "UTC"."""
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.removeprefix("Etc/") if zone in ("Etc/UTC", "Etc/GMT") else zone
    return f"{city(zone)} time"


def city(zone: str) -> str:
    """Return the place in a zone's name: "New York" for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def named(words: str, own: str) -> str | None:
    """Return the IANA zone that the words name. Return None if they name no zone.

    `words` are in lower case, without the word "time": "et", "new york", "europe/berlin".

    If the words can mean the person's own zone (`own`), return `own`. For example, "cet" is
    Europe/Paris for somebody in Paris. UTC and GMT are the same for everybody.
    """
    if words in (label(own).lower(), city(own).lower()):
        return own
    short = abbreviation(words)
    return _abbreviated(short, own) or _place(words)


def of_place(typed: str) -> str | None:
    """Return the IANA zone of a place: "Berlin", "new york", "europe/berlin".

    Return None if we don't know the place.
    """
    return _place(" ".join(typed.lower().split()))


def abbreviation(words: str) -> str:
    """Return a zone's English abbreviation in lower case: "cet" for "mez".

    Return other words unchanged.
    """
    return _NICKNAMES.get(words, words)


def is_season_name(words: str) -> bool:
    """Check whether the name applies to one half of the year only: EST or EDT, but not ET."""
    return words in ("bst", "mez", "mesz") or any(words in family[1:3] for family in _FAMILIES)


def is_shared(words: str) -> bool:
    """Check whether several zones use this abbreviation: IST, CST."""
    return words in _SHARED


def is_abbreviation(word: str) -> bool:
    """Check whether the word is a zone's abbreviation, in lower case: "cet", "et"."""
    return word in _SINGLE or any(word and word in family[:3] for family in _FAMILIES)


def _abbreviated(short: str, own: str) -> str | None:
    """Return the zone of an abbreviation, or None if we don't know it.

    If `own` uses the abbreviation too, return `own`, except for UTC and GMT.
    """
    if short in ("utc", "gmt"):
        return _SINGLE[short]
    for family in _FAMILIES:
        if short and short in family[:3]:
            meant = family[1:3] if short == family[0] else (short,)
            return own if set(meant) <= _abbreviations_of(own) else family[3]
    if short in _SINGLE:
        return own if short in _abbreviations_of(own) else _SINGLE[short]
    return None


def _place(words: str) -> str | None:
    for zone, cities in _CITIES.items():
        if words in cities.split("|"):
            return zone
    return _all_names().get(words.replace(" ", "_"))


@cache
def _all_names() -> dict[str, str]:
    """Map "europe/berlin" to Europe/Berlin. For zones in `_AREAS`, also map the city, "berlin"."""
    # We read tzdata's own list, because the host's many zone files are slow to read if they are
    # not in the disk cache.
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    zones = sorted(listed.split(), key=_rank)
    cities = {zone.rpartition("/")[2].lower(): zone for zone in zones if _area(zone) in _AREAS}
    return cities | {zone.lower(): zone for zone in zones if "/" in zone}


def _rank(zone: str) -> tuple[int, int, str]:
    """Return a sort key. Of two zones with the same city, the zone that sorts last gets the city.

    The zone that sorts last is:

    - If they are in different areas: the zone whose area comes first in `_AREAS`.
    - If they are in the same area: the zone with more parts, such as America/Indiana/Indianapolis
      and not America/Indianapolis.
    """
    area = _area(zone)
    return (-_AREAS.index(area) if area in _AREAS else -len(_AREAS), zone.count("/"), zone)


def _area(zone: str) -> str:
    return zone.partition("/")[0]


@lru_cache(maxsize=256)
def _abbreviations_of(zone: str) -> frozenset[str]:
    """Return the zone's own abbreviations in winter and summer."""
    seasons = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    return frozenset((season.tzname() or "").lower() for season in seasons)
