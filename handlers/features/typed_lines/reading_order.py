"""The order in which a typed line is read, if it fits no command and no intent.

To read one more kind of line, add a row: an example of the line, and the function that answers it.
"""

from handlers.cards import Reply
from handlers.features.admin import typed_pages
from handlers.features.asked import after_account, facts, free_at, time_confirmed
from handlers.features.briefs import goal_put_back, typed_goal
from handlers.features.calls import (
    call_declined,
    cancelling,
    coming_said,
    details_said,
    named_in_line,
    new_time_asked,
    not_held,
    off_call_said,
    overlaps_asked,
    people_along,
    renaming,
    role_met,
    stated_time,
    wanted_time,
)
from handlers.features.crm import asked as crm_asked
from handlers.features.customers import (
    about_account,
    buying_role_said,
    people_introduced,
    people_said,
    person_just_named,
    person_removed,
)
from handlers.features.marketing import (
    answer_addressed,
    ask_corrections_typed,
    ask_handed,
    asker_asked,
    insight_orders,
    insight_uses_typed,
    insights_used,
    named_competitor,
    reply_arrived,
    reply_offer,
    shown_insight,
    subscriptions,
    topics,
    typed_asks,
)
from handlers.features.marketing import asked as marketing_asked
from handlers.features.meetings import meeting_titles
from handlers.features.notes import note_named, note_unnamed, quoted_line, unknown_account
from handlers.features.privacy import data_named
from handlers.features.promises import (
    likely_reports,
    owed_asked,
    own_promise_said,
    promise_beside,
    promise_corrected,
    promise_line,
    promise_person,
    promise_reports,
    promise_reworded,
    promise_saved,
    settled_and_promised,
    several_settled,
)
from handlers.features.reflections import (
    answer_changed,
    came_after_all,
    goal_outcome,
    speaker_corrected,
    told_before,
    typed_answer,
    typed_line,
    typed_report,
    typed_step,
)
from handlers.features.research import typed_answers as research_answers
from handlers.features.settings import (
    absence_calls,
    absence_corrected,
    absence_dropped,
    absence_end_moved,
    absence_shortened,
    absences,
    own_name,
    own_whereabouts,
    own_zone,
    started_again,
)
from handlers.features.team import (
    about_member,
    colleague_mentioned,
    comment_said,
    cover_asked,
    help_news,
    kept_calls,
    member_promises,
    own_questions,
    typed_help,
    typed_orders,
    typed_question,
)
from handlers.features.team import asked as team_asked
from handlers.features.typed_lines import (
    account_and_time,
    answer_confirmed,
    away_and_moved,
    colleague_questions,
    just_kept,
    last_passed_on,
    likely_moves,
    no_notes,
    not_done,
    orders_in_parts,
    planned_with,
    put_back,
    undo_named,
)
from handlers.features.typed_lines.line_readers import (
    LineReader,
    after_yes,
    as_typed,
    without_end,
)
from handlers.registry import Unfinished

# Questions, requests and corrections.
REQUESTS: tuple[LineReader[Reply | Unfinished], ...] = (
    LineReader("did priya get my answer", reply_arrived.answer),
    LineReader("tell her yes, 2 pages", reply_offer.told),  # right after marketing's answer
    LineReader("message to the team: …", no_notes.to_people),
    LineReader("export everything about lena", typed_pages.about_colleague),  # as an admin
    LineReader("which rep is it from", asker_asked.answer),  # also "was it lena", as a marketer
    LineReader("does tomas see this", colleague_questions.seen_by),
    LineReader("subscribe this channel to everything", subscriptions.subscribe_in_words),
    LineReader("yes, send it", answer_confirmed.answer),  # after “Is this your answer?”
    LineReader("whos free to cover brightwater thu", free_at.to_cover),
    LineReader("cant make alder tmrw, can aylin take it", cover_asked.answer),
    LineReader("any clashes tmrw", overlaps_asked.answer),  # also "castell collides w alder right"
    LineReader("bwc at 2 right?", time_confirmed.answer),
    LineReader("castell: who is ines roth", after_account.answer),
    LineReader("what did lena ask me", typed_help.answer),  # after Lena asked for help
    LineReader("take back the question to aylin", own_questions.answer),  # or "tell aylin nvm"
    LineReader("any news from tomas", help_news.answer),
    LineReader("praise lena for the numbers", comment_said.answer),  # also "comment on lena: …"
    LineReader("lena: three depots did", typed_help.to_asker),  # after Lena asked for help
    LineReader("undo that answer", ask_corrections_typed.answer),  # also "let someone else do it"
    LineReader("bram does it", ask_handed.answer),  # as a marketer, about an ask
    LineReader("answer lena: three depots did", typed_asks.answer),  # also "i'll take it"
    LineReader("northwind: yes, it does", answer_addressed.answer),  # if Northwind asked
    LineReader("publish it tomorrow 9am", shown_insight.answer),  # also "make it for logistics"
    LineReader("retire the hospital one", insight_orders.answer),
    LineReader("northwind goal: partly", goal_outcome.answer),  # also "yes reached"
    LineReader("used the routely insight, worked", insight_uses_typed.answer),
    LineReader("sry that was irina not jana", speaker_corrected.answer),  # after a quote
    LineReader("that one's for jana's boss not jana", promise_person.answer),
    LineReader("fri 9", new_time_asked.answer),  # after "when is it now?"
    LineReader("what happens to my calls then", absence_calls.answer),
    LineReader("oh fri im off, thu 10 then", away_and_moved.answer),
    LineReader("actually thursday not wed", absence_corrected.answer),
    LineReader("scrap that im fine", absence_dropped.answer),
    LineReader("only till the 24th", absence_end_moved.answer),
    LineReader("actually no, only friday afternoon", absence_shortened.answer),
    LineReader("nah ill do northwind, only tmrw off", absence_end_moved.only_days),
    LineReader("stuck in traffic til 5", own_whereabouts.answer),
    LineReader("put back what u removed", put_back.answer),
    LineReader("undo the alder move", undo_named.answer),
    LineReader("no u moved the call i meant the list promise", undo_named.promise_instead),
    LineReader("the routiq note is for alder", note_named.to_account),
    LineReader("no, wrong account", just_kept.answer),  # right after a note was kept
    LineReader("thats for marketing", last_passed_on.answer),  # also “marketing: …”
    LineReader("hes the one who signs", buying_role_said.answer),
    LineReader("her name is marta klein, shes the cfo", person_just_named.answer),
    LineReader("and brightwater", facts.again),  # after a question about Northwind
    LineReader("alder never happened, it's fri 9", without_end(not_held.answer)),
    LineReader("mia rang, wants to push to 11:15", wanted_time.answer),
    LineReader("brightwater is 3pm today, they just called", stated_time.answer),
    LineReader("jana is ill, move northwind to friday", not_done.moved),
    LineReader("halden on fri move to thu 2pm", not_done.behind),
    LineReader("pia did come", came_after_all.answer),  # after a no-show was recorded
    LineReader("no dont", call_declined.answer),  # after "Shall I move your call?"
    LineReader("no show", typed_answer.answer),  # after a call; also "it went well"
    LineReader("no it was a yes", answer_changed.answer),  # right after "went ok"
    LineReader("note northwind: Jana is new", typed_line.noted),
    LineReader("wed goal northwind back to what it was", goal_put_back.answer),
    LineReader("goal northwind: get the pilot signed", typed_goal.answer),
    LineReader("next step northwind: send the plan", typed_step.answer),
    LineReader("security paper not sso", promise_reworded.answer),
    LineReader("the two references are for alder", promise_corrected.for_account),
    LineReader("northwind twice on thursday, drop the 3pm", cancelling.of_time),
    LineReader("deck is sent, i owe them a price list by fri", settled_and_promised.answer),
    LineReader("board pager n deck both sent", several_settled.answer),
    LineReader("sent pricing to northwind", promise_reports.answer),
    LineReader("I'm in Chicago", own_zone.said),
    LineReader("in munich thu + fri", absences.in_place),
    LineReader("I am Lena Brandt", own_name.said),
    LineReader("peter hanks is the new cfo at northwind", people_said.answer),
    LineReader("next one thu next week 2pm, add piotr", planned_with.answer),
    LineReader("w jana and piotr", people_along.answer),  # right after a call was planned
    LineReader("take tom off the call", off_call_said.answer),
    LineReader("add tom to the northwind call", coming_said.answer),
    LineReader("new account feldmann foods", unknown_account.named_new),
    LineReader("new person there, karin holm, head of nursing", people_introduced.answer),
    LineReader("remove tom berg from northwind", person_removed.answer),
    LineReader("forget the powerpoint note", note_named.asked),
    LineReader("forget the Northwind call", data_named.delete),
    LineReader("rename Sw Ahrenfeld to Stadtwerke Ahrenfeld", renaming.rename),
    LineReader("offer lena a focus", typed_orders.answer),  # also "write to Hans"
    LineReader("keep my brightwater call private", kept_calls.answer),
    LineReader("i need help with northwind", typed_question.offer_for_account),
    LineReader("what did bram promise mercato", member_promises.to_account),
    LineReader("lenas promises", about_member.by_name),  # also "how is lena doing"
    LineReader("show me Lena's figures", colleague_questions.own_data),
    LineReader("share what he said with tomas", help_news.share),
    LineReader("@Tomas can you …", no_notes.below_answer),  # also "running 10 late for Alder"
    LineReader("turn briefs back on", started_again.turn_on_again),
    LineReader("halden owes me what", owed_asked.answer),
    LineReader("they want sso first, told him id send the paper by thu", promise_beside.answer),
    LineReader("Jana promised to send the numbers", promise_saved.said_by_them),
    LineReader("mia will intro us to sam by monday", as_typed(promise_line.answer)),
    LineReader("promised jana a one pager by fri", own_promise_said.answer),
    LineReader("ill get her the list by tmrw eod", promise_line.of_ours),
    LineReader("mia to send the org chart fri", promise_line.in_few_words),
    LineReader("proposal to greg by tue", own_promise_said.without_verb),
    LineReader("send mia the roi deck by friday, remind me", own_promise_said.ordered),
    LineReader("open the brief", account_and_time.brief_of_last),
    LineReader("lunch w the brightwater cfo fri 12", role_met.answer),
    LineReader("second call next tues 10am", account_and_time.unnamed),  # also "rebook thurs 9am"
    LineReader("Northwind tomorrow 3pm", account_and_time.answer),
    LineReader("call kestrel foods wed 11", named_in_line.answer),  # also "alder brief"
    LineReader("yes castell is a sales call", meeting_titles.answered),
    LineReader("castell yes, other one no", meeting_titles.each_answered),
    LineReader("castell retail", without_end(meeting_titles.named)),
    LineReader("jana", facts.name_alone),
    LineReader("show alder and finch", facts.account_shown),
    LineReader("globex", named_competitor.alone),
    LineReader("which insights were never used", insights_used.answer),
    LineReader("which insights work best", marketing_asked.answer),
    LineReader("who needs help", team_asked.answer),
    LineReader("any case study on pricing?", topics.answer),
    LineReader("is tomas free thurs 3pm", free_at.of_somebody),
    LineReader("whats the amount at northwind", facts.answer),
    LineReader("who owns the deal", crm_asked.of_deal),
    LineReader("does jana like excel", facts.any_question),
    LineReader("Halden didn't show up", about_account.reported),
    LineReader("do my notes go to tomas", colleague_questions.asked),  # also "delete my data"
    LineReader("promise: send Irina the plan", own_promise_said.after_colon),
    LineReader("is it in salesforce", crm_asked.answer_if_named),  # or other words about the CRM
    LineReader("Northwind call is tomorrow 3pm", account_and_time.call_is),
    LineReader("drop the fri one", cancelling.nothing_to_drop),
    LineReader("halden never shows, drop that friday call", not_done.answer),
    LineReader("pia got her ref, gave her mehler", likely_reports.answer),
    LineReader("castell 12:30 instead of 11:30", likely_moves.answer),
    LineReader("acme fri cancel, tom ghosted", orders_in_parts.answer),
    LineReader("alder is 45 min and their CTO Max Weil comes too", details_said.answer),
    LineReader("castell tmrw, is that a new one?", meeting_titles.at_start),
    LineReader("keep the alder one", research_answers.kept),  # after the questions to look up
    LineReader("a: they objected to the price", research_answers.answered),
)

# Lines that state something. We keep most of these lines, or offer to keep them. A line may also be
# only a topic: "night shifts".
STATEMENTS: tuple[LineReader[Reply], ...] = (
    LineReader("ask who signed the last one", typed_help.after_card),  # after "answer lena"
    LineReader("feldmann: they lose 2 hrs a day", unknown_account.labelled),
    LineReader("“we lose a pallet a week”", quoted_line.answer),
    LineReader("i told you how brightwater went", told_before.answer),
    LineReader("bram is on holiday till thursday", colleague_mentioned.answer),
    LineReader("good demo but anders wants one ward first", after_yes(typed_report.answer)),
    LineReader("yes but only a range", typed_help.reply),  # after a request for help
    LineReader("next step: send the plan", typed_step.of_current),
    LineReader("shes worried about the works council", note_unnamed.answer),
    LineReader("they need it by may", after_yes(typed_line.offer)),  # said in the latest call
    LineReader("northwind has a new depot", after_yes(about_account.offer)),
    LineReader("night shifts", topics.alone),
    LineReader("no sso no deal tho", note_unnamed.otherwise),
)
