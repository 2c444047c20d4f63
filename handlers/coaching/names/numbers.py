"""Replace telephone, account and contract numbers in text that we pass on.

A number of seven digits or more is replaced, in any grouping. We keep dates, years, ranges of round
figures, and amounts with a currency or in groups of thousands.
"""

import re

A_NUMBER = "a number"
MIN_DIGITS = 7  # a number with fewer digits does not identify anybody

_DAY = r"[0-3]?\d"
_MONEY = r"[1-9]\d{0,2}(?:[., '’\u00a0\u202f]\d{3})++(?:[.,]\d\d?)?|[1-9]\d*+"
_CURRENCY = r"(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|francs?)\b|[€$£]"
# An amount in groups of three digits ends only where the number ends: no letter or digit follows,
# and no mark with a digit behind it. "1 800 123 4567" is not an amount, because a 7 follows
# "1 800 123 456".
_AFTER = r"(?!\w|[ ,;|/.-]\d)"
# What may stand between two digits of one number. A comma needs two digits before it and two after
# it, because the commas in "1,2,3" separate three numbers.
_BETWEEN = r"(?:[ \t\u00a0\u202f().\-\u2010-\u2015\u2212/_*~·]{0,3}+|(?<=\d\d)[,;|](?=\d\d))"
# The group `kept` matches the dates, years, ranges and amounts that stay. Groups of digits with
# spaces between them, and without a currency, are an amount only if they begin with a single digit
# or end in 000:
#
#     "1 234 567"    →  an amount
#     "600 123 000"  →  an amount
#     "600 123 456"  →  a telephone number
#
# The last alternative matches any other number. Possessive repetitions (`++`, `*+`) keep the
# pattern fast if a text has very many digits in a row.
_DIGITS = re.compile(
    rf"""(?P<kept>(?<!\w)(?:
        (?:\d{{4}}([-./]){_DAY}\2{_DAY}|{_DAY}([-./]){_DAY}\3(?:\d\d)?\d\d)(?!\w|[-./]\d)
        |20\d\d[01]\d[0-3]\d(?!\w|[ ./]\d)
        |(?:19|20)\d\d(?:[ ]?[-–/,|][ ]?(?:19|20)\d\d)++(?!\w|[ ./-]\d)
        |[1-9]\d{{1,4}}0[ ]?[-–][ ]?[1-9]\d{{1,4}}0(?!\w|[-–./]\d)
        |[1-9]\d{{0,2}}(?:,\d{{3}})++(?:\.\d+)?(?!\w|[,;|/]\d|[-–]\d{{1,4}}(?!\d|,\d))
        |[1-9]\d{{0,2}}(?P<mark>[.'’])\d{{3}}(?:(?P=mark)\d{{3}})++(?:,\d\d?)?{_AFTER}
        |[1-9](?P<blank>[ \u00a0\u202f])\d{{3}}(?:(?P=blank)\d{{3}})++{_AFTER}
        |[1-9]\d{{1,2}}(?P<gap>[ \u00a0\u202f])\d{{3}}(?:(?P=gap)\d{{3}})++(?<=000){_AFTER}
        |(?:{_MONEY})[ \u00a0]?(?:{_CURRENCY})
        )|(?:(?<=[€$£])|(?<=EUR|USD|GBP|CHF))[ \u00a0]?(?:{_MONEY})(?!\w))
    |(?:(?<![^\W_])[A-Za-z]{{1,8}})?\+?\(?(?<!\d)\d(?:{_BETWEEN}\d)*+[A-Za-z0-9]*+""",
    re.VERBOSE,
)


def without_numbers(text: str) -> str:
    """Replace each number that may identify somebody with "a number"."""
    return _DIGITS.sub(_instead, text)


def _instead(found: re.Match[str]) -> str:
    many = found["kept"] is None and sum(map(str.isdecimal, found[0])) >= MIN_DIGITS
    return A_NUMBER if many else found[0]
