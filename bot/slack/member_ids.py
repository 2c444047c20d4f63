"""The pattern of people's ids on Slack, and where people find theirs."""

import re

MEMBER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
WHERE_MEMBER_ID = "On Slack, a person's id is in their profile: three dots, then Copy member ID."
