"""Delivers the outbox: claims due rows, sends them, and records what became of them.

`waker` says when to look, and `loop` claims rows. `sending` tries to deliver one message; the
result is a `verdict`. `writes` works out what the verdict changes in the database, and `recording`
writes the changes of many messages. The column `state` of a row only says open, sent or dropped;
while it is open, `claim` and `bundle` tell the other states apart:

    open ──claim──▶ claimed ──hand over──▶ handed over ──send──▶ sent
     ▲                 │                        ├── refused for now ──────────▶ open (retried)
     │   retried,      │                        ├── refused or unreachable ───▶ dropped
     ├── rescheduled, ─┤                        └── no answer, or we failed ──▶ in doubt
     │   released      └── drop ──▶ dropped

    in doubt ──claim, read back──▶ reconciled:
        found ──────────────────▶ sent
        not found ──────────────▶ handed over again, in a message with a new id
        the platform can't say ─▶ handed over again; dropped if its kind must not be repeated
        could not be read back ─▶ in doubt

- open: the row has no claim and no bundle. It is claimed at `next_at`, or just before it is due.
- claimed: `claim` is the id of the claim, and `next_at` is the end of its lease. After that, any
  worker may claim the row. When its message is composed, the row may be dropped, or rescheduled to
  a new `due_at`. A row that has to wait for a rate limit is released.
- handed over: `bundle` is the id of the message, and `handed_at` is the time of the handover.
- retried: the row is open again, with a later `next_at`. `attempts` is one higher, unless its
  workspace is paused. If `useful_until` has passed, or after too many failures of our own
  (`MAX_FAILURES`), the row is dropped instead.
- in doubt: the row keeps its `bundle`, and `claim` is `released` or the claim of a process that
  died. The next claim sets `doubt`. If the row cannot be read back by `useful_until`, it is
  dropped.
- A row that is dropped while its message is being sent becomes sent, if the message goes out.
"""
