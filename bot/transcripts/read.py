"""Reads one transcript and exits. It is a process of its own, so that it can be killed.

On standard input: a line of JSON with the `name` of the file and the time (`now`), then the file.
On standard output: a line of JSON with the head of the transcript, then its words, which
`measure.py` understands; or only a line with the reason why the file is `refused`. Any error ends
the process, which `reader.py` handles.
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
from handlers.transcripts.records import Transcript, TranscriptHead

CPU_SECONDS = 15
MAX_WORDS = 5_000_000  # bytes that are kept of one transcript; eight hours have 1.5 MB

_CALL, _HEAD = TypeAdapter(Transcript), TypeAdapter(TranscriptHead)


def answer(name: str, body: bytes, now: datetime) -> bytes:
    """What is printed about a file with this name that is read `now`."""
    try:
        call = read(name, body, now)
    except FileRefused as refused:
        return _refusal(refused.reason)
    words = _CALL.dump_json(call)
    if len(words) > MAX_WORDS:
        return _refusal("too many cues")
    head = head_of(call, sha256(body).hexdigest())
    return _HEAD.dump_json(head) + b"\n" + words


def _refusal(reason: Reason) -> bytes:
    return json.dumps({"refused": reason}).encode()


def main() -> None:
    """Read the transcript on standard input, and print its head and its words."""
    limit_resources(CPU_SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    now = datetime.fromisoformat(asked["now"])
    sys.stdout.buffer.write(answer(asked["name"], sys.stdin.buffer.read(), now))


if __name__ == "__main__":
    main()
