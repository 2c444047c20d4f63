"""Reading activities, without any lookups."""

from typing import Any

import pytest

from bot.platform.payload import Json, Malformed
from bot.teams.activity import tenant_of
from bot.teams.address import Address
from bot.teams.reader import Installed, Removed, UnknownInvoke, read
from bot.teams.request import ELSEWHERE, TeamsRequest
from handlers.request import Means, Place
from tests.teams.fake import BOT, TENANT

SERVICE = "https://smba.trafficmanager.net/emea/"
MENTION: Json = {"type": "mention", "mentioned": {"id": BOT}, "text": "<at>Attune</at>"}
GROUP: Json = {"id": "19:g@thread.v2", "conversationType": "groupChat", "tenantId": TENANT}


def activity(**more: Any) -> Json:  # noqa: ANN401
    """A message in the chat with us, unless `more` says otherwise."""
    return {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": "29:ana", "aadObjectId": "ana", "name": "Ana"},
        "recipient": {"id": BOT},
        "conversation": {"id": "a:ana", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "text": "plan Northwind",
        "localTimezone": "Europe/Lisbon",
        **more,
    }


def asked(**more: Any) -> TeamsRequest:  # noqa: ANN401
    """The request that it contains."""
    found = read(activity(**more))
    assert isinstance(found, TeamsRequest)
    return found


def pressed(data: Json, **more: Any) -> TeamsRequest:  # noqa: ANN401
    """The request of a button with this data."""
    value = {"action": {"verb": "done", "data": data}}
    return asked(type="invoke", name="adaptiveCard/action", value=value, **more)


def test_words() -> None:
    found = asked()
    assert (found.id, found.via, found.means, found.text) == (
        "a:ana:1",
        "message",
        Means.COMMAND,
        "plan Northwind",
    )
    assert found.address == Address("a:ana", SERVICE, BOT)
    assert found.place is None


def test_who_it_is() -> None:
    who = asked().who
    assert (who.tenant, who.external, who.name, who.zone) == (
        TENANT,
        "ana",
        "Ana",
        "Europe/Lisbon",
    )


def test_who_has_no_account_in_entra_is_known_by_teams_own_id() -> None:
    assert asked(**{"from": {"id": "29:ana"}}).who.external == "29:ana"


def test_a_channel_is_its_hosts_whoever_writes_there() -> None:
    theirs = {"tenant": {"id": "another"}}
    channel = {"id": "19:c@thread.tacv2", "conversationType": "channel", "tenantId": TENANT}
    for place in (channel, GROUP):
        assert tenant_of(activity(channelData=theirs, conversation=place)) == TENANT
    assert tenant_of(activity(channelData=theirs)) == "another"


@pytest.mark.parametrize("data", [None, {}, {"tenant": None}, {"tenant": {"id": ""}}])
def test_the_tenant_may_stand_in_two_places(data: object) -> None:
    assert asked(channelData=data).who.tenant == TENANT


@pytest.mark.parametrize(
    ("zone", "client", "read_as"),
    [
        ("Europe/Berlin", "Europe/Paris", "Europe/Berlin"),
        (None, "Europe/Paris", "Europe/Paris"),
        ("Nowhere/City", "Europe/Paris", "Europe/Paris"),
        ("../../etc/passwd", None, ""),
        ("/etc/passwd", None, ""),
        ("a\x00b", None, ""),
        ("x" * 10_000, None, ""),
        (7, 7, ""),
    ],
)
def test_the_zone(zone: object, client: object, read_as: str) -> None:
    entities = [{"type": "clientInfo", "timezone": client}, "odd", None]
    assert asked(localTimezone=zone, entities=entities).who.zone == read_as


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("<at>Attune</at> plan x", "plan x"),
        ("<at>Attune</at>\u00a0plan x\n", "plan x"),
        ("plan x <at>Attune</at>", "plan x"),
        ("plan <at>Attune</at> x", "plan   x"),
        ("<at>Attune</at>", ""),
        ("<at>Attune</at> insight <at>Attune</at>", "insight"),
    ],
)
def test_our_name_is_no_part_of_the_words(typed: str, read_as: str) -> None:
    mentions = [MENTION] * typed.count("<at>")
    assert asked(text=typed, entities=mentions).text == read_as


def test_somebody_elses_name_is_part_of_them() -> None:
    other = {"type": "mention", "mentioned": {"id": "29:ben"}, "text": "<at>Ben Ott</at>"}
    found = asked(text="<at>Attune</at> plan <at>Ben Ott</at> x", entities=[MENTION, other])
    assert found.text == "plan Ben Ott x"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("plan&nbsp;Northwind", "plan Northwind"),
        ("<at>Attune</at>&nbsp;plan Northwind&nbsp;", "plan Northwind"),
        ("plan\u00a0Northwind", "plan Northwind"),
        ("plan\nNorthwind", "plan\nNorthwind"),
        ("plan A &amp; B", "plan A &amp; B"),
    ],
)
def test_spaces_of_every_kind_are_spaces(typed: str, read_as: str) -> None:
    assert asked(text=typed, entities=[MENTION]).text == read_as


@pytest.mark.parametrize(
    ("locale", "client", "read_as"),
    [
        ("en-US", "de-DE", "en-US"),
        (None, "de-DE", "de-DE"),
        ("<script>", None, ""),
        ("x" * 5_000, 7, ""),
        (7, "zh-Hant-TW", "zh-Hant-TW"),
    ],
)
def test_the_locale(locale: object, client: object, read_as: str) -> None:
    entities = [{"type": "clientInfo", "locale": client}, None]
    assert asked(locale=locale, entities=entities).who.locale == read_as


def menu(**more: Any) -> Json:  # noqa: ANN401
    value = {"commandId": "start", "commandContext": "compose"}
    made = activity(type="invoke", name="composeExtension/fetchTask", value=value)
    del made["conversation"]
    return made | more


def test_a_menu_may_be_opened_in_no_conversation() -> None:
    found = read(menu())
    assert isinstance(found, TeamsRequest)
    assert (found.name, found.who.tenant, found.place) == ("start", TENANT, ELSEWHERE)
    with pytest.raises(Malformed):
        read(menu(channelData=None))
    with pytest.raises(Malformed):
        read(menu(name="task/fetch"))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_end_in_one_way(end: str) -> None:
    assert asked(text=f"plan a{end}b").text == "plan a\nb"
    data = {"attune": {}, "i:goal": f"a{end}b"}
    value = {"action": {"verb": "form:goal", "data": data}}
    form = asked(type="invoke", name="adaptiveCard/action", value=value)
    assert form.fields == {"goal": "a\nb"}


def test_among_others_only_if_we_are_named() -> None:
    assert read(activity(conversation=GROUP)) is None
    found = asked(conversation=GROUP, entities=[MENTION])
    assert found.place == Place("19:g@thread.v2", "a group chat")


@pytest.mark.parametrize("kind", [None, "", "meeting", 7])
def test_a_group_of_an_unknown_kind_is_not_our_own_chat(kind: object) -> None:
    group = {"id": "19:x", "conversationType": kind, "isGroup": True, "tenantId": TENANT}
    assert read(activity(conversation=group)) is None


def test_a_thread_is_in_its_channel() -> None:
    thread = {"id": "19:s@thread.tacv2;messageid=1", "conversationType": "channel"}
    data = {"tenant": {"id": TENANT}, "channel": {"name": "Sales"}, "team": {"id": "19:t"}}
    found = asked(conversation=thread, channelData=data, entities=[MENTION])
    assert found.place == Place("19:s@thread.tacv2", "Sales")
    assert found.team == "19:t"
    assert found.address.conversation == "19:s@thread.tacv2;messageid=1"


@pytest.mark.parametrize(("beside", "read_as"), [(True, True), (False, False), ("yes", False)])
def test_a_button(beside: object, *, read_as: bool) -> None:
    own = {"value": "3", "beside": beside, "nonce": "n"}
    found = pressed({"attune": own, "i:goal": "not handed in"}, replyToId="m")
    assert (found.means, found.name, found.text) == (Means.BUTTON, "done", "3")
    assert (found.beside, found.nonce, found.pressed_message, found.fields) == (
        read_as,
        "n",
        "m",
        {},
    )


@pytest.mark.parametrize(
    "more",
    [
        {"conversation": {"id": "a:b", "tenantId": TENANT}},
        {"replyToId": "another"},
        {"localTimestamp": "later"},
        {"from": {"id": "29:ben"}},
    ],
)
def test_another_press_has_another_id(more: Json) -> None:
    data = {"attune": {"value": "3", "nonce": "n"}}
    same = {"localTimestamp": "now", "replyToId": "m"}
    first = pressed(data, **same).id
    assert pressed(data, **same, id="2").id == first
    assert pressed(data, **(same | more)).id != first
    assert pressed({"attune": {"value": "4", "nonce": "n"}}, **same).id != first


def test_without_a_moment_a_press_is_known_by_its_own_id() -> None:
    data = {"attune": {"value": "3", "nonce": "n"}}
    assert pressed(data, id="2").id != pressed(data).id == pressed(data).id


def test_installed_and_removed() -> None:
    added = {"type": "conversationUpdate", "membersAdded": [{"id": "29:ana"}, {"id": BOT}]}
    for more in (added, {"type": "installationUpdate", "action": "add-upgrade"}):
        assert isinstance(read(activity(**more)), Installed)
        assert read(activity(**more, conversation=GROUP)) is None
    removed = {"type": "installationUpdate", "action": "remove"}
    assert isinstance(read(activity(**removed)), Removed)
    assert read(activity(**removed, conversation=GROUP)) is None


def test_what_we_did_ourselves_is_no_news() -> None:
    added = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}
    assert read(activity(**added, **{"from": {"id": BOT}})) is None


def test_what_cannot_be_read() -> None:
    with pytest.raises(Malformed):
        read({})
    with pytest.raises(Malformed):
        read(activity(channelId="directline"))
    with pytest.raises(UnknownInvoke):
        read(activity(type="invoke", name="signin/verifyState"))
