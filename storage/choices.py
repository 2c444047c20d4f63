"""The allowed values of columns with a closed set of values.

This module needs no database, so every part of Attune can import it.
"""

from typing import Literal, get_args

Stage = Literal["discovery", "evaluation", "decision", "customer"]  # how far along a sale is
OptionalStage = Stage | Literal[""]
STAGES: tuple[Stage, ...] = get_args(Stage)

Role = Literal["rep", "manager", "marketer", "admin"]
MARKETING: tuple[Role, ...] = ("marketer", "admin")  # the roles that do marketing work

# A person's relation to the company that owns the workspace, as the platform reports it.
Standing = Literal[
    "member",
    "guest",
    "outsider",  # from another company: in a shared channel, or in another tenant
    "left",  # the person's account on the platform was closed
]
LEFT: Standing = "left"

Former = Literal["contact", "colleague"]  # what an erased person was

CallStatus = Literal[
    "planned",
    "cancelled",
    "missed",  # nobody from the account came
]
PLANNED: CallStatus = "planned"
CANCELLED: CallStatus = "cancelled"
MISSED: CallStatus = "missed"
CALL_STATUSES: tuple[CallStatus, ...] = get_args(CallStatus)

# What a call is for. If nobody says what kind a call is, we guess the kind from the playbook, which
# lists words for each kind.
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
    "internal",  # a call among colleagues; we send nothing about it
    "other",
]
CALL_KINDS: tuple[CallKind, ...] = get_args(CallKind)
INTERNAL: CallKind = "internal"
# A contact's buying role. If nobody says which role a contact has, we guess the role from the
# playbook, which lists words for each role.
BuyingRole = Literal[
    "economic_buyer",
    "user",
    "technical",  # IT or security
    "procurement",
    "champion",
    "other",
]
BUYING_ROLES: tuple[BuyingRole, ...] = get_args(BuyingRole)

DraftKind = Literal[  # what a row of `Draft` is kept for
    "call",  # a typed call, about which Attune has asked something
    "goal",  # the goal of a person who gave up their seat in a call; *Undo* restores it
    "offer",  # an offer to save a line, or to cancel a call
    "offer to undo",  # an offer to take back what was just saved or changed
    "earlier offer to undo",  # the same offer, after the person has typed another line
    # The same offer, after a newer change. A typed "undo" alone no longer takes it. Words that name
    # the old change do.
    "older offer to undo",
    "undo",  # what an *Undo* button needs
    "reply to marketing",  # a rep's line that waits for a button to send it
    "answer to a rep",  # a marketer's or a helper's line that waits for a button to send it
    "admin message",  # what an admin writes to people in the tenant
    # Drafts of the kinds below remember what was just asked, named, shown or done. They do not have
    # the words that the person typed.
    "calls to choose from",
    "asks to choose from",
    "people asked for",
    "fact asked for",
    "absence asked for",
    "account named",
    "call planned",
    "card shown",
    "nothing changed",  # Attune asked about the last line, or refused it
    "changed for good",  # a typed "undo" can't take back the last change
]

PromiseSide = Literal["ours", "theirs"]
PROMISE_SIDES: tuple[PromiseSide, ...] = get_args(PromiseSide)
PromiseState = Literal["open", "done", "dropped"]

# The values from here to PASSED_ON are stored in reflections and guesses.
GuessOutcome = Literal["confirmed", "wrong", "never_asked"]
GUESS_OUTCOMES: tuple[GuessOutcome, ...] = get_args(GuessOutcome)
GoalReached = Literal["yes", "partly", "no"]
GOAL_REACHED: tuple[GoalReached, ...] = get_args(GoalReached)
# How the rep and the buyer shared the talking.
Talk = Literal["mostly_them", "more_them", "even", "more_me", "mostly_me"]
TALK: tuple[Talk, ...] = get_args(Talk)
# When in the call the rep first pitched something.
FirstPrescribed = Literal["first_third", "middle", "last_third", "not_at_all"]
FIRST_PRESCRIBED: tuple[FirstPrescribed, ...] = get_args(FirstPrescribed)
NextStepBy = Literal["theirs", "ours", "together"]
NEXT_STEP_BY: tuple[NextStepBy, ...] = get_args(NextStepBy)
Built = Literal["relationship", "solution", "neither"]  # what the call built
BUILT: tuple[Built, ...] = get_args(Built)
# Whether the rep kept to their focus. A focus is an if-then plan from the playbook.
KeptFocus = Literal["yes", "partly", "no"]
KEPT_FOCUS: tuple[KeptFocus, ...] = get_args(KeptFocus)
Attribution = Literal["anonymous", "named", "no"]  # how a rep passes a line on to marketing
PASSED_ON: tuple[Attribution, ...] = ("anonymous", "named")

AskState = Literal[
    "waiting",
    "asked_back",  # marketing asked a follow-up question
    "taken_up",  # somebody in marketing is working on the ask
    "answered",
    "changed",  # marketing reported what changed as a result
    "withdrawn",  # the rep took the ask back
]
WITHDRAWN: AskState = "withdrawn"
# Asks in these states have no answer, and nobody is working on them.
UNANSWERED: tuple[AskState, ...] = ("waiting", "asked_back")
# The kinds of notes about an ask.
NoteKind = Literal["answered", "asked_back", "replied", "taken_up", "changed"]
ANSWERS: tuple[NoteKind, ...] = ("answered", "changed")  # an answer, or a report of the result

HelpState = Literal[  # what became of a request for help with a call
    "waiting",
    "answered",
    "withdrawn",
    "cancelled",  # the call was cancelled before there was an answer
    "left",  # the asker gave up their seat in the call before there was an answer
]

InsightState = Literal[
    "draft",
    "suggested",  # by a rep
    "declined",  # a suggestion that marketing will not publish
    "published",
    "retired",
    "set_aside",  # a draft that marketing will not publish
    "edit",  # a new version of a published insight, not published yet
    "applied",  # an edit that was published
    "discarded",  # an edit that was not published
]
DRAFT: InsightState = "draft"
EDIT: InsightState = "edit"
PUBLISHED: InsightState = "published"
# Marketing has not decided whether to publish these.
UNDECIDED: tuple[InsightState, ...] = ("draft", "suggested")

Verdict = Literal[  # a rep's verdict on an insight
    "shown",  # the rep saw the insight, and has given no verdict yet
    "used",
    "wrong_buyer",  # this and the next two say why the insight was not used
    "stale",
    "unclear",
    "landed",  # this and the next two are given after the call
    "flopped",
    "not_used",
]
FLOPPED: Verdict = "flopped"
USED: tuple[Verdict, ...] = ("used", "landed")  # the rep used the insight

Digest = Literal["", "daily", "weekly"]  # empty if posts come one by one

OutboxState = Literal["open", "sent", "dropped"]
DROPPED: OutboxState = "dropped"
DropReason = Literal[  # why an outbox row was dropped; `bot.commands.why` explains each reason
    # These reasons are usually given when a person's messages are planned.
    "no longer planned",
    "away",
    "snoozed",
    "quiet hours",
    "over the day's limit",
    "during another call",
    # The person did not want this message.
    "skipped",
    # These are given when the message is composed or delivered.
    "muted",
    "too late",
    # These are usually given when the message is composed.
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
    "nothing fails",
    "nothing was said",
    "outside the channel's hours",
    "read already",
    "reflected already",
    "sent already",
    "settled already",
    "stays as it was",
    "subscribed again",
    "they changed it themselves",
    "unknown kind",
    "unsubscribed",
    # The recipient gets no messages, or can't be reached.
    "a guest",
    "left the company",
    "of another company",
    "unreachable",
    # The playground's demo gives this reason.
    "before the first morning",
    # Delivery gives these reasons.
    "failed",
    "in doubt",
    "may have gone out",
    "refused",
]
SKIPPED: DropReason = "skipped"
MAY_HAVE_GONE_OUT: tuple[DropReason, ...] = ("in doubt", "may have gone out")

# How we read a calendar. "file" is a file that a visitor uploads in the playground.
CalendarKind = Literal["ics", "file", "google", "microsoft"]
# What people sign in for: a calendar, or Google Meet transcripts ("meet").
SignInKind = CalendarKind | Literal["meet"]
SourceTrouble = Literal[  # why we can't read a calendar or a source of transcripts
    "no answer",  # nobody answers, or the server has a problem
    "asked to wait",
    "not found",  # there is nothing at the address any more
    "no permission",  # the owner or an admin must allow access
    "disconnected",  # the owner or the organisation withdrew the permission
    "not a calendar",  # a web page, or a file that is cut short or broken
    "too large",
    "key missing",  # Attune has lost the key that encrypted the secret
]
# Why a team could not get its members from a user group, or from a team in the CRM.
GroupTrouble = Literal[
    "no permission",
    "not in the plan",  # the company's Slack plan has no user groups
    "gone",
    "empty",
    "unreachable",
    "not connected",  # the CRM was disconnected or replaced by another CRM
    "key refused",  # the CRM does not accept Attune's key any more
]
# What may fail in a tenant. The health card lists them in this order.
ProblemName = Literal[
    "keys",
    "calendars",
    "transcripts",
    "channels",
    "feeds",
    "groups",
    "people",
    "playbook",
    "crm",
    "public_sources",
    "model",
]
# What the calendar says about the invitation to a meeting. "running": the series has had a meeting
# before. "theirs": a guest from outside sent the invitation. "": neither.
Invitation = Literal["", "running", "theirs"]
MeetingVerdict = Literal["call", "ask", "no"]  # how Attune classifies a meeting
MeetingReason = Literal[  # the reason for the verdict
    "you said yes",
    "you said no",
    "asleep",  # the owner wants no messages about the series for now
    "known contact",
    "known company",
    "named in the title",
    "you invited them",  # the owner invited people of one company that was not on file
    # The meeting was a call, and was then changed in the calendar. From the changed meeting alone,
    # we can't tell whether it is still a call. We treat it as a call.
    "held in doubt",
    "another company",
    "contact elsewhere",  # a contact is invited, but with another company's address
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
    "title alone",  # nobody is invited, but the title may name a customer
    "perhaps named",  # the calendar names no guests, but the title may name a customer
    "several named",  # nobody from outside is invited, and the title names several accounts
    "only busy",
]

# The values from here to TalkSide are stored in figures from transcripts.
TranscriptTool = Literal[  # which tool wrote the transcript
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
TalkSide = Literal["me", "colleague", "theirs", "nobody"]  # "nobody" if the file names no speaker
ShownContent = Literal[  # what a message in a person's own chat shows about a call
    "prompt",  # the question how the call went
    "figures",
    "draft",
    "reflection",
    "patterns",  # counts of the person's answers over several calls; stored with one of these calls
    "promises",
    "shared figure",  # a colleague's figure; stored with one of the colleague's calls
    "shared reflection",  # somebody else's reflection
]
SHOWN_CONTENT: tuple[ShownContent, ...] = get_args(ShownContent)
TranscriptSourceKind = Literal["microsoft", "google"]  # services from which we fetch transcripts

# The figures about a rep that the rep can share with one other person for a time.
SharedFigureName = Literal["talk share", "questions", "patience", "surprises"]
SHARED_FIGURES: tuple[SharedFigureName, ...] = get_args(SharedFigureName)

CrmKind = Literal["hubspot", "salesforce"]
CrmMatch = Literal["one", "several", "none"]  # how many companies in the CRM fit an account
CrmTrouble = Literal[  # why a CRM could not be read, or something could not be written to it
    "no answer",  # nobody answers, or the server has a problem
    "asked to wait",
    "limit reached",  # the company's daily limit is used up
    "no permission",  # the sign-in lacks a right
    "disconnected",  # the token was revoked, or the secret is wrong
    "refused",  # the CRM does not accept the value
    "gone",  # the record was deleted or merged
    "key missing",  # Attune has lost the key that encrypted the secret
    "replaced",  # the CRM for which something was approved is not connected any more
]
CrmFieldKind = Literal["next_step", "stage"]  # the fields of a deal that we write
CrmWriteKind = Literal["note", "task"] | CrmFieldKind
CrmWriteState = Literal[
    "approved",  # waits to be written
    "written",
    "conflict",  # somebody changed the field in the CRM since the rep saw it
    "needs_field",  # the CRM requires another field; the rep is asked for it
    "failed",
    "withdrawn",  # not written: the rep took it back or decided against it
    "undoing",  # was written, and waits to be undone
    "undone",
]
PublicSource = Literal["site", "feed", "jobs", "wikidata", "sec", "dns"]
PUBLIC_SOURCES: tuple[PublicSource, ...] = get_args(PublicSource)
TriedOutcome = Literal[  # the result of looking up an account in a public source
    "found",
    "nothing",  # the source answered, and has nothing about the company
    "not linked",  # the company's own site does not link to a source of this kind
    "failed",  # no answer, or an answer that cannot be read
    "not allowed",  # the site's robots.txt asks us not to read
    "elsewhere",  # the company's domain leads to another domain
    "parked",  # the domain is for sale, or shows advertisements only
    "needs a browser",  # the page shows no text until its scripts run
]
CompanyEvidence = Literal[  # why a source is about the right company
    "own site",
    "linked",  # the company's own site links to it
    "same domain",  # the source names the company's domain
    "register number",  # the company's own site names the company's number in the register
    "name only",  # weak: the source only has a company of the same name
]
ProposalState = Literal["proposed", "kept", "edited", "wrong", "wrong_company", "expired"]
ModelTask = Literal["research", "transcripts", "themes"]  # what a language model may be asked
MODEL_TASKS: tuple[ModelTask, ...] = get_args(ModelTask)
# "asked": the model was asked, and has proposed nothing yet.
ThemeNameState = Literal["asked", "proposed", "used", "refused"]
ModelTrouble = Literal[  # why a language model gave no answer
    "no answer",  # no connection, or a timeout
    "server error",
    "limit reached",  # the server asks us to wait
    "no permission",  # the key is wrong, or lacks a right
    "wrong address",  # no model answers at the address, or the server has no model of this name
    "refused",  # the server does not accept the request
    "declined",  # the model does not want to answer
    "cut off",  # the answer was longer than we allow
    # The answer is far too large, or has the wrong form even after we asked for a repair.
    "not understood",
    "too long",  # the server did not read the whole text
    "cap reached",  # our own limit for a person or a tenant
    "paused",  # the server failed several times, so we wait before we ask again
]

GoneWhy = Literal[  # why Attune is gone from a tenant
    "uninstalled",
    "revoked",  # Attune's token was revoked
    "moved",  # the workspace moved into an organisation, which needs a new installation
    "not admitted",  # the operator no longer admits this tenant
    "purged",  # the operator had the data deleted
]
AuditAct = Literal[  # what was done to a tenant or to somebody's data
    "installed",
    "uninstalled",
    "came back",  # installed again before the data was deleted
    "purged",
    "exported",
    "texts shown",  # a command listed the texts from which it would erase a name
    "erased",
    "left",
    "role changed",
    "retention changed",
    "figures switched off",
    "figures switched on",
    "keys rotated",
    "team changed",
    "defaults changed",
    "playbook uploaded",
    "playbook chosen",
    "message sent",  # a message that an admin wrote to people in the tenant
    "CRM connected",
    "CRM disconnected",
    "CRM stages matched",
    "public sources switched on",
    "public sources switched off",
    "language model switched on",  # for one of MODEL_TASKS
    "language model switched off",
]
# Changes to a team that the audit log records. "regrouped" means that the team's people now come
# from another source: a user group, a team in the CRM, or an admin's own choice.
TeamChange = Literal["made", "renamed", "deleted", "regrouped", "leader", "joined", "left"]
AuditTarget = Literal[
    "tenant",
    "person",
    "account",
    "contact",
    "team",
    "playbook",
    "model use",  # one of MODEL_TASKS
    "setting",  # a default for everybody, with its old and its new value
    "days",  # a name in `RetentionDays` with the old and the new number of days
]
# "by command" means that a command of the operator did it.
AuditResult = Literal["done", "refused", "failed", "by command"]
