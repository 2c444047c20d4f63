"""Small web servers for the bench's other processes, on a free port of this machine."""

import asyncio
import signal

from aiohttp import web


async def serve(app: web.Application) -> None:
    """Serve on loopback until told to stop. Print the address on standard output."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    await runner.cleanup()
