"""What Slack's error codes say about a message that could not be sent."""

from datetime import timedelta

import structlog

from bot.platform.messenger import (
    NEEDS_AN_ADMIN,
    RETRY_SOON,
    MessageRefused,
    PersonLeft,
    RecipientUnreachable,
    RetryLater,
)
from bot.slack.api import INVALID_TOKEN_CODES, SlackCallError

log = structlog.get_logger()

TOKEN_CHECKED = timedelta(minutes=1)  # how often bot/slack/connection.py checks a revoked token

CLOSED_ACCOUNT = "user_disabled"
# Codes that concern only the recipient.
UNREACHABLE = {
    "access_denied",
    "cannot_dm_bot",
    "channel_not_found",
    "channel_is_limited_access",
    "is_archived",
    "no_permission",
    "not_in_channel",
    "posting_to_general_channel_denied",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "team_access_not_granted",
    CLOSED_ACCOUNT,
    "user_not_found",
    "user_not_visible",
}
# Codes for a message that Slack will never accept.
NOT_ACCEPTED = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_metadata_schema",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
}
# Codes for a message that Slack does not let us change.
CANNOT_CHANGE = {"cant_update_message", "edit_window_closed", "message_not_found"}
# Codes for a channel that we cannot join.
CANNOT_JOIN = {
    "method_not_supported_for_channel_type",
    "missing_scope",
    "too_many_members",
}
# Codes that concern the whole workspace. `INVALID_TOKEN_CODES` has the codes for a bad token.
WHOLE_WORKSPACE = {
    "accesslimited",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "messages_tab_disabled",
    "missing_scope",
    "not_allowed_token_type",
    "org_login_required",
    "team_added_to_org",
    "two_factor_setup_required",
}


def explained(error: SlackCallError) -> RetryLater | RecipientUnreachable | MessageRefused:
    """Return the exception that tells delivery what to do after this error."""
    if error.wait is not None:
        return RetryLater(error.code, error.wait, workspace=True)
    if error.code in UNREACHABLE:
        kind = PersonLeft if error.code == CLOSED_ACCOUNT else RecipientUnreachable
        return kind(error.code)
    if error.code in NOT_ACCEPTED:
        return MessageRefused(error.code)
    if error.code in INVALID_TOKEN_CODES:
        return RetryLater(error.code, TOKEN_CHECKED, workspace=True)
    if error.code in WHOLE_WORKSPACE:
        log.error("Slack does not let us send", because=error.code)
        return RetryLater(error.code, NEEDS_AN_ADMIN, workspace=True)
    log.warning("Slack refused a call", because=error.code)
    return RetryLater(error.code, RETRY_SOON)
