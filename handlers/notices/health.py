"""Tell admins once when something begins to fail for their company, and once when it works again.

The message has numbers, but nobody's name.
"""

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, spans
from handlers.knowledge import health
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.views.admin import health_words
from storage.tables import Person
from storage.upkeep import problems

NAME = "health"
SHOW = Button("Health", "health.show", beside=True)


async def compose(notice: Notice) -> Composed:
    """Say which of the notice's problems persist, and which are over.

    Raises NoLongerUseful if there is nothing to say, or if the person is no longer an admin.
    """
    if not isinstance(notice.to, Person) or notice.to.role != "admin":
        raise NoLongerUseful("not wanted any more")
    tenant, zone, now = notice.to.tenant, notice.to.zone, notice.now
    kept = await problems.of_tenant(notice.session, tenant)
    broke, ended = health.told_in(kept, {row.about or 0 for row in notice.rows})
    found = (await problems.found(notice.session, [tenant], now)).get(tenant, [])
    if health.PLAYBOOK_FAILS.what in broke:
        found = [*found, health.PLAYBOOK_FAILS]
    lines, blocks = [], list[Block]()
    for one in found:
        if one.what in broke:
            since = day_of(health.since(kept, one, now), zone)
            lines.append(health_words.fails(one.what, one.number, since, day_of(now, zone)))
            blocks.append(Paragraph(spans(lines[-1])))
            blocks.append(Note(spans(health_words.TO_DO[one.what])))
    for sentence in health_words.over(ended):
        lines.append(sentence)
        blocks.append(Paragraph(spans(sentence)))
    if not lines:
        raise NoLongerUseful("nothing fails")
    return Composed(Card(lines[0], (*blocks, Buttons((SHOW,)))))


KIND = NoticeKind(NAME, "health alerts", compose, "person")
