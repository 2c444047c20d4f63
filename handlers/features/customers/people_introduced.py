"""Save the contact in a line like "new person there, karin holm, head of nursing"."""

from handlers.cards import Reply
from handlers.features.customers import account_in_talk, contacts, people_said
from handlers.registry import Turn
from handlers.typed.customers.people_introduced import introduced
from handlers.typed.privacy.confidential import is_confidential
from storage.sales_calls import own_notes


async def answer(turn: Turn) -> Reply | None:
    """Save the new contact at the account that the line names.

    If the line names no account, save the contact at the account that came up last. If the line
    says more than a name and a job title, also keep the line as the rep's own note.

    Return None if
    - the line introduces nobody, or is confidential,
    - the line was not typed in the rep's own chat,
    - we don't know which account is meant,
    - or the name is a colleague's.
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
