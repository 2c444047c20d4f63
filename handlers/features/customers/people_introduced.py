"""Put somebody on file whom a line introduces: "new person there, karin holm, head of nursing"."""

from handlers.cards import Reply
from handlers.features.customers import account_in_talk, contacts, people_said
from handlers.registry import Turn
from handlers.typed.customers.people_introduced import introduced
from handlers.typed.privacy.confidential import is_confidential
from storage.sales_calls import own_notes


async def answer(turn: Turn) -> Reply | None:
    """Put the person on file at the named account, or at the one just talked about.

    A line that says more is also kept as the rep's own note. Return None for any other line, for a
    confidential line, outside the person's own chat, if the account is not clear, and if the name
    is a colleague's.
    """
    told = introduced(turn.text) if turn.place is None else None
    if told is None or is_confidential(turn.text):
        return None
    if not (people_said.is_a_name(told.name) or people_said.is_full_name(told.name)):
        return None
    if told.account:
        account = await people_said.named_account(turn, told.account)
    else:
        account = await account_in_talk.current(turn)
    if account is None or await contacts.colleague(turn, told.name):
        return None
    saved = await contacts.save(turn, account, told.name, told.role)
    lead, note_id = people_said.on_file(account, saved.contact), 0
    if told.more:
        note = await own_notes.add(turn.session, turn.person, account.id, turn.text, turn.now)
        lead, note_id = f"{lead} {people_said.NOTE_TOO}", note.id
    return contacts.card_of(lead, await contacts.undo_button(turn, saved, note_id=note_id))
