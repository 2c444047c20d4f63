"""Read the settings from the environment and `.env`. No other module reads values from there."""

import os
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.env_file import ENV_FILE
from bot.service_settings import (
    CrmSettings,
    ModelForm,
    ModelLimitField,
    ModelSettings,
    TeamsSettings,
)
from storage import mail
from storage.sealing import Sealer
from storage.upkeep.retention_days import RetentionDays

# The prefix of the settings that Microsoft's own libraries use for a Teams bot.
TEAMS = "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__"

# The pattern of a prefix for Slack's slash commands. For example, /attune-prep has the prefix
# "attune", which may also be written "attune-".
COMMAND_PREFIX = "^([a-z0-9_]{1,20}-?)?$"

# The pattern of a Slack workspace id, and the value of SLACK_TEAMS that admits all workspaces.
TEAM = re.compile(r"T[A-Z0-9]{1,30}")
ANY_TEAM = "any"

# The pattern of the id of a tenant, an app or a person in Microsoft Entra.
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

# If a setting is invalid, `settings_mistakes` quotes the `description` of its field.
Days = Annotated[
    int, Field(ge=0, le=36_500, description="a whole number of days up to 36500; 0 means for ever")
]
WebAddress = Annotated[
    str,
    Field(
        pattern=r"^(https://[^\s<>|\"]+)?$",
        max_length=2_048,
        description="an address that begins with https://",
    ),
]
YesNo = Field(description="true or false")
# The pattern of the language model's address. Plain http is allowed only on this machine, because
# customers' words must not cross a network that others can read.
_HERE = r"http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
MODEL_URL = rf"^(https://[^\s<>|\"?#@]+|{_HERE}(/[^\s<>|\"?#@]*)?)?$"
QUOTES = ('"', "'")

NOTHING_CONFIGURED = (
    "Nothing is configured, and PLAYGROUND is false. Set up a chat platform (README.md says how), "
    "or leave PLAYGROUND out to try Attune on this machine."
)


class LogSettings(BaseSettings):
    """The format and level of the log. We read them first, to log mistakes in other settings."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        Field(description="DEBUG, INFO, WARNING or ERROR"),
    ] = "INFO"
    log_format: Annotated[Literal["text", "json"], Field(description="text or json")] = "text"

    @model_validator(mode="before")
    @classmethod
    def _strip_all(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Strip the blanks and quotes that Docker's --env-file leaves. Drop empty values."""
        bare = {name: _stripped(value) for name, value in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


class Settings(LogSettings):
    """All settings. `.env.example` explains each one."""

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_oauth_client_id: Annotated[
        str,
        Field(
            pattern=r"^([0-9]+\.[0-9]+)?$",
            description="the client id of your app: two numbers with a dot between them",
        ),
    ] = ""
    slack_oauth_client_secret: SecretStr = SecretStr("")
    slack_teams: Annotated[
        frozenset[str],
        NoDecode,
        Field(
            description="ids of workspaces, such as T0123, separated by commas, or the word any; "
            "in a browser, Slack's address has the id after app.slack.com/client/"
        ),
    ] = frozenset()
    slack_prompts: Annotated[bool, YesNo] = False
    command_prefix: Annotated[
        str,
        Field(
            pattern=COMMAND_PREFIX,
            description="at most 20 lowercase letters, digits and underscores",
        ),
    ] = ""
    teams_client_id: Annotated[str, Field(alias=f"{TEAMS}CLIENTID")] = ""
    teams_client_secret: Annotated[SecretStr, Field(alias=f"{TEAMS}CLIENTSECRET")] = SecretStr("")
    teams_tenant_id: Annotated[str, Field(alias=f"{TEAMS}TENANTID")] = ""
    teams_authority: Annotated[str, Field(alias=f"{TEAMS}AUTHORITY")] = ""
    teams_anonymous: Annotated[bool, Field(alias=f"{TEAMS}ANONYMOUS_ALLOWED"), YesNo] = False
    teams_service_url: str = ""
    teams_tenants: Annotated[
        frozenset[str],
        NoDecode,
        Field(description="ids of Microsoft Entra tenants, separated by commas"),
    ] = frozenset()
    database_url: str = "sqlite:///attune.sqlite3"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="a number from 0 to 65535")] = 8000
    playbook_dir: Path | None = None
    playground: Annotated[bool | None, YesNo] = None
    metrics_token: SecretStr | None = None
    retain_outbox: Days = 90
    retain_requests: Days = 2
    retain_drafts: Days = 30
    retain_feed_drafts: Days = 90
    retain_reflections: Days = 730
    retain_promises: Days = 730
    retain_findings: Days = 730
    retain_asks: Days = 730
    retain_insight_uses: Days = 730
    retain_leavers: Days = 30
    retain_gone: Days = 30
    encryption_keys: Annotated[
        tuple[SecretStr, ...],
        NoDecode,
        Field(description="keys that `python -m bot key` makes, separated by commas"),
    ] = ()
    company_domains: Annotated[
        tuple[str, ...],  # as written; use `own_domains` to compare
        NoDecode,
        Field(description="your company's mail domains, separated by commas"),
    ] = ()
    public_url: str = ""
    publisher: Annotated[
        str, Field(min_length=1, max_length=32, description="a name of at most 32 characters")
    ] = "Attune"
    website_url: WebAddress = ""
    support_contact: Annotated[str, Field(max_length=200, description="at most 200 characters")] = (
        ""
    )
    privacy_url: WebAddress = ""
    terms_url: WebAddress = ""
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    microsoft_client_id: str = ""
    microsoft_client_secret: SecretStr = SecretStr("")
    microsoft_tenant_id: str = ""
    microsoft_transcripts: Annotated[bool, YesNo] = False
    hubspot_token: SecretStr | None = None
    salesforce_url: Annotated[
        str,
        Field(
            pattern=r"^(https://[a-z0-9-]+(\.[a-z0-9-]+){0,3}\.my\.salesforce\.com/?)?$",
            description="the address of your Salesforce: https://acme.my.salesforce.com",
        ),
    ] = ""
    salesforce_client_id: str = ""
    salesforce_client_secret: SecretStr = SecretStr("")
    hubspot_api: Annotated[
        str,
        Field(pattern=r"^20[0-9]{2}-[0-9]{2}$", description="a version such as 2026-09"),
    ] = "2026-09"
    microsoft_groups: Annotated[bool, YesNo] = False
    google_transcripts: Annotated[bool, YesNo] = False
    model_url: Annotated[
        str,
        Field(
            pattern=MODEL_URL,
            max_length=2_048,
            description="an address that begins with https://, or with http://localhost",
        ),
    ] = ""
    model_name: Annotated[str, Field(max_length=200, description="at most 200 characters")] = ""
    model_key: SecretStr = SecretStr("")
    model_format: Annotated[
        ModelForm | None, Field(description="json_schema, json_object or prompt")
    ] = None
    model_limit_field: Annotated[
        ModelLimitField | None, Field(description="max_tokens or max_completion_tokens")
    ] = None
    model_temperature: Annotated[
        float | None, Field(ge=0, le=2, description="a number from 0 to 2")
    ] = None
    model_seconds: Annotated[
        int, Field(ge=1, le=3_600, description="a number of seconds from 1 to 3600")
    ] = 60
    model_context: Annotated[
        int, Field(ge=2_000, le=2_000_000, description="a number of tokens from 2000 to 2000000")
    ] = 4_000
    model_answer_tokens: Annotated[
        int, Field(ge=200, le=200_000, description="a number of tokens from 200 to 200000")
    ] = 800
    model_requests_a_day: Annotated[
        int, Field(ge=0, le=100_000, description="a number from 0 to 100000")
    ] = 60
    model_tokens_a_month: Annotated[
        int, Field(ge=0, le=10**12, description="a number of tokens, without commas")
    ] = 3_000_000
    research_contact: Annotated[
        str, Field(description="a mail address at which the owners of websites can reach you")
    ] = ""
    admins: Annotated[frozenset[str], NoDecode] = frozenset()
    allow_guests: Annotated[bool, YesNo] = False

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        keys = tuple(_parts(value))
        Sealer(keys)  # raises ValueError for an invalid key
        return tuple(map(SecretStr, keys))

    @field_validator("company_domains", mode="before")
    @classmethod
    def _domains(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        listed = tuple(_parts(value))
        if None in map(mail.domain_in, listed):
            raise ValueError("not a domain")
        return listed

    @field_validator("research_contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if value and mail.normalised(value) is None:
            raise ValueError("not a mail address")
        return mail.normalised(value) or ""

    @field_validator("slack_teams", mode="before")
    @classmethod
    def _teams(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        listed = frozenset(_parts(value))
        if listed != {ANY_TEAM} and not all(map(TEAM.fullmatch, listed)):
            raise ValueError("not an id of a workspace")
        return listed

    @field_validator("teams_tenants", mode="before")
    @classmethod
    def _tenants(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        listed = frozenset(one.lower() for one in _parts(value))
        if not all(map(GUID.fullmatch, listed)):
            raise ValueError("not an id of a tenant")
        return listed

    @field_validator("admins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        listed = _parts(value)
        # Teams sends object ids in lower case. Only Teams' object ids have hyphens.
        return frozenset(one.lower() if "-" in one else one for one in listed)

    @property
    def slack(self) -> bool:
        """Whether any of Slack's secrets, tokens or client ids is set."""
        return any(
            (
                self.slack_bot_token,
                self.slack_signing_secret,
                self.slack_app_token,
                self.slack_oauth_client_id,
                self.slack_oauth_client_secret.get_secret_value(),
            )
        )

    @property
    def slack_installs(self) -> bool:
        """Whether people can install Attune in Slack workspaces themselves."""
        return bool(self.slack_oauth_client_id)

    @property
    def slack_admitted(self) -> frozenset[str] | None:
        """The ids of the workspaces that may install Attune, or None for all workspaces."""
        return None if self.slack_teams == {ANY_TEAM} else self.slack_teams

    @property
    def unbound_admins(self) -> list[str]:
        """The entries in ADMINS that must name a tenant, but don't.

        An entry must name one if its platform can have several tenants.
        """
        # Teams' object ids have hyphens, and Slack's member ids have none.
        return sorted(
            each
            for each in self.admins
            if ":" not in each and (self._many_tenants if "-" in each else self._many_workspaces)
        )

    @property
    def _many_workspaces(self) -> bool:
        """Whether several Slack workspaces may use Attune."""
        teams = self.slack_admitted
        one = teams is not None and len(teams) == 1 and not self.slack_bot_token
        return self.slack_installs and not one

    @property
    def _many_tenants(self) -> bool:
        """Whether several tenants of Teams may use Attune."""
        return self.teams is not None and len(self.teams.admitted) > 1

    @property
    def serves_several(self) -> bool:
        """Whether several workspaces or tenants of a platform may use Attune."""
        return self._many_workspaces or self._many_tenants

    @property
    def own_domains(self) -> frozenset[str]:
        """The company's mail domains, in the form in which `storage.mail` compares domains."""
        return frozenset(found for one in self.company_domains if (found := mail.domain_in(one)))

    @property
    def sealer(self) -> Sealer:
        """The object that encrypts secrets in the database. Without keys, it can't encrypt."""
        return Sealer(key.get_secret_value() for key in self.encryption_keys)

    @property
    def retention(self) -> RetentionDays:
        """How many days each kind of data is kept."""
        return RetentionDays(
            **{each.name: getattr(self, f"retain_{each.name}") for each in fields(RetentionDays)}
        )

    @property
    def teams(self) -> TeamsSettings | None:
        """The Teams settings, or None if none of them is set."""
        nothing = TeamsSettings("", SecretStr(""), "")
        found = TeamsSettings(
            self.teams_client_id,
            self.teams_client_secret,
            self.teams_tenant_id.lower(),
            self.teams_authority,
            self.teams_anonymous,
            self.teams_service_url,
            self.teams_tenants,
        )
        return None if found == nothing else found

    @property
    def crm(self) -> CrmSettings | None:
        """How to sign in to the company's CRM, or None if a setting for that is missing."""
        if self.hubspot_token:
            return CrmSettings("hubspot", "", self.hubspot_token)
        secret = self.salesforce_client_secret.get_secret_value()
        if self.salesforce_url and self.salesforce_client_id and secret:
            both = SecretStr(f"{self.salesforce_client_id}\n{secret}")
            return CrmSettings("salesforce", self.salesforce_url.rstrip("/"), both)
        return None

    @property
    def model(self) -> ModelSettings | None:
        """The settings of the language model, or None if its address or name is missing."""
        if not (self.model_url and self.model_name):
            return None
        return ModelSettings(
            self.model_url.rstrip("/"),
            self.model_name,
            self.model_key,
            self.model_format,
            self.model_limit_field,
            self.model_temperature,
            self.model_seconds,
            self.model_context,
            self.model_answer_tokens,
            self.model_requests_a_day,
            self.model_tokens_a_month,
        )


NAMES = frozenset(field.alias or name.upper() for name, field in Settings.model_fields.items())


def _parts(value: str) -> Iterator[str]:
    yield from (part for one in value.split(",") if (part := one.strip()))


def _stripped(value: object) -> object:
    if not isinstance(value, str):
        return value
    bare = value.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in QUOTES:
        return bare[1:-1].strip()
    return bare


def environment_names() -> frozenset[str]:
    """Return the names of all environment variables, in upper case."""
    return frozenset(name.upper() for name in os.environ)
