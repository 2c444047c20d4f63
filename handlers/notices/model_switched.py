"""Tell everybody that an admin has switched the language model on for transcripts, or off again."""

from handlers.cards import Button, Buttons, card_saying
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from storage.workspace import policies

NAME = "model_switched"
ON = (
    "An admin has switched a language model on for transcripts here. It reads the transcripts that "
    "you bring or allow from now on, and picks out sentences for the draft of your reflection. "
    "Press “Language model” to see which model it is, and where the words go. You can switch it "
    "off for yourself."
)
OFF = "An admin has switched the language model off for transcripts here. It no longer reads any."


async def compose(notice: Notice) -> Composed:
    """Say whether the model is on or off.

    Each time an admin switches the model on or off, the notice gets a row. Two such changes cancel
    each other. So if the number of rows is even, this raises NoLongerUseful.
    """
    if len(notice.rows) % 2 == 0:
        raise NoLongerUseful("not wanted any more")
    policy = await policies.of(notice.session, notice.to.tenant)
    lead = ON if policy and "transcripts" in policy.model_tasks else OFF
    button = Buttons((Button("Language model", "model.mine"),))
    return Composed(card_saying(lead, button))


# Nobody can stop this kind, because it says where a person's data goes.
KIND = NoticeKind(NAME, "the language model", compose, "person", repeat=True, always_sent=True)
