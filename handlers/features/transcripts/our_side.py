"""Let the rep say which speakers in a transcript are on our side, and remember the answer."""

from collections.abc import Sequence

from handlers.cards import Reply
from handlers.features import access
from handlers.features.transcripts import call_labels, figures, flow, our_people, shown
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.transcripts.whose import is_name, names_somebody
from handlers.views.transcripts import talk_side
from storage.choices import TalkSide
from storage.customers import contacts
from storage.tables import MeasuredCall

_SIDES: dict[str, TalkSide] = {talk_side.OURS: "colleague", talk_side.THEIRS: "theirs"}


def register(registry: Registry) -> None:
    """Register the button that asks who is on our side, and the buttons that answer."""
    registry.button(talk_side.ASK, access.with_figures(ask))
    registry.button(talk_side.SAY, access.with_figures(say))


async def ask(turn: Turn) -> Reply:
    """Ask which speakers are on our side. Leave out the rep, and people whom we know.

    Nothing changes until the rep answers.
    """
    row = await shown.own_row(turn, turn.text)
    named = await _open_to_choice(turn, row)
    return talk_side.question(
        await call_labels.about_figures(turn, row), call_labels.ref_of(row), named
    )


async def say(turn: Turn) -> Reply | Unfinished:
    """Put a speaker on the side that the rep chose, and measure the call again.

    The value of the button, such as "7:1:ours", has three parts:

    - the id of the row with the figures
    - the speaker's place in the row's `labels`, counted from 0
    - the side

    We store the side with the speakers of the call. We also use it for later calls with the
    account.
    """
    ref, place, side = (*turn.text.split(":"), "", "")[:3]
    row = await shown.own_row(turn, ref, locked=True)
    named = [one for one in await _open_to_choice(turn, row) if str(one.place) == place]
    if not named or side not in _SIDES:
        raise Refusal(talk_side.NOT_OPEN)
    row.labels = {**row.labels, named[0].name: _SIDES[side]}
    row.measured_at = turn.now
    opened = await figures.open_again(turn, row)
    opened.mine, opened.call_id = figures.mine(row), row.call_id
    await turn.session.flush()
    return await flow.go_on(turn, opened, {}, sure=True)


async def _open_to_choice(turn: Turn, row: MeasuredCall) -> Sequence[talk_side.OtherSpeaker]:
    """Return the speakers whose side the rep may choose.

    The rep can't choose the side of people whom we know: the account's contacts are on the
    customer's side, and colleagues are on ours.
    """
    seated = await shown.call_of(turn, row)
    known = await our_people.known(turn, seated)
    on_file = await contacts.by_accounts(turn.session, [row.account_id])
    names = [contact.name for contact in on_file.get(row.account_id, ())]
    settled = [*known, *names]
    return [
        talk_side.OtherSpeaker(place, label, is_ours=side == "colleague")
        for place, (label, side) in enumerate(row.labels.items())
        if side != "me"
        and names_somebody(label)
        and not any(is_name(label, name) for name in settled)
    ]
