"""The form with which people choose what a channel gets."""

from handlers.cards import Form, Paragraph, spans
from handlers.features import form_edits
from handlers.features.marketing import subscription_tags
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.registry import Turn
from handlers.views.marketing.subscription_words import HOW
from storage.tables import Channel

HINT = "industry=logistics, competitor=* · also persona, stage, account, everything, voice"
DIGEST = (
    "This is for insights. With the tag “voice”, the channel also gets what reps pass on and "
    "answer, at once."
)


async def filled(turn: Turn, channel: Channel, typed: str) -> Form:
    """Return the form with the typed tags, and with fingerprints of the channel's stored values.

    When the person submits the form, the fingerprints show which of these values were changed
    meanwhile.
    """
    on_file = form(channel, await subscription_tags.as_text(turn, channel))
    return form_edits.with_fingerprints(form(channel, typed), on_file=on_file)


def form(channel: Channel, typed: str) -> Form:
    """Return the form with the typed tags, and with the channel's hours and time zone."""
    options = tuple(Option(name or "each", how[:1].upper() + how[1:]) for name, how in HOW.items())
    return Form(
        "channel",
        "Insights for a channel",
        (
            Paragraph(spans(f"{channel.name} gets every insight with at least one of these tags.")),
            TextInput("tags", "Tags", HINT, typed, required=True),
            ChoiceInput(
                "how", "How often", options, channel.digest or "each", hint=DIGEST, required=True
            ),
            TextInput("opens_at", "From", value=f"{channel.opens_at:%H:%M}", required=True),
            TextInput("closes_at", "Until", value=f"{channel.closes_at:%H:%M}", required=True),
            TextInput("zone", "Time zone", value=channel.zone, required=True),
        ),
        subject=str(channel.id or ""),
    )
