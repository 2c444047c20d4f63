"""Plan a call with somebody who is named by a role: "lunch w the brightwater cfo fri 12"."""

from dataclasses import replace

from handlers.cards import Card, Note, Reply, spans, typed
from handlers.features.calls import last_named, named_in_line
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood
from handlers.typed.calls.role_met import role_and_time, role_met
from handlers.typed.customers.job_titles import job_title

WHO = "No name for their {} yet. To put them on the call, type “add … to it” with the name."


async def answer(turn: Turn) -> Reply | None:
    """Plan the call that the line describes.

    "Their" in "lunch w their cfo fri 12" stands for the account that was just talked about. Return
    None in a channel. Also return None if the role, the time or the account is missing, or if the
    account is unclear.
    """
    met = role_met(turn.text) if turn.place is None else None
    if met is None:
        return None
    rest = met.rest
    if met.is_theirs:
        account = await last_named.just_talked_about(turn)
    else:
        begun = await which_account.by_name_or_part_at_start(turn, rest)
        account, rest = begun[0] if len(begun) == 1 else (None, "")
    if account is None:
        return None
    for role, when in role_and_time(rest):
        if isinstance(typed_time(turn, when), Understood):
            line = replace(turn, text=f"{met.kind} with {account.name} {when}")
            planned = await named_in_line.answer(line)
            return _with_role(planned, role)
    return None


def _with_role(planned: Reply | None, role: str) -> Reply | None:
    if not isinstance(planned, Card):
        return planned
    note = Note(spans(typed(WHO.format(job_title(role) or ("IT" if role == "it" else role)))))
    return replace(planned, blocks=(*planned.blocks, note))
