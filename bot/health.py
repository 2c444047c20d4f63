"""For whoever watches over Attune: is it alive, is it ready."""

from collections.abc import Sequence

from aiohttp import web

from bot.waker import Waker
from storage import upgrade
from storage.database import Database, DatabaseError


class Health:
    """`/healthz`: the process answers. `/readyz`: database, its version and the loop do too."""

    def __init__(self, database: Database, wakers: Sequence[Waker]) -> None:
        self._database = database
        self._wakers = wakers

    def routes(self) -> list[web.RouteDef]:
        """Both addresses."""
        return [web.get("/healthz", self._healthz), web.get("/readyz", self._readyz)]

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        try:
            version = await upgrade.check(self._database)
        except DatabaseError as error:
            return web.json_response({"ok": False, "database": str(error)}, status=503)
        runs = [waker.last_run for waker in self._wakers]
        told = {
            "database": "ok",
            "migration": version,
            "last_tick": [run.isoformat() if run else None for run in runs],
        }
        ready = version == upgrade.HEAD and all(runs)
        return web.json_response({"ok": ready, **told}, status=200 if ready else 503)
