"""The user groups of the fake Slack."""

from typing import Any

Json = dict[str, Any]

TRUE = (True, "1", "true")


class Groups:
    """User groups of one workspace. A disabled group stays, with the time it was disabled."""

    def __init__(self, team: str, refused: list[str]) -> None:
        self._team = team
        self._refused = refused
        self._known: dict[str, Json] = {}

    def add(self, group: str, name: str, handle: str, *users: str) -> None:
        """Add a user group, or give one these people."""
        self._known[group] = {
            "id": group,
            "team_id": self._team,
            "is_usergroup": True,
            "name": name,
            "handle": handle,
            "date_delete": 0,
            "users": list(users),
        }

    def disable(self, group: str) -> None:
        """Disable a group, which is how groups are deleted."""
        self._known[group]["date_delete"] = 1_764_000_000

    def listed(self, arguments: Json) -> Json:
        """Answer usergroups.list, in no particular order, without members unless asked."""
        hidden = () if arguments.get("include_users") in TRUE else ("users",)
        return {
            "usergroups": [
                {name: value for name, value in group.items() if name not in hidden}
                for group in reversed(self._known.values())
                if not group["date_delete"] or arguments.get("include_disabled") in TRUE
            ]
        }

    def members(self, arguments: Json) -> Json:
        """Answer usergroups.users.list."""
        if not str(arguments.get("usergroup", "")).startswith("S"):
            self._refused.append("usergroups.users.list needs the id of a user group")
            return {"error": "missing_argument"}
        group = self._known.get(arguments["usergroup"])
        with_disabled = arguments.get("include_disabled") in TRUE
        if group is None or (group["date_delete"] and not with_disabled):
            return {"error": "no_such_subteam"}
        return {"users": group["users"]}
