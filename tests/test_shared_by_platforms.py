"""What all platforms share: how calls fail, what is remembered, who was not let in."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.platform.answering import Stranger, reply_or_refusal
from bot.platform.api_errors import PlatformError, call_within, retry_after
from bot.platform.fitting import chunks, share, shorten
from bot.platform.recent import Recent
from bot.platform.rejections import Rejections
from handlers.cards import Aside, Problems, Reply
from handlers.request import Means


@dataclass(frozen=True)
class Asked:
    means: Means
    name: str = "prep"


async def fails(error: Exception) -> Reply:
    raise error


@pytest.mark.parametrize(
    ("error", "words", "lines"),
    [
        (Stranger("Ask a colleague."), "Ask a colleague.", 0),
        (RuntimeError("what somebody typed"), "nothing was changed", 1),
    ],
)
async def test_whatever_goes_wrong_a_person_is_told_and_no_form_is_lost(
    error: Exception, words: str, lines: int
) -> None:
    with capture_logs() as logs:
        on_form = await reply_or_refusal(Asked(Means.FORM), fails(error))
        elsewhere = await reply_or_refusal(Asked(Means.BUTTON), fails(error))
    assert isinstance(on_form, Problems)
    assert words in on_form.fields[""]
    assert isinstance(elsewhere, Aside)
    assert words in elsewhere.card.summary
    assert len(logs) == 2 * lines
    assert "what somebody typed" not in str(logs)


def test_a_full_memory_drops_what_was_added_first() -> None:
    kept: Recent[str, int] = Recent(2)
    kept["a"], kept["b"], kept["a"], kept["c"] = 1, 2, 3, 4
    assert kept == {"b": 2, "c": 4}


@pytest.mark.parametrize(
    ("error", "code", "doubt"),
    [
        (aiohttp.ConnectionTimeoutError(), "unreachable", False),
        (aiohttp.ServerDisconnectedError(), "connection_broken", True),
        (ConnectionResetError(), "connection_broken", True),
        (TimeoutError(), "timeout", True),
    ],
)
async def test_a_call_without_an_answer_says_whether_it_may_have_been_done(
    error: Exception, code: str, *, doubt: bool
) -> None:
    with pytest.raises(PlatformError) as failed:
        async with call_within(10, PlatformError):
            raise error
    assert (failed.value.code, failed.value.doubt, failed.value.got_no_answer) == (
        code,
        doubt,
        True,
    )


async def test_a_call_that_takes_too_long_is_ended() -> None:
    with pytest.raises(PlatformError, match="timeout"):
        async with call_within(0, PlatformError):
            await asyncio.Event().wait()


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("", 30), ("Mon, 23 Nov 2026 08:25:00 GMT", 30), ("-1", 30)]
)
def test_a_wait_that_cannot_be_read_is_half_a_minute(said: str, seconds: int) -> None:
    assert retry_after(said) == timedelta(seconds=seconds)


def test_every_text_keeps_a_share() -> None:
    assert share([10, 20], 30, 5) == 30
    assert share([100, 200, 300], 30, 5) == 10
    assert share([100] * 30, 30, 5) == 5


def test_rows_are_full_but_the_last() -> None:
    assert list(chunks("abcde", 2)) == ["ab", "cd", "e"]
    assert list(chunks("", 2)) == []


def test_a_rejected_request_is_counted_always_and_logged_rarely() -> None:
    clock, counted = FixedClock(datetime(2026, 11, 23, 8, 25, tzinfo=UTC)), list[str]()
    advice = {"secret": "Copy it again."}
    rejections = Rejections("slack", advice, clock, counted.append, quiet=("scan",))
    reasons = ["secret", "secret", "expired", "expired", "scan"]
    with capture_logs() as logs:
        for reason in reasons:
            rejections.note(reason)
    assert counted == reasons
    assert [(each["log_level"], each["event"]) for each in logs] == [
        ("error", "Copy it again."),
        ("warning", "a request was rejected"),
    ]


def test_a_text_without_room_is_left_out() -> None:
    assert [shorten("abc", limit) for limit in (-1, 0, 1, 2, 3)] == ["", "", "…", "a…", "abc"]
