"""Guess in which order somebody writes dates: whether 4/12 is in December or in April."""

from typing import Literal

DateOrder = Literal["day first", "month first", "ask"]

_MONTH_FIRST_COUNTRIES = ("US", "PH", "PR", "GU", "VI", "AS", "MP", "PW", "FM", "MH")
_MONTH_FIRST_LANGUAGES = ("ja", "ko", "zh", "hu", "lt", "mn")
# Both platforms report this locale for people who never chose a locale.
_PLATFORM_DEFAULT = "en-US"
_MONTH_FIRST_ZONES = frozenset(
    f"America/{city}"
    for city in [
        "Adak",
        "Anchorage",
        "Boise",
        "Chicago",
        "Denver",
        "Detroit",
        "Juneau",
        "Los_Angeles",
        "Menominee",
        "Metlakatla",
        "New_York",
        "Nome",
        "Phoenix",
        "Puerto_Rico",
        "Shiprock",
        "Sitka",
        "St_Thomas",
        "Yakutat",
    ]
) | {"Pacific/Guam", "Pacific/Honolulu", "Asia/Manila"}
_MONTH_FIRST_AREAS = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
_BOTH_ZONES = frozenset(  # Canada, where both orders are common
    f"America/{city}"
    for city in [
        "Atikokan",
        "Blanc-Sablon",
        "Cambridge_Bay",
        "Creston",
        "Dawson",
        "Dawson_Creek",
        "Edmonton",
        "Fort_Nelson",
        "Glace_Bay",
        "Goose_Bay",
        "Halifax",
        "Inuvik",
        "Iqaluit",
        "Moncton",
        "Montreal",
        "Nipigon",
        "Pangnirtung",
        "Rainy_River",
        "Rankin_Inlet",
        "Regina",
        "Resolute",
        "St_Johns",
        "Swift_Current",
        "Thunder_Bay",
        "Toronto",
        "Vancouver",
        "Whitehorse",
        "Winnipeg",
        "Yellowknife",
    ]
)


def date_order(locale: str | None, zone: str) -> DateOrder:
    """Guess how somebody reads 4/12, from the platform's locale ("en-US") and the IANA zone.

    If there is a locale, it decides. Otherwise the zone decides. Return "ask" for Canada. Also
    return "ask" if the zone disagrees with the locale and the locale is the platform's default.
    """
    by_zone = _of_zone(zone)
    if not locale:
        return by_zone
    by_locale = _of_locale(locale.replace("_", "-"))
    if locale.replace("_", "-") == _PLATFORM_DEFAULT and by_zone != by_locale:
        return "ask"
    return by_locale


def _of_zone(zone: str) -> DateOrder:
    if zone in _BOTH_ZONES or zone.startswith("Canada/"):
        return "ask"
    month_first = zone in _MONTH_FIRST_ZONES or zone.startswith(_MONTH_FIRST_AREAS)
    return "month first" if month_first else "day first"


def _of_locale(locale: str) -> DateOrder:
    language, _, country = locale.partition("-")
    country = country.rpartition("-")[2].upper()
    if country == "CA":
        return "ask"
    month_first = country in _MONTH_FIRST_COUNTRIES or language.lower() in _MONTH_FIRST_LANGUAGES
    return "month first" if month_first else "day first"
