"""A language model on loopback for a team that uses the whole of Attune."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from storage.choices import ModelTask
from storage.workspace import policies
from tests.dialogues.office import Office
from tests.model.standin import KEY, NAME, ModelStandIn


@dataclass
class Model:
    """The stand-in server, and the switches of the office."""

    server: ModelStandIn
    is_started: bool = False

    async def switched_on(self, office: Office, *tasks: ModelTask) -> None:
        """Switch the model on for these uses, as an admin would."""
        await self.starts(office)
        async with office.attune.database.write(office.lena_tenant) as session:
            now = office.clock.now()
            await policies.change(session, office.lena_tenant, now, by=None, model_tasks=tasks)

    async def starts(self, office: Office) -> None:
        """Open the client, as the start of Attune does."""
        assert office.attune.model_client
        if not self.is_started:
            await office.attune.model_client.start()
        self.is_started = True

    def is_elsewhere(self, office: Office) -> None:
        """Let the model's server be on another machine, for what people are told."""
        assert office.attune.model_client
        office.attune.model_client.host = "llm.example.com"
        office.attune.model_client.is_here = False


@asynccontextmanager
async def serving(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Model]:
    """Start the server, and set the operator's settings. Attune must be built afterwards."""
    async with ModelStandIn() as server:
        monkeypatch.setenv("MODEL_URL", server.settings().url)
        monkeypatch.setenv("MODEL_NAME", NAME)
        monkeypatch.setenv("MODEL_KEY", KEY)
        yield Model(server)
    assert server.complaints == []
