"""The routes for monitoring: `/healthz`, `/readyz` and `/metrics`."""

import asyncio
import hmac
from collections.abc import Sequence
from datetime import datetime

from aiohttp import hdrs, web
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from bot.base.loopback import host_name, is_loopback, through_proxy
from bot.base.metrics import Metrics
from bot.delivery.waker import Waker
from bot.platform.trouble import Faults, Troubles
from bot.version import VERSION
from storage.database import upgrade
from storage.database.connection import Database, DatabaseError
from storage.database.faults import SENTENCES, Fault
from storage.outbox.backlog import Backlog, backlog

BEARER = {hdrs.WWW_AUTHENTICATE: "Bearer"}
TIME_LIMIT = 3  # seconds for the database to answer
# A healthy delivery loop looks for due rows every second. A loop is stuck if it has not looked for
# more than this many seconds.
STUCK = 30
SLOW = "The database did not answer in time."
MAYBE_LOCKED = f"{SLOW} Another program may have locked it."  # only if the database is SQLite
MAY_NOT_SEE = "Set METRICS_TOKEN, and send it with the request: Authorization: Bearer …"
NOT_OUR_VALUE = "That token is not the value of METRICS_TOKEN."
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """The routes `/healthz`, `/readyz` and `/metrics`.

    `/healthz` says that the process runs. `/readyz` says whether the database, the delivery loop
    and the platforms work too. If there is a `token`, a request for `/metrics` must have it. If
    `token` is None, `/metrics` is open only to direct requests from this machine, and only if
    `open_here` is true.

    If platforms or browsers send requests to this server, set `open_here` to false. The requests
    may come through a reverse proxy, and then every client looks like this machine.
    """

    def __init__(
        self,
        database: Database,
        wakers: Sequence[Waker],
        metrics: Metrics,
        token: SecretStr | None = None,
        *,
        open_here: bool = False,
        troubles: Troubles | None = None,
        faults: Faults | None = None,
    ) -> None:
        self._database = database
        self._wakers = wakers
        self._metrics = metrics
        self._token = token
        self._open_here = open_here
        self._troubles = troubles
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._healthz),
            web.get("/readyz", self._readyz),
            web.get("/metrics", self._serve_metrics),
        ]

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        """Say whether Attune is ready for requests. If it is not ready, say why."""
        now = asyncio.get_running_loop().time()
        ages = [waker.idle(now) for waker in self._wakers]
        problem, version = await self._database_problem()
        troubles = await self._troubles.check() if self._troubles else {}
        delivery = _delivery(ages)
        unready = any(one.makes_unready for one in troubles.values())
        ready = not problem and delivery == "ok" and not unready
        report = {
            "ok": ready,
            "version": VERSION,
            "database": problem or "ok",
            "migration": version,
            "delivery": delivery,
            "last_tick": [None if age is None else f"{age:.1f} s ago" for age in ages],
            **{name: trouble.sentence for name, trouble in troubles.items()},
        }
        return web.json_response(report, status=200 if ready else 503)

    async def _database_problem(self) -> tuple[str, str | None]:
        """Return why the database cannot be used, and its last migration.

        The reason is "" if the database can be used. The migration is None if it is unknown.
        """
        version = None
        try:
            async with asyncio.timeout(TIME_LIMIT):
                version = await upgrade.check(self._database)
                # A database with a newer migration also works: see `is_newer`.
                if version != upgrade.HEAD and not upgrade.is_newer(version):
                    return upgrade.other_version(version), version
                await upgrade.try_to_write(self._database)
        except DatabaseError as error:
            return str(error), version
        except TimeoutError:
            return MAYBE_LOCKED if self._database.file else SLOW, version
        full = self._faults is not None and self._faults.full
        return SENTENCES[Fault.FULL] if full else "", version

    async def _serve_metrics(self, request: web.Request) -> web.Response:
        """Answer with the metrics, if the request may see them."""
        if not self.may_see(request):
            if self._token and hdrs.AUTHORIZATION in request.headers:
                return web.Response(text=NOT_OUR_VALUE, status=401, headers=BEARER)
            return web.Response(text=MAY_NOT_SEE, status=403)
        text = self._metrics.text(await self._backlogs())
        return web.Response(body=text, headers={hdrs.CONTENT_TYPE: CONTENT_TYPE})

    def may_see(self, request: web.BaseRequest) -> bool:
        """Check whether this request may read /metrics."""
        if self._token is None:
            # Check the Host header too: in DNS rebinding, the name of another site resolves to this
            # machine.
            here = is_loopback(request.remote or "") and is_loopback(host_name(request.host))
            return self._open_here and here and not through_proxy(request)
        given = request.headers.get(hdrs.AUTHORIZATION, "")
        expected = f"Bearer {self._token.get_secret_value()}"
        # If the bytes of a header are not UTF-8, aiohttp decodes them to lone surrogates.
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())

    async def _backlogs(self) -> dict[str, tuple[Backlog, datetime]] | None:
        """Count what waits on each platform, or return None if the database does not answer."""
        found = {}
        try:
            async with asyncio.timeout(TIME_LIMIT), self._database.read() as session:
                for waker in self._wakers:
                    now = waker.clock.now()
                    for platform in waker.delivery.platforms:
                        served = waker.delivery.tenants(platform)
                        found[platform] = await backlog(session, served, now), now
        except (SQLAlchemyError, OSError, TimeoutError):
            return None
        return found


def _delivery(ages: Sequence[float | None]) -> str:
    """Say whether delivery works: "ok", or what is wrong."""
    if any(age is None for age in ages):
        return "Starting: it has not looked for due messages yet."
    if any(age is not None and age > STUCK for age in ages):
        return f"Stuck: it has not looked for due messages for more than {STUCK} s."
    return "ok"
