"""The OAuth endpoints of Google and Microsoft, and the settings of our apps there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import SecretStr

from bot.base.public_url import public_url
from bot.settings import GUID, Settings
from storage.choices import SignInKind
from storage.command_line import command

GOOGLE_ID = re.compile(r"[\w-]{1,100}\.apps\.googleusercontent\.com")
# For trials, providers accept this address as PUBLIC_URL.
ON_THIS_MACHINE = re.compile(r"http://localhost(:\d{1,5})?/?")
READS_MEETINGS = "https://www.googleapis.com/auth/meetings.space.readonly"
READS_PRIMARY = "https://www.googleapis.com/auth/calendar.events.owned.readonly"
VISIBLE = re.compile("[!-~]+")
PATTERNS = {  # name of a setting -> the pattern of its value, and a hint for people
    "GOOGLE_CLIENT_ID": (GOOGLE_ID, "it should end in .apps.googleusercontent.com"),
    "MICROSOFT_CLIENT_ID": (GUID, "copy the Application (client) ID of the app registration"),
    "MICROSOFT_TENANT_ID": (GUID, "copy the Directory (tenant) ID of the app registration"),
}


@dataclass(frozen=True)
class Provider:
    """A provider: its addresses, the permissions that we ask for, and our app's id and secret.

    `permission` is the scope for reading a calendar or transcripts. People can refuse this scope.
    `others` are the scopes for the account's email address and for refresh tokens.
    `sign_in_parameters` are added to the address of the sign-in page.
    """

    kind: SignInKind
    name: str
    sign_in_url: str
    tokens_url: str
    api_url: str
    client_id: str
    client_secret: SecretStr
    permission: str
    others: str
    revoke_url: str = ""  # "" if the provider cannot revoke a token
    sign_in_parameters: Mapping[str, str] = field(default_factory=dict)

    def permits(self, scopes: str) -> bool:
        """Check whether these scopes, as the provider lists them, include `permission`."""
        # Microsoft lists "Calendars.ReadBasic" with or without the address of Graph before it.
        return any(
            self.permission.casefold().endswith(one)
            and one.rpartition("/")[2] == self.permission.casefold().rpartition("/")[2]
            for one in scopes.casefold().split()
        )


def google(client_id: str, client_secret: SecretStr) -> Provider:
    """Return Google as a provider. The arguments are the id and secret of our app at Google."""
    return Provider(
        kind="google",
        name="Google",
        sign_in_url="https://accounts.google.com/o/oauth2/v2/auth",
        tokens_url="https://oauth2.googleapis.com/token",
        revoke_url="https://oauth2.googleapis.com/revoke",
        api_url="https://www.googleapis.com/calendar/v3",
        client_id=client_id,
        client_secret=client_secret,
        permission=READS_PRIMARY,
        others="openid email",
        # Without `consent`, only the very first sign-in returns a refresh token.
        sign_in_parameters={"access_type": "offline", "prompt": "consent"},
    )


def google_meet(client_id: str, client_secret: SecretStr) -> Provider:
    """Return Google Meet as a provider: the same app as in `google`, with another permission."""
    return replace(
        google(client_id, client_secret),
        kind="meet",
        name="Google Meet",
        api_url="https://meet.googleapis.com/v2",
        permission=READS_MEETINGS,
    )


def microsoft(client_id: str, client_secret: SecretStr, tenant_id: str) -> Provider:
    """Return Microsoft as a provider. Our app is registered in the Entra tenant `tenant_id`."""
    authority = f"https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0"
    return Provider(
        kind="microsoft",
        name="Microsoft",
        sign_in_url=f"{authority}/authorize",
        tokens_url=f"{authority}/token",
        api_url="https://graph.microsoft.com/v1.0",
        client_id=client_id,
        client_secret=client_secret,
        permission="https://graph.microsoft.com/Calendars.ReadBasic",
        others="openid profile email offline_access",
        sign_in_parameters={"prompt": "select_account", "response_mode": "query"},
    )


def configured(settings: Settings) -> dict[SignInKind, Provider]:
    """Return the providers that are set up."""
    found: dict[SignInKind, Provider] = {}
    if settings.google_client_id and settings.google_client_secret:
        ours = settings.google_client_id, settings.google_client_secret
        found["google"] = google(*ours)
        if settings.google_transcripts:
            found["meet"] = google_meet(*ours)
    if (
        settings.microsoft_client_id
        and settings.microsoft_client_secret
        and settings.microsoft_tenant_id
    ):
        found["microsoft"] = microsoft(
            settings.microsoft_client_id,
            settings.microsoft_client_secret,
            settings.microsoft_tenant_id,
        )
    return found


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each setting that is missing or wrong. No sentence contains a secret."""
    groups = (
        {
            "GOOGLE_CLIENT_ID": settings.google_client_id,
            "GOOGLE_CLIENT_SECRET": settings.google_client_secret.get_secret_value(),
        },
        {
            "MICROSOFT_CLIENT_ID": settings.microsoft_client_id,
            "MICROSOFT_CLIENT_SECRET": settings.microsoft_client_secret.get_secret_value(),
            "MICROSOFT_TENANT_ID": settings.microsoft_tenant_id,
        },
    )
    used = [group for group in groups if any(group.values())]
    for group in used:
        for name, value in group.items():
            if problem := _problem(name, value):
                yield problem
    if used:
        yield from _shared_mistakes(settings)
    elif settings.public_url:
        yield from _address_mistakes(settings.public_url)


def redirect_base(settings: Settings) -> str:
    """Return PUBLIC_URL without a trailing slash.

    Raises ValueError, with a sentence for people, if providers would not accept the address.
    """
    written = settings.public_url
    if ON_THIS_MACHINE.fullmatch(written):
        return written.rstrip("/")
    return public_url(written, "PUBLIC_URL")


def _problem(name: str, value: str) -> str:
    """Say what is wrong with a setting, or return ""."""
    if not value:
        return f"{name} is missing. docs/calendars.md says where to find it."
    if name in PATTERNS and not PATTERNS[name][0].fullmatch(value):
        return f"{name} does not look right: {PATTERNS[name][1]}."
    if name == "MICROSOFT_CLIENT_SECRET" and GUID.fullmatch(value):
        return (
            f"{name} is the secret's id. Set it to the secret's value, which Microsoft shows only "
            "once, when you create the secret."
        )
    if not VISIBLE.fullmatch(value):
        return f"{name} has a character that cannot be right, such as a space."
    return ""


def _shared_mistakes(settings: Settings) -> Iterator[str]:
    """Say what is wrong with the settings that every provider needs."""
    if not settings.public_url:
        yield (
            "PUBLIC_URL is missing: people come back to it after signing in to connect a calendar. "
            "Set it to the https address at which browsers reach Attune."
        )
    else:
        yield from _address_mistakes(settings.public_url)
    if not settings.encryption_keys:
        yield (
            "ENCRYPTION_KEYS is missing, so no calendar can be connected. "
            f"{command('key')} prints a new key."
        )


def _address_mistakes(written: str) -> Iterator[str]:
    if ON_THIS_MACHINE.fullmatch(written):
        return
    try:
        public_url(written, "PUBLIC_URL")
    except ValueError as error:
        yield str(error)
