"""Say which kinds of texts may still have a name after an erasure. No text is quoted."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.names.forgetting import forgetting
from handlers.coaching.names.name_forms import other_forms
from handlers.coaching.names.names_mentioned import perhaps_mentioned
from storage.rights import remaining
from storage.rights.erasure.names import FORMER_CONTACT
from storage.rights.holdings import HOLDINGS

_NOWHERE = "The name is not in any other text in the workspace."
_SHOWN = 5  # accounts


async def list_texts(
    session: AsyncSession, tenant: str, name: str, email: str | None, others: Collection[str]
) -> str:
    """List the kinds of texts that have the name, with the numbers of texts (see `_counted`).

    If no text has the name, say so. `others` are the names of other people. If a part of the name,
    such as the first name, is also in one of them, we do not look for this part alone.
    """
    forget = forgetting(name, email, FORMER_CONTACT, others)
    names = [name, *other_forms(name), *([email] if email else [])]

    def is_in(text: str) -> bool:
        return bool(perhaps_mentioned(text, names)) and forget(text) != text

    found = await remaining.texts_with(session, tenant, is_in)
    by_table: dict[str, dict[str, int]] = defaultdict(dict)
    for (table, account), number in found.items():
        by_table[table][account] = number
    if not by_table:
        return _NOWHERE
    lines = [f"- {HOLDINGS[table].what}{_counted(each)}" for table, each in by_table.items()]
    return "\n".join(
        (
            "The name may still be in texts of these kinds in the workspace. The texts are not "
            "shown here; their authors can change them.",
            *sorted(lines),
        )
    )


def _counted(by_account: Mapping[str, int]) -> str:
    """Return the number of texts, and the numbers for some accounts: ": 3 (Acme 2)"."""
    named = sorted((name, number) for name, number in by_account.items() if name)
    shown = [f"{name} {number}" for name, number in named[:_SHOWN]]
    more = ["…"] if len(named) > _SHOWN else []
    return f": {sum(by_account.values())}" + (f" ({', '.join(shown + more)})" if shown else "")
