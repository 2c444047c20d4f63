"""Find email and web addresses in what people type."""

import re

AN_ADDRESS = "an address"
# A search takes time that is linear in the length of the text, because quantifiers are possessive
# (`++`) and a match begins only where a word begins.
# A label is a part between two dots: "mail", "acme" and "de" in "mail.acme.de".
_LABEL = r"[^\W_]++(?:-{1,2}+[^\W_]++)*+"
_AT_A_START = r"(?<![^\W_])(?<![^\W_][.-])(?<![^\W_]--)"  # not within or right after a label
_LOCAL = r"[\w+%&-]"  # a character of the part before the @
# The last label of an address without "www." or "https://". It is a common ending, or two
# lower-case letters ("acme.de"). A few pairs of letters do not make an address ("node.js").
_ENDING = r"""(?:com|net|org|info|biz|edu|gov|app|dev|cloud|tech|online|shop|store|site|agency
    |digital|health|solutions|software|systems|COM|NET|ORG
    |(?<=[^\W_]{2}\.)(?!(?:an|js|ts|cs|db|vb)\b)[a-z]{2})"""
_REST = r"""[^\s<>"“”«»]*[^\s<>"“”«».,;:!?…()\[\]'’*_]"""
ADDRESS = re.compile(
    rf"""(?<!{_LOCAL})(?<!{_LOCAL}[.'’])
        (?:mailto:)?{_LOCAL}++(?:[.'’]{_LOCAL}++)*+[.'’]?+[@＠](?:{_LABEL}\.)+{_LABEL}
    |(?<![^\W_])(?:[a-zA-Z][a-zA-Z0-9+.-]{{1,15}}://|[wW]{{3}}\.){_REST}
    |{_AT_A_START}(?:{_LABEL}\.)+{_ENDING}(?![^\W_]|-[^\W_])(?:[/?\#]{_REST}|:\d+(?:/{_REST})?|/)?""",
    re.VERBOSE,
)
