"""Find a buyer's promise that seems kept, judging by who comes to a call and what was said."""

from handlers.coaching.promises.promise_signs import Participant, seems_kept
from handlers.knowledge.facts import Facts
from storage.tables import Commitment


def seemingly_kept(facts: Facts, *, held: bool) -> Commitment | None:
    """Return the first open promise, by due day, that the buyer seems to have kept, or None.

    We look only at promises that the buyer made to this rep before the call. If `held` is true,
    the call has taken place, and we assume that everybody came.
    """
    coming = [
        Participant(contact.name, contact.role, contact.id not in facts.in_earlier_call)
        for contact in facts.coming
    ]
    for promise in facts.promises:
        mine = promise.side == "theirs" and promise.owner_id == facts.person.id
        earlier = promise.made_at < facts.call.starts_at and promise.call_id != facts.call.id
        if not mine or promise.state != "open" or not earlier:
            continue
        since = [row for row in facts.reflections if row.called_at > promise.made_at]
        said = [words for row in since for words in (row.heard, row.surprise)]
        if seems_kept(promise.text, coming, said, held=held):
            return promise
    return None
