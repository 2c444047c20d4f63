"""Measure one transcript and exit. This runs in a separate process that can be killed.

Standard input is a line of JSON with the known facts about the call (`context`) and the playbook's
words for a pitch (`pitch`). Then comes the transcript, as JSON from `read.py`. Standard output is
`Measured` as JSON. Any error ends the process, and `reader.py` notices that the process failed.
"""

import json
import sys

from pydantic import TypeAdapter

from bot.intake.resources import limit_resources
from handlers.playbook.word_lists import Pitch
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import Measured, TalkContext, Transcript

CPU_SECONDS = 30


def main() -> None:
    """Measure the transcript on standard input and print the result."""
    limit_resources(CPU_SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    context = TypeAdapter(TalkContext).validate_python(asked["context"], strict=False)
    pitch = Pitch.model_validate(asked["pitch"], strict=False)
    call = TypeAdapter(Transcript).validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(TypeAdapter(Measured).dump_json(measure(call, context, pitch)))


if __name__ == "__main__":
    main()
