"""The settings of each service: Teams, the language model and the CRM.

`bot.settings` makes these objects.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

ModelForm = Literal["json_schema", "json_object", "prompt"]  # how a server is asked for JSON
ModelLimitField = Literal["max_tokens", "max_completion_tokens"]  # what limits an answer's length


@dataclass(frozen=True)
class TeamsSettings:
    """The app registration for Teams: the id, the secret and the tenant of the app.

    - `tenant_id` is in lower case, as Teams sends it.
    - `authority` is the URL that issues tokens, or "" for the public cloud's URL.
    - `anonymous` lets a Teams emulator on this machine send unsigned requests.
    - `service` is the URL for posts to channels, until Teams names a tenant's own URL. "" means the
      usual URL of the cloud.
    - `tenants` are the ids of other tenants to serve, in lower case.
    """

    client_id: str
    client_secret: SecretStr
    tenant_id: str
    authority: str = ""
    anonymous: bool = False
    service: str = ""
    tenants: frozenset[str] = frozenset()

    @property
    def admitted(self) -> frozenset[str]:
        """The ids of all tenants to serve, in lower case."""
        return self.tenants | {self.tenant_id}


@dataclass(frozen=True)
class ModelSettings:
    """The language model: where it is, what its server accepts, and our limits.

    - `form` is how we ask for JSON, and `limit_field` is the name of the field that limits the
      answer's length. If one of them is None, we choose it by the server's address.
    - `temperature` is None if it must not be sent.
    - `seconds` is how long we wait for an answer.
    - `context` is how many tokens a request and its answer may have together. `answer_tokens` is
      how many the answer alone may have.
    - `requests_a_day` limits one person, and `tokens_a_month` limits one tenant.
    """

    url: str
    name: str
    key: SecretStr
    form: ModelForm | None = None
    limit_field: ModelLimitField | None = None
    temperature: float | None = None
    seconds: int = 60
    context: int = 4_000
    answer_tokens: int = 800
    requests_a_day: int = 60
    tokens_a_month: int = 3_000_000


@dataclass(frozen=True)
class CrmSettings:
    """How to sign in to the company's CRM.

    `base` is the address of the company's own Salesforce, or "". `secret` is a HubSpot token, or a
    Salesforce client id and client secret, separated by a line break.
    """

    kind: Literal["hubspot", "salesforce"]
    base: str
    secret: SecretStr
