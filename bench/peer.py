"""The peer for the time of an acknowledgement: a bare Bolt app that only acks `/prep`.

`python -m bench.peer default|floor URL` runs it with Bolt's default settings, or with
process_before_response=True. URL is the address of the Web API.
"""

import asyncio
import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.serving import serve
from bench.standin import SECRET, TOKEN


async def _prep(ack: AsyncAck) -> None:
    await ack()


def main() -> None:
    kind, api = sys.argv[1:]
    app = AsyncApp(
        client=AsyncWebClient(TOKEN, api),
        signing_secret=SECRET,
        process_before_response=kind == "floor",
    )
    app.command("/prep")(_prep)
    asyncio.run(serve(app.web_app("/slack/events")))


if __name__ == "__main__":
    main()
