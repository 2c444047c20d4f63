"""Prometheus metrics. No label identifies a person or contains anything that people wrote.

A row is a row of the outbox; several rows can go out as one message. A row is in doubt while we do
not know whether it was sent.
"""

from collections import Counter as Tally
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.version import VERSION
from handlers.notices import NOTICES
from handlers.nudges import KINDS
from handlers.request import Means, Request
from storage.choices import (
    MAY_HAVE_GONE_OUT,
    MODEL_TASKS,
    PUBLIC_SOURCES,
    CalendarKind,
    DropReason,
    ModelTask,
    ModelTrouble,
    PublicSource,
    TriedOutcome,
)
from storage.database.faults import Fault
from storage.outbox.backlog import Backlog

# Upper bounds of the histograms' buckets, in seconds.
LATENESS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)
ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STALLS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
CHORES = (0.01, 0.1, 1, 10, 60, 300, 1800)
MODEL_ANSWERS = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


# What happened to a row that was due. "rescheduled": it is due at another time. "retried": sending
# it is tried again. "retried_in_doubt": the same, but its message may have been sent already.
RowResult = Literal["sent", "dropped", "rescheduled", "retried", "retried_in_doubt"]
# What happened when we read a calendar.
CalendarOutcome = Literal[
    "changed",
    "unchanged",
    "doubted",  # too many known meetings were missing, so we changed nothing
    # During the read, the calendar was disconnected or reconnected, or another process claimed it.
    "stale",
    "failed",
]
# What became of a request to the language model. "kept" means that we had the answer already.
ModelOutcome = Literal["answered", "kept"] | ModelTrouble
# What became of a row in doubt:
# - "found": its message is on the platform
# - "not_found": its message is not on the platform
# - "repeated": the platform can't say, so we send the row again
# - "given_up": we dropped the row without finding out
Reconciled = Literal["found", "not_found", "repeated", "given_up"]


class Metrics:
    """All metrics of one process.

    The metrics about overdue rows come from the database, so every process has the same values.
    """

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # nobody needs the time at which a counter began
        self._worst = 0.0
        self._expected = set[str]()  # platforms whose series the next scrape creates
        self.registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        self._add_messages(made)
        self._add_requests(made)
        self._add_own_health(made)
        self._add_sources(made)
        self._add_model(made)
        self._add_backlog(made)
        self._add_troubles(made)
        self._add_build(made)

    def _add_messages(self, made: CollectorRegistry) -> None:
        where = ("platform", "kind")
        self._lateness = Histogram(
            "attune_lateness_seconds",
            "From the time a row was due until it was handed to the platform.",
            where,
            buckets=LATENESS,
            registry=made,
        )
        self._outcomes = Counter(
            "attune_outcomes",
            f"Due rows by outcome: {', '.join(get_args(RowResult))}.",
            (*where, "outcome"),
            registry=made,
        )
        self._dropped = Counter(
            "attune_dropped",
            "Rows dropped when due, or because their recipient is unreachable, by reason.",
            (*where, "reason"),
            registry=made,
        )
        self._doubt = Counter(
            "attune_doubt_settled",
            "Rows in doubt, by how they were settled: found, not_found, repeated, given_up.",
            (*where, "settled"),
            registry=made,
        )
        self._held_back = Counter(
            "attune_held_back",
            "Deliveries that a platform put off, by scope: one message, or the whole workspace.",
            ("platform", "scope"),
            registry=made,
        )

    def _add_requests(self, made: CollectorRegistry) -> None:
        self._requests = Histogram(
            "attune_request_seconds",
            "How long answering a request took, by outcome: ok, repeated, refused, failed.",
            ("platform", "means", "outcome"),
            buckets=ANSWERS,
            registry=made,
        )
        self._acknowledged = Histogram(
            "attune_acknowledge_seconds",
            "From a platform's request to our HTTP answer.",
            ("path", "status"),
            buckets=ANSWERS,
            registry=made,
        )

        self._refused = Counter(
            "attune_refused_requests",
            "Requests that were refused, by reason.",
            ("platform", "reason"),
            registry=made,
        )

    def _add_build(self, made: CollectorRegistry) -> None:
        build = Gauge("attune_build_info", "The version of Attune.", ("version",), registry=made)
        build.labels(VERSION).set(1)

    def _add_troubles(self, made: CollectorRegistry) -> None:
        self._troubles = Gauge(
            "attune_platform_trouble",
            "1 while a platform has this trouble: token, unreachable, disconnected.",
            ("platform", "cause"),
            registry=made,
        )
        self._faults = Counter(
            "attune_database_faults",
            "Database faults, by kind.",
            ("fault",),
            registry=made,
        )
        for fault in Fault:
            self._faults.labels(fault)

    def _add_own_health(self, made: CollectorRegistry) -> None:
        self._stalls = Histogram(
            "attune_loop_stall_seconds",
            "How long the event loop was blocked, measured with a timer of 100 ms.",
            buckets=STALLS,
            registry=made,
        )
        self._worst_stall = Gauge(
            "attune_loop_stall_max_seconds",
            "The longest stall of the event loop since the last scrape.",
            registry=made,
        )
        self._chores = Histogram(
            "attune_chore_seconds",
            "How long chores took, by outcome: done, failed, stopped (Attune stopped), or "
            "elsewhere (a daily chore is running already, or has run today).",
            ("chore", "outcome"),
            buckets=CHORES,
            registry=made,
        )
        self._pruned = Counter("attune_pruned_rows", "Old rows deleted.", ("data",), registry=made)

    def _add_sources(self, made: CollectorRegistry) -> None:
        self._feeds = Counter(
            "attune_feeds",
            "Attempts to read a feed, by outcome: read, failed.",
            ("platform", "outcome"),
            registry=made,
        )
        self._public = Counter(
            "attune_public_sources",
            "Look-ups of an account in a public source, by outcome: found, nothing, failed …",
            ("source", "outcome"),
            registry=made,
        )
        self._calendars = Counter(
            "attune_calendars",
            "Reads of a calendar, by outcome: changed, unchanged, doubted, stale, failed.",
            ("platform", "source", "outcome"),
            registry=made,
        )

    def _add_model(self, made: CollectorRegistry) -> None:
        self._model = Histogram(
            "attune_model_answer_seconds",
            "How long answers of the language model took, including repairs, by outcome: answered, "
            "kept (not asked again), or why there was no answer.",
            ("task", "outcome"),
            buckets=MODEL_ANSWERS,
            registry=made,
        )

    def _add_backlog(self, made: CollectorRegistry) -> None:
        self._database_up = Gauge(
            "attune_database_up", "Whether the database answered this scrape.", registry=made
        )
        self._overdue = Gauge(
            "attune_overdue_rows",
            "Open rows that are due: ready, or waiting (being sent, put off by a rate limit, or to "
            "be retried).",
            ("platform", "state"),
            registry=made,
        )
        self._oldest = Gauge(
            "attune_oldest_ready_seconds",
            "How long the oldest ready row has been due.",
            ("platform",),
            registry=made,
        )

    def expect(self, platform: str) -> None:
        """At the next scrape, create the series that are needed for alerts about a platform.

        The series begin at 0, so that Prometheus sees the first increase of each series.
        """
        self._expected.add(platform)

    def _create_expected(self, platform: str) -> None:
        for name in (*(each.name for each in KINDS), *(each.name for each in NOTICES)):
            for reason in (*MAY_HAVE_GONE_OUT, "failed", "refused", "too late"):
                self._dropped.labels(platform, name, reason)
            for how in get_args(Reconciled):
                self._doubt.labels(platform, name, how)
        for means in Means:
            self._requests.labels(platform, means, "failed")
        self._held_back.labels(platform, "workspace")
        self._feeds.labels(platform, "failed")
        for public in PUBLIC_SOURCES:
            self._public.labels(public, "failed")
        for source in get_args(CalendarKind):
            self._calendars.labels(platform, source, "failed")

    def row(
        self, tenant: str, kind: str, outcome: RowResult, reason: DropReason | None = None
    ) -> None:
        """Count the outcome of a row, and the reason if the row was dropped."""
        platform = tenant.partition(":")[0]
        self._outcomes.labels(platform, kind, outcome).inc()
        if outcome == "dropped":
            self._dropped.labels(platform, kind, reason or "").inc()

    def doubt(self, tenant: str, kind: str, how: Reconciled) -> None:
        """Count what became of a row in doubt."""
        self._doubt.labels(tenant.partition(":")[0], kind, how).inc()

    def late(self, tenant: str, kind: str, lateness: timedelta) -> None:
        """Observe how long after its due time a row was sent to the platform."""
        self._lateness.labels(tenant.partition(":")[0], kind).observe(_seconds(lateness))

    def unreachable(self, tenant: str, rows: int) -> None:
        """Count rows that were dropped because their person or channel is unreachable."""
        self._dropped.labels(tenant.partition(":")[0], "any", "unreachable").inc(rows)

    def held_back(self, tenant: str, *, workspace: bool) -> None:
        """Count a message that a platform told us to send later.

        With `workspace`, the platform put off all messages of the workspace.
        """
        scope = "workspace" if workspace else "message"
        self._held_back.labels(tenant.partition(":")[0], scope).inc()

    def answered(self, request: Request, outcome: str, seconds: float) -> None:
        """Count and time the answer to a person's request."""
        platform = request.sender.tenant.partition(":")[0]
        self._requests.labels(platform, request.means, outcome).observe(seconds)

    def acknowledged(self, path: str, status: int, seconds: float) -> None:
        """Time our HTTP answer to a platform. `path` is one of our routes."""
        self._acknowledged.labels(path, str(status)).observe(seconds)

    def trouble(self, platform: str, causes: Mapping[str, bool]) -> None:
        """Set whether each possible cause of trouble applies to the platform now."""
        for cause, wrong in causes.items():
            self._troubles.labels(platform, cause).set(wrong)

    def database_fault(self, fault: Fault) -> None:
        """Count a database fault."""
        self._faults.labels(fault).inc()

    def refused(self, platform: str, reason: str) -> None:
        """Count a request that was refused."""
        self._refused.labels(platform, reason).inc()

    def stalled(self, seconds: float) -> None:
        """Observe how many seconds late the timer of the event loop fired."""
        self._stalls.observe(seconds)
        self._worst = max(self._worst, seconds)

    def chore(self, name: str, outcome: str, seconds: float) -> None:
        """Time a run of a chore, by outcome."""
        self._chores.labels(name, outcome).observe(seconds)

    def pruned(self, gone: Tally[str]) -> None:
        """Count deleted rows, by kind of data."""
        for data, number in gone.items():
            self._pruned.labels(data).inc(number)

    def feed(self, platform: str, outcome: str) -> None:
        """Count an attempt to read a feed."""
        self._feeds.labels(platform, outcome).inc()

    def public_source(self, source: PublicSource, outcome: TriedOutcome) -> None:
        """Count a look-up of an account in a public source."""
        self._public.labels(source, outcome).inc()

    def calendar(self, platform: str, source: CalendarKind, outcome: CalendarOutcome) -> None:
        """Count a read of a calendar."""
        self._calendars.labels(platform, source, outcome).inc()

    def expect_model(self) -> None:
        """Create the series for failures of the language model now, with the value 0."""
        for task in MODEL_TASKS:
            for trouble in get_args(ModelTrouble):
                self._model.labels(task, trouble)

    def model(self, task: ModelTask, outcome: ModelOutcome, seconds: float) -> None:
        """Time a request to the language model, by outcome."""
        self._model.labels(task, outcome).observe(seconds)

    def text(self, backlogs: Mapping[str, tuple[Backlog, datetime]] | None) -> bytes:
        """Return all metrics in Prometheus' text format, and reset the longest stall.

        `backlogs` maps each platform to its backlog and to the time on its clock (UTC). `backlogs`
        is None if the database does not answer.
        """
        self._database_up.set(backlogs is not None)
        self._overdue.clear()
        self._oldest.clear()
        for platform, (found, now) in (backlogs or {}).items():
            self._overdue.labels(platform, "ready").set(found.ready)
            self._overdue.labels(platform, "waiting").set(found.waiting)
            age = _seconds(now - found.oldest) if found.oldest else 0
            self._oldest.labels(platform).set(age)
        while self._expected:
            self._create_expected(self._expected.pop())
        self._worst_stall.set(self._worst)
        self._worst = 0.0
        return generate_latest(self.registry)


def _seconds(time: timedelta) -> float:
    # `time` is negative for a row that was sent before it was due, in one message with a row that
    # was due earlier.
    return max(time.total_seconds(), 0)
