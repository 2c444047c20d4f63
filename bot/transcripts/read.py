"""Read one transcript and exit. This runs in a separate process that can be killed.

Standard input is a line of JSON with the `name` of the file and the time (`now`), then the file.
Standard output is a line of JSON with the head of the transcript, then the words in the format that
`measure.py` reads. If the file is refused, the output is a single line of JSON with the reason
(`refused`). An error ends the process, and `reader.py` notices.
"""

import json
import sys
from datetime import datetime
from hashlib import sha256

from pydantic import TypeAdapter

from bot.intake.resources import limit_resources
from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import FileRefused, Reason
from bot.transcripts.head import head_of
from handlers.limits import TRANSCRIPT_TEXT
from handlers.transcripts.records import Transcript, TranscriptHead

CPU_SECONDS = 15

_CALL, _HEAD = TypeAdapter(Transcript), TypeAdapter(TranscriptHead)


def answer(name: str, body: bytes, now: datetime) -> bytes:
    """Return the bytes for standard output. `name` and `body` are the file's name and contents."""
    try:
        call = read(name, body, now)
    except FileRefused as refused:
        return _refusal(refused.reason)
    words = _CALL.dump_json(call)
    if len(words) > TRANSCRIPT_TEXT:
        return _refusal("too many cues")
    head = head_of(call, sha256(body).hexdigest())
    return _HEAD.dump_json(head) + b"\n" + words


def _refusal(reason: Reason) -> bytes:
    return json.dumps({"refused": reason}).encode()


def main() -> None:
    """Read the file on standard input, and print the answer."""
    limit_resources(CPU_SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    now = datetime.fromisoformat(asked["now"])
    sys.stdout.buffer.write(answer(asked["name"], sys.stdin.buffer.read(), now))


if __name__ == "__main__":
    main()
