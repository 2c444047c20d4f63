"""The stand-in of HubSpot, running."""

from collections.abc import AsyncIterator

import pytest

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from tests.crm.hubspot_fake import HubSpotStandIn
from tests.crm.hubspot_world import NOW, HubSpotWorld


@pytest.fixture
async def hubspot() -> AsyncIterator[HubSpotWorld]:
    async with HubSpotStandIn(FixedClock(NOW)) as fake, CrmClient() as http:
        yield HubSpotWorld(fake, http, fake.opened(http))
        assert fake.complaints == []
        assert not fake.faults
