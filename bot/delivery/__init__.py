"""Deliver the outbox: claim due rows, send them, and record what happened to each row.

`waker` decides when to look for due rows, and `loop` claims rows. `sending` tries to deliver one
message, and returns a `verdict`. `writes` computes the changes to the database, and `recording`
writes the changes for many messages. The column `state` of a row has three values: open, sent and
dropped. While a row is open, the columns `claim` and `bundle` say how far the row has come:

    open ──claim──▶ claimed ──hand over──▶ handed over ──send──▶ sent
                       │                        ├── refused for now ──────────▶ open (retried)
                       │                        ├── refused or unreachable ───▶ dropped
                       │                        └── no answer, or we failed ──▶ in doubt
                       ├── reschedule, release or retry ──▶ open
                       └── drop ──▶ dropped

    in doubt ──claim, read back──▶ reconciled:
        found ──────────────────▶ sent
        not found ──────────────▶ handed over again, in a message with a new id
        the platform can't say ─▶ handed over again, or dropped if its kind must not be sent twice
        could not be read back ─▶ in doubt

The stages are:

- open: `claim` and `bundle` are empty. (`state` is open in this and all later stages, until the row
  is sent or dropped.) If `next_at` equals `due_at`, the row is claimed just before it is due.
  Otherwise the row is claimed at `next_at`.
- claimed: `claim` is the id of the claim, and `next_at` is the end of the lease. After the lease,
  any worker may claim the row. When the message is composed, the row may be dropped, or rescheduled
  to a new `due_at`. A row that has to wait for a rate limit is released.
- handed over: we have recorded that we are about to send the row in a message. `bundle` is the id
  of that message, and `handed_at` is the time.
- retried: the row is open again, with a later `next_at`. `attempts` is one higher, unless the
  workspace is paused. The row is dropped instead if `useful_until` has passed, or if sending it has
  failed `MAX_FAILURES` times because of an error in Attune.
- in doubt: the row keeps `bundle`. `claim` is the word "released". But if the process died while it
  held the row, `claim` is still the id of the old claim. The next claim sets `doubt` to true. If
  the message cannot be read back by `useful_until`, the row is dropped.

If a row is dropped while its message is being sent, and sending succeeds, the row becomes sent.
"""
