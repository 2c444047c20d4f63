"""Check the settings for automatic transcripts, and whether Microsoft refuses any transcripts."""

from bot.platform.checks import Check
from bot.settings import Settings
from bot.transcripts.sources import setup
from storage.database.connection import Database
from storage.sources import transcript_consents

POLICY = "Attune-Transcripts"


def check_transcripts(settings: Settings) -> list[Check]:
    """Check the configured transcript sources. The result never contains a secret."""
    found = [Check(False, sentence) for sentence in setup.mistakes(settings)]
    if settings.microsoft_transcripts and settings.teams and not found:
        can = "Transcripts from Teams can arrive automatically once an administrator allows it."
        found.append(Check(True, can, instructions(settings)))
    return found


async def check_refused(settings: Settings, database: Database) -> list[Check]:
    """Check whether Microsoft refuses the transcripts of people who turned them on.

    Check nothing if transcripts from Teams are not configured.
    """
    if not (settings.microsoft_transcripts and settings.teams):
        return []
    async with database.read() as session:
        number = await transcript_consents.count_troubled(session, "microsoft", "no permission")
    if not number:
        return []
    whose = "one person" if number == 1 else f"{number} people"
    return [Check(False, f"Microsoft refuses the transcripts of {whose}.", instructions(settings))]


def instructions(settings: Settings) -> str:
    """Return what the company's Microsoft administrator does to allow transcripts from Teams."""
    app = settings.teams.client_id if settings.teams else ""
    return (
        "In Entra, give the bot's app OnlineMeetingTranscript.Read.All with admin consent. Then in "
        f"PowerShell: New-CsApplicationAccessPolicy -Identity {POLICY} -AppIds {app}; and for each "
        f"rep: Grant-CsApplicationAccessPolicy -PolicyName {POLICY} -Identity REP. "
        "docs/transcripts.md has every step."
    )
