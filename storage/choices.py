"""The allowed values of columns that have a closed set of values.

This module needs no database, so that every part of Attune can import it.
"""

from typing import Literal, get_args

Stage = Literal["discovery", "evaluation", "decision", "customer"]  # of an account
OptionalStage = Stage | Literal[""]
STAGES: tuple[Stage, ...] = get_args(Stage)

Role = Literal["rep", "manager", "marketer", "admin"]
MARKETING: tuple[Role, ...] = ("marketer", "admin")  # the roles that do marketing's work

# A person's relation to the company that owns the workspace, as the platform reports it.
Standing = Literal[
    "member",
    "guest",  # invited into a part of the workspace
    "outsider",  # of another company: a shared channel, another tenant
    "left",  # no longer on the platform: their profile there was closed
]
LEFT: Standing = "left"

CallStatus = Literal[
    "planned",
    "cancelled",
    "missed",  # nobody from the account came
]
PLANNED: CallStatus = "planned"
CANCELLED: CallStatus = "cancelled"
MISSED: CallStatus = "missed"
CALL_STATUSES: tuple[CallStatus, ...] = get_args(CallStatus)

# What a call is for. The playbook has the words by which it is guessed.
CallKind = Literal[
    "cold",
    "inbound",
    "discovery",
    "demo",
    "pricing",
    "procurement",
    "renewal",
    "review",
    "bad_news",
    "kick_off",
    "internal",  # among ourselves: nothing is sent about it
    "other",
]
CALL_KINDS: tuple[CallKind, ...] = get_args(CallKind)
# The part that a contact has in a purchase. The playbook has the words by which it is guessed.
BuyingRole = Literal[
    "economic_buyer",
    "user",
    "technical",  # IT or security
    "procurement",
    "champion",
    "other",
]
BUYING_ROLES: tuple[BuyingRole, ...] = get_args(BuyingRole)

PromiseSide = Literal["ours", "theirs"]
PROMISE_SIDES: tuple[PromiseSide, ...] = get_args(PromiseSide)
PromiseState = Literal["open", "done", "dropped"]

# From here to PASSED_ON: the values that reflections store.
# what became of a guess
GuessOutcome = Literal["confirmed", "wrong", "never_asked"]
GUESS_OUTCOMES: tuple[GuessOutcome, ...] = get_args(GuessOutcome)
GoalReached = Literal["yes", "partly", "no"]
GOAL_REACHED: tuple[GoalReached, ...] = get_args(GoalReached)
Talk = Literal["mostly_them", "more_them", "even", "more_me", "mostly_me"]  # who talked how much
TALK: tuple[Talk, ...] = get_args(Talk)
# when in the call the rep first pitched something
FirstPrescribed = Literal["first_third", "middle", "last_third", "not_at_all"]
FIRST_PRESCRIBED: tuple[FirstPrescribed, ...] = get_args(FirstPrescribed)
NextStepBy = Literal["theirs", "ours", "together"]
NEXT_STEP_BY: tuple[NextStepBy, ...] = get_args(NextStepBy)
Built = Literal["relationship", "solution", "neither"]  # what the call built
BUILT: tuple[Built, ...] = get_args(Built)
KeptFocus = Literal["yes", "partly", "no"]  # whether the rep did what their focus says
KEPT_FOCUS: tuple[KeptFocus, ...] = get_args(KeptFocus)
Attribution = Literal["anonymous", "named", "no"]  # how a line is passed on to marketing
PASSED_ON: tuple[Attribution, ...] = ("anonymous", "named")

AskState = Literal[
    "waiting",  # for marketing
    "asked_back",  # marketing asked a follow-up (“back” in stored words and in buttons)
    "taken_up",  # somebody in marketing is on it
    "answered",
    "changed",  # marketing reported what changed as a result
    "withdrawn",  # by the rep
]
WITHDRAWN: AskState = "withdrawn"
UNANSWERED: tuple[AskState, ...] = ("waiting", "asked_back")
NoteKind = Literal["answered", "asked_back", "replied", "taken_up", "changed"]  # about an ask
ANSWERS: tuple[NoteKind, ...] = ("answered", "changed")  # an answer, or a report of the result

InsightState = Literal[
    "draft",
    "suggested",  # by a rep
    "declined",  # a suggestion that marketing does not publish
    "published",
    "retired",
    "set_aside",  # a draft that marketing does not publish
    "edit",  # a row that is to replace a published insight
    "applied",  # an edit that was published
    "discarded",  # an edit that was not
]
DRAFT: InsightState = "draft"
EDIT: InsightState = "edit"
PUBLISHED: InsightState = "published"
# marketing has not decided whether to publish these
UNDECIDED: tuple[InsightState, ...] = ("draft", "suggested")

Verdict = Literal[  # on an insight
    "shown",
    "used",
    "wrong_buyer",  # this and the next two: why it was not used
    "stale",
    "unclear",
    "landed",  # this and the next two: said after the call
    "flopped",
    "not_used",
]
FLOPPED: Verdict = "flopped"
TAKEN_UP: tuple[Verdict, ...] = ("used", "landed")

Digest = Literal["", "daily", "weekly"]  # empty: posts come one by one

OutboxState = Literal["open", "sent", "dropped"]
DROPPED: OutboxState = "dropped"
DropReason = Literal[  # why an outbox row was dropped
    # by the plan
    "no longer planned",
    "away",
    "snoozed",
    "quiet hours",
    "over the day's limit",
    "during another call",
    # when its message was composed or delivered
    "muted",
    "too late",
    # when its message was composed
    "answered already",
    "focus kept",
    "internal call",
    "lines paused",
    "moved back",
    "nothing specific",
    "it can be posted to again",
    "it can be read again",
    "never theirs",
    "no line fits",
    "no such answer",
    "no such call",
    "not a channel",
    "not due yet",
    "not on file any more",
    "not out any more",
    "not planned any more",
    "not settled any more",
    "not wanted any more",
    "nothing due today",
    "nothing was said",
    "outside the channel's hours",
    "read already",
    "reflected already",
    "settled already",
    "stays as it was",
    "subscribed again",
    "they changed it themselves",
    "unknown kind",
    "unsubscribed",
    # because of who the recipient is, or because they cannot be reached
    "a guest",
    "left the company",
    "of another company",
    "unreachable",
    # by the demo
    "before the first morning",
    # by delivery
    "failed",
    "in doubt",
    "may have gone out",
    "refused",
]
MAY_HAVE_GONE_OUT: tuple[DropReason, ...] = ("in doubt", "may have gone out")

# How a calendar is read; a file is what a visitor of the playground dropped there.
CalendarKind = Literal["ics", "file", "google", "microsoft"]
# what people sign in for: a calendar, or the transcripts of Google Meet
SignInKind = CalendarKind | Literal["meet"]
SourceTrouble = Literal[  # why a calendar, or a source of transcripts, could not be read
    "no answer",  # nobody answers, or the server has a problem
    "asked to wait",
    "not found",  # the address leads to nothing any more
    "no permission",  # its owner or an admin has to allow it
    "disconnected",  # its owner, or their organisation, took the permission back
    "not a calendar",  # a web page, or a file that is cut short or broken
    "too large",
    "key missing",  # the secret was encrypted with a key that Attune no longer has
]
# What the calendar says about an invitation: "running" if the series has had a meeting before,
# "theirs" if one of the guests from outside has sent it.
Invitation = Literal["", "running", "theirs"]
MeetingVerdict = Literal["call", "ask", "no"]  # what Attune takes a meeting for
MeetingReason = Literal[  # and why
    "you said yes",
    "you said no",
    "asleep",  # its owner put the series to sleep
    "known contact",
    "known company",
    "named in the title",
    "another company",
    "contact elsewhere",  # a contact comes whose address is not at their account's domain
    "several accounts",
    "private address",
    "named among colleagues",  # nobody from outside is invited, and the title names an account
    "cancelled",
    "declined",
    "all day",
    "private",
    "not a meeting",
    "only colleagues",
    "word in the title",
    "too many guests",
    "nobody else",
    "no guest lists",  # the calendar names no guests at all, and the title names no account
    "perhaps named",  # the same, but the title may name a customer
    "several named",  # nobody else comes, and the title names several accounts
    "only busy",
]

# From here on: what the figures drawn from a transcript store.
TranscriptTool = Literal[  # what wrote the transcript
    "zoom",
    "teams",
    "meet",
    "webex",
    "otter",
    "tldv",
    "granola",
    "fathom",
    "fireflies",
    "gong",
    "vexa",
    "youtube",
    "other",
]
TalkSide = Literal["me", "colleague", "theirs", "nobody"]  # "nobody": the file names no speaker
# what a message in somebody's own chat shows of a call: the question how it went, or what it names
ShownWords = Literal["prompt", "figures", "draft", "reflection"]
SHOWN_WORDS: tuple[ShownWords, ...] = get_args(ShownWords)
TranscriptSourceKind = Literal["microsoft", "google"]  # where transcripts come from by themselves

GoneWhy = Literal[  # why Attune is no longer installed in a tenant
    "uninstalled",
    "revoked",  # Attune's token was
    "moved",  # the workspace moved into an organisation where Attune must be installed again
    "not admitted",  # the operator no longer lets this tenant in
    "purged",  # the operator had its data deleted
]
AuditAct = Literal[  # what was done to a tenant, or to somebody's data
    "installed",
    "uninstalled",
    "came back",  # installed again before its data was deleted
    "purged",
    "exported",
    "erased",
    "left",
    "role changed",
    "retention changed",
    "figures switched off",
    "figures switched on",
    "keys rotated",
]
AuditTarget = Literal["tenant", "person", "account", "contact"]
AuditResult = Literal["done", "refused", "failed"]
