"""Tell admins that Attune can't read the group from which a team gets its members.

A button under the notice reads the group again, and then shows the team. If the group still can't
be read, the button's answer says why.
"""

from handlers.cards import Button, Buttons, card_saying, typed
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.admin import group_words
from handlers.views.team import team_words
from storage.tables import Person
from storage.team import teams
from storage.team.group_ids import crm_of

NAME = "group_trouble"


async def compose(notice: Notice) -> Composed:
    """Say which team's group we can't read.

    Raises NoLongerUseful if the team is gone or no longer follows a group, or if the recipient is
    not an admin any more.
    """
    person, about = notice.to, notice.rows[0].about
    if not isinstance(person, Person) or person.role != "admin":
        raise NoLongerUseful("not wanted any more")
    team = await teams.by_id(notice.session, person.tenant, about or 0)
    if team is None or team.user_group is None:
        raise NoLongerUseful("not wanted any more")
    said = group_words.not_read(team_words.team_name(team), crm_of(team.user_group))
    button = Button("Read the group again", "teams.read_group", str(team.id), beside=True)
    return Composed(card_saying(typed(said), Buttons((button,))))


KIND = NoticeKind(NAME, "news about a team's group", compose, "person")
