"""Read and validate what the page sends."""

import asyncio
from typing import Annotated, TypeVar
from urllib.parse import unquote

from aiohttp import web
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from bot.platform.files import NOT_WHOLE, TIME_LIMIT, TOO_LARGE
from handlers.limits import TRANSCRIPT_SIZE

MAX_BYTES = 1_000_000
CHUNK = 64 * 1024
# This header describes the file in the body, as percent-encoded JSON. It is not in the URL, because
# URLs are often logged and headers are not.
FILE_HEADER = "X-Attune-File"
TOO_MUCH = "That is more than the playground accepts at once."

ActionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
# Keep the end of a long name, because it has the file's extension.
FileName = Annotated[str, AfterValidator(lambda name: name.strip()[-200:] or "a file")]
PostId = Annotated[int, Field(ge=1, lt=2**63)]


class BadRequest(Exception):
    """A request that we refuse. The message says why."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class Action(BaseModel):
    """An action of the persona `who`. A retry has the `id` of the first try."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: ActionId
    who: str


class Say(Action):
    """Text that a persona typed in a place."""

    place: str
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Press(Action):
    """A button that a persona pressed.

    `on` is the id of a message, or None. It depends on the place of the button:

    - in a message: the message's id
    - in an open form: the `Submit.post` of this form
    - on Home: None

    If the answer may replace the message `on`, `post` is the same id. If the message must stay as
    it is, `post` is None.
    """

    place: str
    action: str
    value: str = ""
    post: PostId | None = None
    on: PostId | None = None


class Open(Action):
    """A menu entry that a persona chose.

    `post` is the message with the menu, and `text` is the text of this message.
    """

    place: str
    name: str
    text: str = ""
    post: PostId | None = None


class Submit(Action):
    """A form that a persona submitted. `post` is the message that the answer may replace."""

    place: str
    form: str
    subject: str
    fields: dict[str, str]
    post: PostId | None = None


class CalendarFile(Action):
    """A calendar file that a visitor dropped on the page, with the file's name."""

    name: FileName
    text: str


class FileDrop(Action):
    """A file that a visitor dropped on the page in a place. The body has the file's bytes."""

    place: str
    name: FileName


class Skip(Action):
    """A skip to the next event."""


class StartOver(Action):
    """A restart: everything is deleted, and the first morning begins again.

    With `today`, the playground begins at the real time instead, with the visitors' own calendars
    and without the demo.
    """

    today: bool = False


Payload = TypeVar("Payload", bound=Action)


async def read(request: web.Request, model: type[Payload]) -> Payload:
    """Parse the request's body as this model. Raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The playground reads JSON only.", 415)
    return _validated(model, await _body(request))


async def read_file(request: web.Request) -> tuple[FileDrop, bytes]:
    """Return the file in the body, and its description in the header FILE_HEADER.

    Raises BadRequest.
    """
    if request.content_type != "application/octet-stream":
        raise BadRequest("The playground reads files only as application/octet-stream.", 415)
    described = _validated(FileDrop, unquote(request.headers.get(FILE_HEADER, "")).encode())
    if not request.can_read_body:  # the body is empty, or already read
        return described, await request.read()
    body = bytearray()
    try:
        async with asyncio.timeout(TIME_LIMIT):
            async for chunk in request.content.iter_chunked(CHUNK):
                body += chunk
                if len(body) > TRANSCRIPT_SIZE:
                    raise BadRequest(TOO_LARGE, 413)
    except TimeoutError:
        raise BadRequest(NOT_WHOLE, 408) from None
    return described, bytes(body)


def _validated(model: type[Payload], text: bytes) -> Payload:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        fields = ", ".join(
            sorted({".".join(map(str, each["loc"])) or "the body" for each in error.errors()})
        )
        raise BadRequest(f"The playground could not read {fields}.") from None


async def _body(request: web.Request) -> bytes:
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise BadRequest(TOO_MUCH, 413) from None
    if len(body) > MAX_BYTES:
        raise BadRequest(TOO_MUCH, 413)
    return body
