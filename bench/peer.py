"""What Attune's acknowledgement is compared with: a bare Bolt app that acks `/prep`, no more.

`python -m bench.peer default|floor`: Bolt's default settings, or process_before_response=True.
"""

import asyncio
import os
import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.serving import serve


async def _prep(ack: AsyncAck) -> None:
    await ack()


def main() -> None:
    """Serve until told to stop."""
    app = AsyncApp(
        client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=sys.argv[1] == "floor",
    )
    app.command("/prep")(_prep)
    asyncio.run(serve(app.web_app("/slack/events")))


if __name__ == "__main__":
    main()
