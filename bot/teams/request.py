"""A request from Teams, before the person is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.teams.activity import Who
from bot.teams.address import Address
from bot.teams.files import TeamsFile
from handlers.request import Means, Place

Via = Literal["message", "card", "fetch", "submit"]


# Stands for the chat in which a menu was used. Attune need not be a member of that chat.
ELSEWHERE = Place("", "another chat")


@dataclass(frozen=True)
class TeamsRequest:
    """A parsed request, before the person is looked up.

    - `via` is how the request arrived: `message` (typed text, or an Action.Submit button), `card`
      (a card's button), `fetch` (a dialog opens) or `submit` (a dialog was submitted).
    - `place` is None in the person's own chat with Attune. It is ELSEWHERE if the person used
      Attune's entry in a menu of Teams.
    - `team` is the id of the team to which the channel belongs. It is "" outside channels.
    - `pressed_message` is the id of the message with the card whose button was pressed, and `nonce`
      is our name for this card. If no button was pressed, both are "".
    - `beside` is True if the answer does not replace this card.
    - `within` is True if the person submitted a form that is only a part of a card.
    """

    id: str
    who: Who
    address: Address
    via: Via
    means: Means
    name: str
    text: str
    place: Place | None = None
    team: str = ""
    pressed_message: str = ""
    beside: bool = False
    within: bool = False
    nonce: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[TeamsFile, ...] = ()  # sent with the text; exactly one if `means` is FILE
    moment: str = ""  # when the message was written, as Teams sends it

    @property
    def finishes_form(self) -> bool:
        """Check whether the person submitted a form that is a whole card or a dialog."""
        return self.means is Means.FORM and not self.within


def shared_conversation(incoming: TeamsRequest) -> Address | None:
    """Return a conversation that the sender and Attune are both in, or None.

    For a channel, return its team: people are members of a team, not of a channel.
    """
    if incoming.place == ELSEWHERE:
        return None
    return replace(incoming.address, conversation=incoming.team or incoming.address.conversation)
