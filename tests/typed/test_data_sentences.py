"""Sentences about data with an answer of their own, and near misses."""

import pytest

from handlers.typed.intents import meant

ASKED = {
    "chat_read": """can the admin read my chat with you?
can an admin see my messages
Could our Slack admin export this chat?
can admins read our conversation
does the admin see my messages here
can my workspace admin access my chat""",
    "stop_measuring": """stop measuring me
Please stop measuring me.
don't measure me
do not measure my calls
can you stop measuring my talk time""",
    "copy": """send me a copy of my data
export my data
give me my data
please send me all my data
download my personal data
can I get my data?
how do I export my data
how can i download all my data""",
    "erase": """delete my account
delete everything about me
delete all my data
how do I delete my data?
forget me
Please delete my account.
close my account
erase my profile""",
    "kept": """what do you know about me
what data do you keep about me?
where is my data""",
    "uses_ai": """do you use AI
Do you use AI?
does attune use an LLM?
are you using ChatGPT
do you use a language model
does this use artificial intelligence""",
    "transcripts_go": """when are transcripts deleted
When are the transcripts deleted?
when do you delete transcripts
how soon are my transcripts deleted
when will transcripts be erased""",
    "on_leaving": """what happens when I leave the company
What happens to my data if I leave?
what will happen to my data when I leave the company
what happens after somebody leaves
what happens with my data once I quit""",
    "line_back": """take the line back
Please take my line back
take back the line
can you take that quote back
pull my ask back""",
}
NEAR_MISSES = """Can the admin read the meter at their site?
the admin can read my chat, they said
They stop measuring the tank in March
stop measuring the tanks
send me a copy of the offer
Send Jana a copy of my data sheet
delete my account with Northwind
they use AI
do you use AI for the trucks in Kiel?
when are pallets deleted from the list
what happens when Jana leaves the company
what happens when the line leaves the plant
take the line back to the depot
They take the line back every night
can I get the data of the pilot?
how do they export my data sheet
take the pallets back""".splitlines()


@pytest.mark.parametrize(
    ("text", "intent"), [(one, name) for name, all_ in ASKED.items() for one in all_.splitlines()]
)
def test_a_question_about_data_is_understood(text: str, intent: str) -> None:
    assert meant(text)[0] == intent


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_other_words_are_not(text: str) -> None:
    assert meant(text)[0] not in ASKED
