"""`python -m bot serve`: run everything that is configured."""

import asyncio
import gc
import signal

import structlog
from aiohttp import web

from bot.admin_ids import not_ids
from bot.app import Attune
from bot.base.loopback import host_and_port
from bot.build import NotConfigured, build
from bot.commands.saying import complain, say
from bot.intake.resources import leave_no_core
from bot.platforms import PLATFORMS, configured, wants_playground
from bot.settings import NOTHING_CONFIGURED, Settings
from bot.version import VERSION
from bot.web.listening import cannot_listen, try_to_listen
from storage.database.connection import Database
from storage.upkeep.resealing import count_without_key

log = structlog.get_logger()

# We close an idle connection after this time. Most reverse proxies close idle connections sooner.
# So a proxy doesn't send a request over a connection that we are closing.
IDLE_LIMIT = 75  # seconds
DRAIN = 5  # when we stop, running requests have this many seconds to finish


async def serve(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM. Return 1 if we cannot listen, else 0.

    Raises NotConfigured, NotLoopback, PlaybookError or DatabaseError, as `build` does.
    """
    stop = _stop_event()
    leave_no_core()  # a dump would contain tokens and the words of transcripts
    if not (configured(settings) or wants_playground(settings)):
        raise NotConfigured(NOTHING_CONFIGURED)
    try:  # we create the database only if we can listen
        try_to_listen(settings)
    except OSError as error:
        complain(settings, cannot_listen(settings, error))
        return 1
    say_wrong_admins(settings)
    attune = await build(settings)
    log.info("starting", version=VERSION)
    runner = web.AppRunner(
        attune.web, access_log=None, shutdown_timeout=DRAIN, keepalive_timeout=IDLE_LIMIT
    )
    try:
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            complain(settings, cannot_listen(settings, error))
            return 1
        await say_lost_keys(attune.database)
        await attune.start()
        _freeze_garbage_collector()
        _say_addresses(attune, runner)
        await stop.wait()
        log.info("stopping")
        return 0
    finally:
        await runner.cleanup()
        await attune.stop()
        log.info("stopped")


def say_wrong_admins(settings: Settings) -> None:
    """Log a warning if ADMINS has entries that are not ids. `doctor` says where to find an id."""
    platforms = configured(settings)
    if platforms and all(each.is_trial(settings) for each in platforms):
        return  # in a trial, everybody can act as anybody
    if sentence := not_ids(settings, platforms or PLATFORMS):
        log.warning(sentence)


async def say_lost_keys(database: Database) -> None:
    """Log an error if some secrets cannot be decrypted."""
    async with database.read() as session:
        closed = (await count_without_key(session)).total()
    if closed:
        log.error(
            "ENCRYPTION_KEYS lacks the key of some secrets, so Attune can't use the calendars, "
            "transcripts, CRMs or workspaces that need these secrets. Add the missing key after "
            "the first key, and restart.",
            secrets=closed,
        )


def _stop_event() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set, even while Attune is starting."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def _freeze_garbage_collector() -> None:
    """Exclude the objects loaded at start from garbage collection. Scanning them takes 0.1 s.

    The collector is off while Attune starts, because loading leaves less than a megabyte of
    garbage.

    A scan blocks the event loop: a scan of 40,000 objects took 12 to 26 ms. We set the thresholds
    so that a scan of the middle generation covers about 10,000 new objects (5 times 2,000).
    """
    gc.freeze()
    gc.set_threshold(2_000, 5, 2_000)
    gc.enable()


def _say_addresses(attune: Attune, runner: web.AppRunner) -> None:
    address = f"http://{host_and_port(*runner.addresses[0][:2])}"
    facts = {"version": VERSION, "address": address}
    if attune.playground:
        say(attune.settings, f"The playground is open: {address}", **facts)
    for route in attune.platform_routes():
        line = f"Listening for requests at {address}{route.path}"
        say(attune.settings, line, **facts)
    if not attune.playground and not attune.platform_routes():
        say(attune.settings, f"Attune is running. Its health check is at {address}/readyz", **facts)
