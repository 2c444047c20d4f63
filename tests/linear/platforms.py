"""What Slack and Teams send and get."""

from bot.base import loopback
from bot.slack import away, payload, signature
from bot.slack.prefix import Prefix
from bot.teams import activity
from bot.teams import limits as teams
from handlers import cards, limits
from tests.linear.exercise import NOW, STATUS, Exercise

PREFIX = Prefix("attune", ["prep", "calls"])
MESSAGE = 40_000  # characters that Slack takes in one message
HEADER = 8_190  # bytes that aiohttp takes in one header


def _slack(sent: str) -> object:
    said = payload.without_leading_mentions(payload.typed(sent))
    return payload.with_names(said, dict.fromkeys(payload.mentioned(sent), "Jana"))


def _status(words: str) -> object:
    return away.absent_until({"status_text": words}, NOW)


EXERCISES = {
    "words from Slack": Exercise(
        _slack,
        MESSAGE,
        tuple(
            f"bot.slack.payload.{name}"
            for name in ("LEADING_MENTIONS", "BY_ID", "LINKED", "NAMED", "PERSON")
        ),
        ("<@U1", "<@U1> ", "<@U1|", "<http://", "<http://a|", "<#", "<!a|", "@U", "@U1", "<@U1>:"),
    ),
    "words shown with a prefix": Exercise(
        lambda said: PREFIX.shown(cards.Card(said, ())),
        limits.MESSAGE,
        ("bot.slack.prefix.Prefix.__init__()",),
        ("/prep", "/prep ", "/pre", "-/prep"),
    ),
    "a status on Slack": Exercise(
        _status,
        STATUS,
        ("bot.slack.away.ABSENT", "bot.slack.away.NOT_AWAY"),
        ("not ", "not a", "no a ", "out of ", "on a ", "back ", "off ", "until my "),
    ),
    "a signature": Exercise(
        lambda sent: signature.SIGNATURE.fullmatch(f"v0={sent}"),
        HEADER,
        ("bot.slack.signature.SIGNATURE", "bot.slack.signature.Signatures.verdict()"),
    ),
    "a locale from Teams": Exercise(
        activity.LOCALE.fullmatch, MESSAGE, ("bot.teams.activity.LOCALE",), ("aa-",)
    ),
    "a Host header": Exercise(
        loopback.host_name, HEADER, ("bot.base.loopback.HOST",), ("[a", ":1")
    ),
    "words on Teams": Exercise(
        lambda sent: (teams.escaped(sent), teams.verbatim(sent), teams.line(sent, 300)),
        limits.MESSAGE,
        tuple(f"bot.teams.limits.{name}" for name in ("FUNCTION", "HARMLESS", "PUNCTUATION")),
        ("{{DATE", "{{ ", "1)", "1:1", ". "),
    ),
    "a card on Teams": Exercise(
        teams.PICTURE.findall, teams.CARD_SIZE, ("bot.teams.limits.PICTURE",), ("data:image/png;",)
    ),
}
