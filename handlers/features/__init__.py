"""All features, in one registry."""

from handlers.features import home, welcome
from handlers.features.admin import (
    audit_log,
    health,
    privacy,
    roles,
    roll_out,
    team_cards,
    team_forms,
    typed_pages,
    writing,
)
from handlers.features.admin import defaults as team_defaults
from handlers.features.admin import playbook_export as team_playbook_export
from handlers.features.admin import playbook_upload as team_playbook_upload
from handlers.features.admin import playbooks as team_playbooks
from handlers.features.admin import user_groups as team_user_groups
from handlers.features.asked import facts as asked_facts
from handlers.features.asked import my_day
from handlers.features.briefs import (
    answers,
    brief_skipped,
    briefing,
    corrections,
    goal,
    goal_put_back,
    listening_line,
    prep,
)
from handlers.features.calls import (
    away_calls,
    call_form,
    calls,
    cancelling,
    changing,
    coming_said,
    details_changed,
    details_said,
    late_calls,
    moving,
    past_calls,
    planned_again,
)
from handlers.features.crm import asked as crm_asked
from handlers.features.crm import connecting as crm_connecting
from handlers.features.crm import matching as crm_matching
from handlers.features.crm import sending as crm_sending
from handlers.features.crm import stages as crm_stages
from handlers.features.crm import write_outcomes as crm_write_outcomes
from handlers.features.customers import (
    buying_role_said,
    contacts,
    people_said,
    person_just_named,
)
from handlers.features.marketing import (
    ask_corrections,
    asks,
    channel_offer,
    exchange,
    feeds,
    insight_desk,
    insight_drafts,
    insight_edits,
    insight_form,
    insight_uses,
    insights,
    reply_offer,
    subscriptions,
    suggestions,
    theme_names,
    typed_asks,
)
from handlers.features.marketing import asked as marketing_asked
from handlers.features.meetings import meetings, meetings_all, meetings_found, meetings_invited
from handlers.features.model import own_switch as model_own_switch
from handlers.features.model import switches as model_switches
from handlers.features.notes import (
    note_named,
    note_offered,
    note_put_back,
    note_unnamed,
    notes_removed,
    own_notes,
    unknown_account,
)
from handlers.features.privacy import (
    call_data,
    company_questions,
    data_answers,
    my_data,
    what_is_shared,
)
from handlers.features.promises import (
    promise_corrected,
    promise_form,
    promise_moved,
    promise_of_message,
    promise_reworded,
    promise_saved,
    promises,
    reminders,
    several_settled,
)
from handlers.features.reflections import figures, reflect
from handlers.features.research import proposed as research_proposed
from handlers.features.research import removing as research_removing
from handlers.features.research import switches as research_switches
from handlers.features.research import typed_answers as research_typed_answers
from handlers.features.settings import (
    absences,
    calendar,
    calendar_connecting,
    messages_asked,
    only_kinds,
    own_address,
    own_zone,
    quiet_hours,
    rhythm,
    rhythm_forms,
    started_again,
    transcripts_allowed,
    typed_setting,
)
from handlers.features.team import asking_help, helping, seen_by_manager, typed_help, typed_question
from handlers.features.team import coaching as team_coaching
from handlers.features.team import figures as team_figures
from handlers.features.team import page as team_page
from handlers.features.team import reflections as team_reflections
from handlers.features.team import sharing as team_sharing
from handlers.features.transcripts import answers as transcript_answers
from handlers.features.transcripts import bringing as transcript_bringing
from handlers.features.transcripts import draft as transcript_draft
from handlers.features.transcripts import figures as transcript_figures
from handlers.features.transcripts import keep_all as transcript_keep_all
from handlers.features.transcripts import our_side as transcript_our_side
from handlers.features.transcripts import shown as transcript_shown
from handlers.features.typed_lines import (
    about_attune,
    away_and_moved,
    just_saved,
    kept_reworded,
    otherwise,
    small_talk,
    typed_button,
    typed_requests,
)
from handlers.registry import Registry

# The manifests for Slack and Teams list commands and menu entries in this order.
FEATURES = (
    asked_facts,
    my_day,
    crm_asked,
    typed_button,
    crm_connecting,
    crm_matching,
    crm_stages,
    crm_sending,
    crm_write_outcomes,
    research_proposed,
    research_removing,
    research_switches,
    research_typed_answers,
    prep,
    briefing,
    brief_skipped,
    calls,
    call_form,
    cancelling,
    changing,
    moving,
    planned_again,
    corrections,
    contacts,
    buying_role_said,
    people_said,
    person_just_named,
    coming_said,
    details_changed,
    details_said,
    reflect,
    note_named,
    note_offered,
    unknown_account,
    note_unnamed,
    notes_removed,
    note_put_back,
    kept_reworded,
    just_saved,
    own_notes,
    figures,
    past_calls,
    promises,
    promise_form,
    promise_of_message,
    promise_corrected,
    promise_reworded,
    promise_saved,
    promise_moved,
    several_settled,
    reminders,
    late_calls,
    absences,
    quiet_hours,
    away_and_moved,
    messages_asked,
    only_kinds,
    away_calls,
    insights,
    rhythm,
    answers,
    goal,
    goal_put_back,
    listening_line,
    meetings,
    meetings_all,
    meetings_invited,
    insight_form,
    channel_offer,
    marketing_asked,
    insight_desk,
    insight_drafts,
    insight_edits,
    insight_uses,
    asks,
    exchange,
    reply_offer,
    typed_asks,
    ask_corrections,
    subscriptions,
    suggestions,
    feeds,
    rhythm_forms,
    calendar,
    calendar_connecting,
    meetings_found,
    company_questions,
    data_answers,
    my_data,
    call_data,
    audit_log,
    privacy,
    model_switches,
    model_own_switch,
    own_address,
    own_zone,
    typed_setting,
    transcripts_allowed,
    what_is_shared,
    transcript_bringing,
    transcript_answers,
    transcript_figures,
    transcript_shown,
    transcript_draft,
    transcript_keep_all,
    transcript_our_side,
    roles,
    team_cards,
    team_forms,
    team_user_groups,
    seen_by_manager,
    team_page,
    theme_names,
    team_reflections,
    asking_help,
    typed_question,
    helping,
    typed_help,
    team_defaults,
    roll_out,
    health,
    typed_pages,
    writing,
    team_coaching,
    team_figures,
    team_sharing,
    team_playbooks,
    team_playbook_export,
    team_playbook_upload,
    home,
    small_talk,
    started_again,
    welcome,
    about_attune,
    typed_requests,
    otherwise,
)


def registry() -> Registry:
    """Return a registry with every feature."""
    filled = Registry()
    for feature in FEATURES:
        feature.register(filled)
    return filled
