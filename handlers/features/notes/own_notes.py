"""Keep a typed line as the rep's own note, or ask first.

Usually a typed line is the rep's own note about an account: private, dated today, without a
speaker. If the rep writes "Jana: …", puts the words in quotation marks, or picks a speaker, the
line is kept as words that somebody said in the latest call.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Note, QuickForm, Reply, card_saying, spans, typed
from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.speaker_labels import is_labelled
from handlers.coaching.buyer_words.speaker_later import speaks
from handlers.coaching.buyer_words.their_words import has_quotation, is_name, label_of
from handlers.coaching.names.contacts_named import contacts_named
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_kept
from handlers.features.notes.note_kept import ONLY_YOU
from handlers.features.reflections import call_people, last_speaker, one_line, own_reflection
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.calls.talk_reports import after_talk
from handlers.typed.customers.person_reports import reporter
from handlers.typed.customers.short_news import tells_short_news
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.words import SAID, THEY, WE, bare_words_of, listed, said_at
from handlers.views import reflect_cards
from storage.conversation import offers
from storage.customers import accounts, contacts
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Account, Contact

WHICH = "note.which"
KEEP = "note.keep"
OWN, SOMEBODY = "own", one_line.SOMEBODY  # the ids of answers to "Who said it?"
NONE, NOT_KEPT = Option("none", "None"), "Not kept."
NO_WORDS = "Write down what you want to keep."
MAX_ACCOUNTS = 6  # a line that names more accounts is not a note
# Before "says", these words are not a person's role.
_NOBODY = listed("who and but that then just also already somebody someone people")
SENTENCE = 4  # a line with fewer words is kept without asking only if it is news


def register(registry: Registry) -> None:
    """Register the form that keeps a line, and the form that asks for its account."""
    registry.form(KEEP, keep)
    registry.form(WHICH, for_account)


async def offer(
    turn: Turn,
    account: Account,
    words: str,
    held: Seated | None,
    *more: Button,
    named: bool = False,
) -> Reply:
    """Keep a line about an account, or ask the rep whether to keep it.

    A line is kept without asking if the rep has named the account (`named`) and if
    `_keep_without_asking` sees no reason to ask. Other lines are drafts until the rep accepts.

    `held` is the latest call with the account, or None if there was none. The rep can pick who said
    the words in that call. `more` are buttons that are shown below the question.
    """
    words = await _without_talk(turn, account, which_account.without_label(words, account))
    words = await call_people.with_speaker_first(turn, account, words)
    typed_words = words
    words = await last_speaker.in_place_of_she(turn, held, words)
    named = named or words != typed_words or await _is_of_call(turn, words, held)
    if named and (kept := await _keep_without_asking(turn, account, words, held)):
        return kept
    lead = f"Shall I keep this for {shortened(account.name, 40)}?"
    said_by = await _speaker_before_reflection(turn, account, words, held)
    form = await _form(turn, account, words, held)
    picked = said_by or next(
        (each.value for each in form.inputs if isinstance(each, ChoiceInput)), OWN
    )
    about = f"{form.subject}:{picked or OWN}"
    made = offers.Offer(account.name, words, about, turn.now)
    await offers.save(turn.session, turn.person, made)
    below = (Buttons(more),) if more else ()
    if held and said_by:
        card = reflect_cards.ask_first(
            held, turn.playbook, words, asker_calls.when(turn, held), said_by
        )
        return replace(card, blocks=(*card.blocks, *below))
    return card_saying(typed(lead), form, Note(spans(reflect_cards.NOT_SAVED)), *below)


async def _is_of_call(turn: Turn, words: str, held: Seated | None) -> bool:
    """Check for "Eva: …" right after the call, even if Eva is not on file."""
    ended = await account_in_talk.just_ended(turn) if held and is_name(label_of(words)) else None
    return ended is not None and held is not None and ended.call.id == held.call.id


async def _without_talk(turn: Turn, account: Account, words: str) -> str:
    """Return "jana says X" for "just spoke to northwind. jana says X".

    For "just spoke to jana, she says X", replace "she" with the name of the contact. If the words
    before "she" name no contact of the account, or several, return all words unchanged.
    """
    whom, said = after_talk(words)
    first, _, rest = said.partition(" ")
    if first.lower() not in THEY:
        return said or words
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    named = contacts_named(whom, {one.name for one in known})
    return f"{named[0]} {rest}" if len(named) == 1 else words


async def _keep_without_asking(
    turn: Turn, account: Account, words: str, held: Seated | None
) -> Reply | None:
    """Keep a line whose account is clear: as the rep's own note, or as a contact's words in a call.

    Return None in these cases:

    - The line has fewer than `SENTENCE` words and is not news, or there are several lines.
    - It is unclear who said the words.
    - A contact said the words, but there was no call, or the call has no reflection yet.
    - A contact said the words, but the call's reflection is shared. Other people would read the
      words.
    """
    if "\n" in words or (len(words.split()) < SENTENCE and not tells_short_news(words)):
        return None
    coming = await call_people.attendees(turn, held) if held else []
    picked = attributed(words, coming, await _also_named(turn, account, words, coming), account)
    says = said_at(bare_words_of(words)) is not None
    says_who = says and picked == OWN and await _says_a_role(turn, account, words)
    by_account = picked == SOMEBODY and (_names_account(words, account) or is_name(label_of(words)))
    if says and not (picked.isdecimal() or says_who or by_account or is_confidential(words)):
        return None
    if picked == OWN or is_confidential(words):
        await offers.close(turn.session, turn.person)
        return await note_kept.keep(turn, account, words)
    is_clear = by_account or (picked.isdecimal() and (label_of(words) or says))
    if held is None or not is_clear:
        return None
    reflection = await own_reflection.of_call(turn, held)
    if reflection is None or reflection.shared:
        return None
    return await one_line.keep(turn, str(held.call.id), words, picked)


def _names_account(words: str, account: Account) -> bool:
    """Check whether the account is named as the speaker: "Northwind said: 'it is slow'"."""
    said = [word for word in bare_words_of(label_of(words)) if word not in SAID]
    return bool(said) and set(said) <= {*account.name_key.split()}


async def _says_a_role(turn: Turn, account: Account, words: str) -> bool:
    """Check whether a role is the speaker: "the night sister says …".

    The words are not a role if they name the account or one of its contacts.
    """
    bare = bare_words_of(words)
    at = next((at for at, word in enumerate(bare) if word in SAID), 0)
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    named = {
        *account.name_key.split(),
        *(each for one in known for each in which_account.forms_of(one.name)),
    }
    speaker = bare[:at]
    is_role = 0 < at <= SENTENCE and speaker[-1] not in THEY | WE | _NOBODY
    return is_role and named.isdisjoint(speaker)


async def offer_own(turn: Turn, account: Account, words: str) -> QuickForm:
    """Offer to keep a line as the rep's own note. The line is a draft until the rep accepts."""
    form = _own_form(f"{account.id}:", words)
    made = offers.Offer(account.name, words, f"{form.subject}:{OWN}", turn.now)
    await offers.save(turn.session, turn.person, made)
    return form


def _own_form(subject: str, words: str) -> QuickForm:
    line = TextInput("heard", "Your own note", ONLY_YOU, words, multiline="\n" in words)
    return QuickForm(KEEP, subject, (line,), submit="Keep it")


async def ask_which(turn: Turn, words: str) -> Card | None:
    """If a line names several accounts, ask which of them it is about. Otherwise return None."""
    ids = await which_account.named_by(turn, words)
    if not 1 < len(ids) <= MAX_ACCOUNTS:
        return None
    named = await accounts.by_ids(turn.session, turn.person.tenant, sorted(ids))
    lead = "This names more than one account. Which one shall I keep it for?"
    return which_one(words, named, lead, "Shorten your words to the part about this account")


def which_one(words: str, among: Sequence[Account], lead: str, hint: str, *more: Option) -> Card:
    """Ask which of these accounts a line is about. `more` are further answers."""
    names = tuple(Option(str(one.id), shortened(one.name, 60)) for one in among)
    line = TextInput("heard", "Your words", "", words, multiline="\n" in words)
    account = ChoiceInput("about", "Account", (*names, *more), hint=hint, required=True)
    form = QuickForm(WHICH, "", (line, account), submit="Next")
    return card_saying(lead, form, Note(spans(reflect_cards.NOT_SAVED)))


async def for_account(turn: Turn) -> Reply:
    """Offer to keep a line for the account that the rep picked.

    Raises Refusal if the rep picked no account or left the line empty.
    """
    picked, words = turn.fields.get("about", ""), turn.fields.get("heard", "").strip()
    if picked == NONE.id:
        return card_saying(NOT_KEPT)
    if not picked.isdecimal():
        raise Refusal("Choose the account that this is about.", field="about")
    if not words:
        raise Refusal(NO_WORDS, field="heard")
    account = await access.account(turn, access.row_id(picked))
    return await offer(turn, account, words, await asker_calls.latest(turn, account), named=True)


async def _speaker_before_reflection(
    turn: Turn, account: Account, words: str, held: Seated | None
) -> str:
    """Return the id of the contact who seems to have said the words in the call, or "".

    Return `SOMEBODY` for the words of somebody who is not on file: "Eva: …".
    Also return "" if the words are confidential, or if the rep has already said how the call went.
    """
    if held is None or is_confidential(words) or await own_reflection.of_call(turn, held):
        return ""
    coming = await call_people.attendees(turn, held)
    said_by = attributed(words, coming, await _also_named(turn, account, words, coming), account)
    is_named = said_by != SOMEBODY or is_name(label_of(words))
    return said_by if said_by != OWN and is_named else ""


async def _form(turn: Turn, account: Account, words: str, held: Seated | None) -> QuickForm:
    """Return the form that keeps the words, and that asks who said them in the call.

    If there was no call, or if the words are confidential, the form does not ask, and keeps the
    words as the rep's own note.
    """
    subject = f"{account.id}:{held.call.id if held else ''}"
    multiline = "\n" in words
    if held is None or is_confidential(words):
        return _own_form(subject, words)
    coming = await call_people.attendees(turn, held)
    others = await _also_named(turn, account, words, coming)
    readers = reflect_cards.readers(await own_reflection.of_call(turn, held))
    kept = f"What somebody said is kept with your call on {asker_calls.when(turn, held)}"
    names = tuple(Option(str(one.id), one.name) for one in (*coming, *others))
    choices = Option(OWN, "My own note"), *names, Option(SOMEBODY, "Somebody else")
    line = TextInput("heard", "Your words", "", words, multiline=multiline)
    who = ChoiceInput(
        "heard_from",
        turn.playbook.reflection["heard_from"].label,
        choices,
        attributed(words, coming, others, account),
        hint=f"Only you read your own note. {kept}: {readers[:1].lower()}{readers[1:]}",
        required=True,
    )
    return QuickForm(KEEP, subject, (line, who), submit="Keep it")


async def account_labelled(turn: Turn, words: str) -> Account | None:
    """Return the account of the contact whose name is a line's label: "Irina: we plan later".

    We look only at accounts that the rep has calls with. Return None if contacts of several
    accounts fit, or if no contact fits.
    """
    if not label_of(words):
        return None
    person = turn.person
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    ids = {account_id for account_id, name in met if is_labelled(words, name)}
    found = await accounts.by_ids(turn.session, person.tenant, [*ids]) if len(ids) == 1 else ()
    return found[0] if found else None


async def _also_named(
    turn: Turn, account: Account, words: str, coming: Sequence[Contact]
) -> list[Contact]:
    """Return the account's contacts whose names fit a line's label.

    Return [] if the line has no label, or if the label fits somebody in the call.
    """
    if not label_of(words) or any(is_labelled(words, one.name) for one in coming):
        return []
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    return [one for one in known if is_labelled(words, one.name)]


def attributed(
    words: str, coming: Sequence[Contact], others: Sequence[Contact], account: Account
) -> str:
    """Return the id of the answer to "Who said it?" that is selected when the form opens.

    The first of these rules that applies selects the answer:

    1. If the rep judges the call ("call was meh"), and the line does not begin like "Jana: …" or
       "Jana - …", select “My own note”.
    2. If the line names one contact as its speaker ("Jana: …", "Jana said …"), select that contact.
    3. If the label fits several contacts, or is the name of somebody not on file, select “Somebody
       else”.
    4. If the line has quotation marks, select “Somebody else”.
    5. For any other line, select “My own note”.

    `coming` are the contacts in the call. `others` are contacts who were not in the call and whose
    names fit the label.
    """
    named = [one for one in coming if speaks(words, one.name)] or others
    label = label_of(words)
    by_label = is_name(label) or any(is_labelled(words, one.name) for one in named)
    if judges_call(words) and not by_label:
        return OWN
    if len(named) == 1:
        return str(named[0].id)
    if named or (is_name(label) and not _narrates(label, coming, account)):
        return SOMEBODY
    return SOMEBODY if has_quotation(words) else OWN


def _narrates(label: str, coming: Sequence[Contact], account: Account) -> bool:
    """Check whether the words before a colon only look like the name of a speaker.

    There are three cases:

    - the account's name: "Northwind: they will sign"
    - a report that somebody called: "Ilse rang: they will sign"
    - the first name of somebody in the call with further words: "Ilse budget: 40k"
    """
    if reporter(label):
        return True
    names = {first_name(one.name).casefold() for one in coming}
    return comparable(label) in account.name_key or label.split(maxsplit=1)[0].casefold() in names


async def keep(turn: Turn) -> Reply:
    """Keep a line as the rep's own note, or as words of the speaker whom the rep picked.

    A speaker's words are kept with the call that the form is about. Words that are confidential
    always become the rep's own note.

    Raises Refusal if the line is empty, or if the words are too long to add to the words on file.
    """
    account_id, _, call_id = turn.text.partition(":")
    words = turn.fields.get("heard", "").strip()
    await offers.close(turn.session, turn.person)
    if not words:
        raise Refusal(NO_WORDS, field="heard")
    picked = turn.fields.get("heard_from", OWN)
    if picked not in ("", OWN) and call_id and not is_confidential(words):
        return await one_line.keep(turn, call_id, words, picked)
    return await note_kept.keep(turn, await access.account(turn, access.row_id(account_id)), words)
