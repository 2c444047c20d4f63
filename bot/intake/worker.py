"""Parse a feed with `bot.intake.parse`, in a process that can be killed."""

from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from bot.intake.child_process import NoAnswer, NotInTime, TooSlow, answer_of, module_command
from bot.intake.entries import Parsed
from handlers.knowledge.web_addresses import NotFetched

PARSE_SECONDS = 60.0  # wall-clock time; `parse.py` limits the processor time
MAX_ANSWER = 2_000_000  # bytes; 50 entries of full length take less
UNREADABLE = "The feed at that address cannot be read."

_ANSWER = TypeAdapter(Parsed)


async def parse_in_subprocess(
    body: bytes,
    url: str,
    content_type: str,
    *,
    seconds: float = PARSE_SECONDS,
    command: Sequence[str] = module_command("bot.intake.parse"),
) -> Parsed:
    """Parse the body of a response from `url`, in a separate process. `command` is for tests.

    Raises NotFetched if parsing fails or takes too long.
    """
    head = {"url": url, "content_type": content_type}
    try:
        answer = await answer_of(command, head, body, seconds=seconds, max_answer=MAX_ANSWER)
        return _ANSWER.validate_json(answer)
    except (TooSlow, NotInTime):
        raise NotFetched("That feed takes too long to read.") from None
    except (NoAnswer, ValidationError):
        raise NotFetched(UNREADABLE) from None
