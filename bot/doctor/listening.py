"""Check whether Attune can listen on HOST and PORT, and whether the playground is safe there."""

import errno
import json

import aiohttp

from bot.base.loopback import host_and_port, is_loopback
from bot.platform.checks import Check
from bot.platforms import configured, wants_playground
from bot.playground.guard import NotLoopback, check_bind
from bot.settings import NOTHING_CONFIGURED, Settings
from bot.web.listening import cannot_listen, try_to_listen

# Values of HOST that mean all addresses of this machine, each with an address to connect to.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - connected to, not bound
TIME_LIMIT = 3  # seconds


async def check_listening(settings: Settings) -> list[Check]:
    """Check HOST, PORT and PLAYGROUND."""
    playground = wants_playground(settings)
    if not (configured(settings) or playground):
        return [Check(False, "No platform is configured.", NOTHING_CONFIGURED)]
    address = await _address(settings)
    return [address, *(_playground(settings, address) if playground else [])]


async def _address(settings: Settings) -> Check:
    where = host_and_port(settings.host, settings.port)
    try:
        try_to_listen(settings)
    except OSError as error:
        if version := await _running(settings):
            return Check(True, f"Attune {version} is running at {where}.")
        fix = cannot_listen(settings, error)
        taken = error.errno == errno.EADDRINUSE
        what = "is already in use" if taken else "cannot be used"
        return Check(False, f"{where} {what}.", fix)
    if not settings.port:
        return Check(
            True, f"PORT is 0: at each start, Attune uses any free port on {settings.host}."
        )
    return Check(True, f"{where} is free.")


async def _running(settings: Settings) -> str:
    """Return the version of the Attune that runs at our address, or ""."""
    host = EVERYWHERE.get(settings.host, settings.host)
    limit = aiohttp.ClientTimeout(total=TIME_LIMIT)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as http,
            http.get(f"http://{host_and_port(host, settings.port)}/readyz") as answer,
        ):
            return str(json.loads(await answer.text())["version"])
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError, KeyError, TypeError):
        return ""


def _playground(settings: Settings, address: Check) -> list[Check]:
    try:
        check_bind(settings.host, settings.playground is True)
    except NotLoopback as error:
        return [Check(False, "The playground refuses to listen there.", str(error))]
    if not is_loopback(settings.host) and configured(settings):
        return [
            Check(
                False,
                f"The playground would be open to everybody who can reach {settings.host}, on the "
                "same server as real people's data.",
                "Leave PLAYGROUND out, or set HOST=127.0.0.1.",
            )
        ]
    if not address.ok:  # the check of the address reports what is wrong
        return []
    if not settings.port:
        return [
            Check(True, "The playground will be at the address that Attune logs when it starts.")
        ]
    where = host_and_port(settings.host, settings.port)
    return [Check(True, f"The playground will be at http://{where}.")]
