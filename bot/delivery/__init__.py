"""Delivers the outbox: claims due rows, sends them, and records what became of them.

`waker` says when to look, `loop` claims rows, and `sending` delivers one message, which ends with a
`verdict`. `writes` says what follows from it, and `recording` writes that for many messages. The
column `state` of a row only says open, sent or dropped; while it is open, `claim` and `bundle` tell
the other states apart:

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

- open: no claim, no bundle. It is claimed when `next_at` comes, or a moment before it is due.
- claimed: `claim` names the claim, `next_at` is the end of the lease. If the lease ends, any
  worker may claim the row. Composing may drop the row, or reschedule it (a new `due_at`). A row
  that has to wait for a rate limit is released.
- handed over: `bundle` has the id of the message, `handed_at` the time.
- retried: without claim and bundle, `next_at` later, `attempts` one higher unless its workspace
  is paused. A row past `useful_until` is dropped instead, and so is one with too many failures
  of our own (`MAX_FAILURES`).
- in doubt: `bundle` stays, and `claim` is `released` or that of a process that died. The next
  claim sets `doubt`. A row in doubt past `useful_until` is dropped when it cannot be read back.
- A row that was dropped while its message went out becomes sent.
"""
