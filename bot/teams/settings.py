"""What Teams needs to be told."""

from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True)
class TeamsSettings:
    """The app registration: its id, its secret and the tenant it belongs to.

    `authority` is where tokens come from, if not the public cloud's sign-in.
    """

    client_id: str
    client_secret: SecretStr
    tenant_id: str
    authority: str = ""
