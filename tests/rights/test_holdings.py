"""Every table says whose its rows are."""

from sqlmodel import SQLModel

from storage.rights.holdings import HOLDINGS, NO_TENANT


def test_every_table_is_listed() -> None:
    assert HOLDINGS.keys() == SQLModel.metadata.tables.keys()
    without = {name for name, each in SQLModel.metadata.tables.items() if "tenant" not in each.c}
    assert without == NO_TENANT
    for name, each in SQLModel.metadata.tables.items():
        columns = {
            key.parent.name for key in each.foreign_keys if key.column.table.name == "person"
        }
        stated = {link.column for link in HOLDINGS[name].person}
        # who took an ask on, and the account of a call, are not whose the row is
        assert columns - stated <= {"taken_by"}, name
        secret = {one.name for one in each.c if one.name in ("secret", "cursor", "refresh_token")}
        assert secret <= HOLDINGS[name].secret, name
