"""A server of a language model on loopback, as strict as the real ones together.

It refuses fields that a server does not know, and says in `complaints` what else is wrong. Its
error messages quote the prompt, as some servers' do. It counts tokens, and may drop the beginning
of a long prompt without saying so.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.service_settings import ModelSettings

Json = dict[str, Any]
Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]
Kind = Literal["openai", "anthropic", "mistral", "ollama", "llama.cpp", "vllm"]

KEY = "sk-4711"
NAME = "gemma3:4b"
WINDOW = 4_096  # tokens that Ollama reads by default on small machines
TOKEN = 4  # characters
_COMMON = {"model", "messages", "response_format", "temperature"}
FIELDS: Mapping[Kind, set[str]] = {
    "openai": {"model", "messages", "response_format", "max_completion_tokens", "store"},
    "anthropic": _COMMON | {"max_tokens"},
    "mistral": _COMMON | {"max_tokens"},
    "ollama": _COMMON | {"max_tokens"},
    "llama.cpp": _COMMON | {"max_tokens"},
    "vllm": _COMMON | {"max_tokens"},
}
# What a schema may have everywhere.
_SCHEMA = {"type", "properties", "required", "additionalProperties", "enum", "items"}


class ModelStandIn:
    """A server that answers what `answers` says, or what stands in `texts`, or with a fault.

    `answers` gets the system and the user message of the first request.
    """

    def __init__(self, kind: Kind = "ollama") -> None:
        self.kind = kind
        self.answers: Callable[[str, str], object] = lambda _system, _user: {}
        self.texts: deque[str] = deque()  # what the model writes, before `answers` is asked
        self.faults: deque[Fault | None] = deque()  # one for each of the next requests
        self.requests: list[Json] = []
        self.complaints: list[str] = []
        self.counts_tokens = True
        self.arrived = asyncio.Event()
        self.closing = asyncio.Event()
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_route("*", "/{path:.*}", self._elsewhere)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._server.close()

    def settings(self, **more: Any) -> ModelSettings:  # noqa: ANN401
        """The settings for this server, as an operator would write them."""
        wanted: dict[str, Any] = {"key": SecretStr(KEY), "seconds": 5}
        if self.kind == "openai":
            wanted["limit_field"] = "max_completion_tokens"
        if self.kind == "anthropic":
            wanted["form"] = "prompt"
        url = f"http://127.0.0.1:{self._server.port}/v1"
        return ModelSettings(url, NAME, **(wanted | more))

    async def _elsewhere(self, request: web.Request) -> web.StreamResponse:
        self.complaints.append(f"asked for {request.path}")
        return web.Response(status=404, text="404 page not found")

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body: Json = await request.json()
        self.requests.append(body)
        self.arrived.set()
        fault = self.faults.popleft() if self.faults else None
        if fault:
            return await fault(request)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return refused(401, "invalid_api_key", "Incorrect API key provided")
        if unknown := sorted(set(body) - FIELDS[self.kind]):
            return refused(400, "unknown_parameter", f"{unknown} with {body['messages']}")
        if body["model"] != NAME:
            return refused(404, "model_not_found", f"model {body['model']!r} not found")
        self._check(body)
        tokens = sum(len(one["content"]) for one in body["messages"]) // TOKEN
        if self.kind == "llama.cpp" and tokens > WINDOW:
            return refused(400, "exceed_context_size_error", str(body["messages"]))
        read = min(tokens, WINDOW) if self.kind == "ollama" else tokens
        return completed(self._text(body), read if self.counts_tokens else None)

    def _text(self, body: Json) -> str:
        if self.texts:
            return self.texts.popleft()
        system, user = (one["content"] for one in body["messages"][:2])
        text = json.dumps(self.answers(system, user), ensure_ascii=False)
        # A server that ignores `response_format` leaves the model its habits.
        return f"Sure:\n```json\n{text}\n```" if self.kind == "anthropic" else text

    def _check(self, body: Json) -> None:
        roles = [one["role"] for one in body["messages"]]
        if roles not in (["system", "user"], ["system", "user", "assistant", "user"]):
            self.complaints.append(f"roles {roles}")
        if not all(one["content"].strip() for one in body["messages"]):
            self.complaints.append("an empty message")
        if '"additionalProperties": false' not in body["messages"][0]["content"]:
            self.complaints.append("the model does not see the schema")
        if self.kind == "openai" and body.get("store") is not False:
            self.complaints.append("the answer is stored")
        wanted = body.get("response_format", {})
        if wanted.get("type") == "json_schema":
            self._check_schema(wanted["json_schema"]["schema"])

    def _check_schema(self, schema: Json) -> None:
        if unknown := set(schema) - _SCHEMA:
            self.complaints.append(f"the schema has {sorted(unknown)}")
        if schema.get("type") == "object":
            if schema.get("additionalProperties") is not False:
                self.complaints.append("the schema lets further fields in")
            if schema.get("required") != list(schema["properties"]):
                self.complaints.append("the schema has a field that is not required")
        inner = [*schema.get("properties", {}).values()]
        inner += [schema["items"]] if "items" in schema else []
        for each in inner:
            self._check_schema(each)


def completed(
    text: object, tokens: int | None = 10, *, reason: str = "stop", refusal: str = ""
) -> web.Response:
    """A completion."""
    message = {"role": "assistant", "content": text} | ({"refusal": refusal} if refusal else {})
    choice = {"index": 0, "message": message, "finish_reason": reason}
    body: Json = {"id": "1", "object": "chat.completion", "model": NAME, "choices": [choice]}
    if tokens is not None:
        body["usage"] = {"prompt_tokens": tokens, "completion_tokens": 1, "total_tokens": tokens}
    return web.json_response(body)


def refused(status: int, code: str, message: str) -> web.Response:
    """An error as OpenAI writes it."""
    error = {"message": message, "type": "invalid_request_error", "code": code}
    return web.json_response({"error": error}, status=status)


def status(code: int, text: str = "", **headers: str) -> Fault:
    """Answer with a status, a text and headers."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=code, text=text, headers=named)

    return fault


def says(text: object, **more: Any) -> Fault:  # noqa: ANN401
    """Answer with a completion that has this text."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        return completed(text, **more)

    return fault


def gives(body: object, code: int = 200) -> Fault:
    """Answer with this JSON."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=code)

    return fault


def page() -> Fault:
    """Answer with a web page, as a proxy that asks for a login does."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>Sign in</html>", content_type="text/html")

    return fault


def hang(server: ModelStandIn) -> Fault:
    """Answer only when the server stops."""

    async def fault(_request: web.Request) -> web.StreamResponse:
        await server.closing.wait()
        return completed("{}")

    return fault


async def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection in the middle of an answer."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"choices": [')
    assert request.transport
    request.transport.close()
    return response
