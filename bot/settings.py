"""The only reader of the environment."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.retention import Keep

# The names that Microsoft's own libraries give these.
TEAMS = "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__"

ENV_FILE = ".env"  # in the folder that Attune is started from

# Before each slash command on Slack, with a hyphen between: /attune-prep.
COMMAND_PREFIX = "^[a-z0-9_]{0,20}$"

Days = Annotated[int, Field(ge=0, le=36_500)]


@dataclass(frozen=True)
class TeamsSettings:
    """The app registration on Teams: its id, its secret and the tenant it belongs to.

    `authority` is where tokens come from, if not the public cloud's sign-in. `anonymous` means that
    a stand-in for Teams on this machine is answered, which signs nothing. `service` is where Teams
    is reached before it named an address itself.
    """

    client_id: str
    client_secret: SecretStr
    tenant_id: str
    authority: str = ""
    anonymous: bool = False
    service: str = ""


class LogSettings(BaseSettings):
    """How to log: read first and by itself, so that a mistake elsewhere is said in this form."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"


class Settings(LogSettings):
    """What can be set from outside. `.env.example` says what each is for."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    command_prefix: Annotated[str, Field(pattern=COMMAND_PREFIX)] = ""
    teams_client_id: Annotated[str, Field(alias=f"{TEAMS}CLIENTID")] = ""
    teams_client_secret: Annotated[SecretStr, Field(alias=f"{TEAMS}CLIENTSECRET")] = SecretStr("")
    teams_tenant_id: Annotated[str, Field(alias=f"{TEAMS}TENANTID")] = ""
    teams_authority: Annotated[str, Field(alias=f"{TEAMS}AUTHORITY")] = ""
    teams_anonymous: Annotated[bool, Field(alias=f"{TEAMS}ANONYMOUS_ALLOWED")] = False
    teams_service_url: str = ""
    database_url: str = "sqlite:///attune.sqlite3"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    playbook_dir: Path | None = None
    playground: bool | None = None
    metrics_token: SecretStr | None = None
    retain_outbox: Days = 90
    retain_requests: Days = 2
    retain_drafts: Days = 30
    retain_feed_drafts: Days = 90
    retain_reflections: Days = 0
    retain_promises: Days = 0
    retain_findings: Days = 0
    retain_asks: Days = 0
    retain_insight_uses: Days = 0
    admins: Annotated[frozenset[str], NoDecode] = frozenset()
    allow_guests: bool = False

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return frozenset(one.strip() for one in value.split(",") if one.strip())

    @property
    def slack(self) -> bool:
        """Whether anything of Slack is configured."""
        return any((self.slack_bot_token, self.slack_signing_secret, self.slack_app_token))

    @property
    def keep(self) -> Keep:
        """For how long each kind of data is kept."""
        return Keep(**{each.name: getattr(self, f"retain_{each.name}") for each in fields(Keep)})

    @property
    def teams(self) -> TeamsSettings | None:
        """What Teams needs; None if nothing of it is configured."""
        found = TeamsSettings(
            self.teams_client_id,
            self.teams_client_secret,
            self.teams_tenant_id,
            self.teams_authority,
            self.teams_anonymous,
            self.teams_service_url,
        )
        is_set = self.teams_client_id or self.teams_tenant_id or self.teams_anonymous
        return found if is_set else None


NAMES = frozenset(field.alias or name.upper() for name, field in Settings.model_fields.items())


def env_file() -> Path:
    """The file that settings are read from, beside the environment; it may be missing."""
    return Path(ENV_FILE).absolute()


def file_names() -> frozenset[str]:
    """The names that stand in it."""
    return frozenset(name.upper() for name in dotenv_values(ENV_FILE))


def environment_names() -> frozenset[str]:
    """The names in the environment."""
    return frozenset(name.upper() for name in os.environ)
