"""What people type when they want less of Attune for a while, or are annoyed by it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

ANSWERED = {
    "not now": "To pause my messages, say until when: “quiet until 3pm”.",
    "not now please": "To pause my messages",
    "maybe later": "To pause my messages",
    "gn": "Until next time.",
    "good nite": "Until next time.",
    "ur annoying today": "Sorry about that.",
    "you are so annoying again": "Sorry about that.",
    "ugh dont message me before 9": "Your quiet hours end at 09:00 now.",
    "argh no messages before 10": "Your quiet hours end at 10:00 now.",
    "im out for lunch till 1": "Nothing is sent until today 13:00.",
    "lunch, back at 1.30": "Nothing is sent until today 13:30.",
    "having my lunch break now until 2pm": "Nothing is sent until today 14:00.",
    "no questions": "Which of these should I stop?",
    "why did you do that": "I went by what I understood from your message. “undo” takes it back.",
    "what did you just do": "“undo” takes it back.",
}
ASKED = {
    "how do i stop reflection prompts": "Should I stop reflection prompts altogether?",
    "how can i turn off the listening tips": "Should I stop listening lines altogether?",
    "how to get rid of the briefs": "Should I stop briefs altogether?",
    "how do i pause all messages": "I can pause all messages",
    "how do i stop this until monday": "Which messages should I stop?",
}
NOT_FOR_ATTUNE = (
    "lunch with northwind until 1",
    "lunch at 1",
    "northwind had no questions",
    "northwind can not decide right now",
    "northwind wants no messages before 8",
)


async def test_an_annoyed_or_busy_person_gets_a_fitting_answer(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line, answer in ANSWERED.items():
        await lena.types(line)
        lena.sees(answer)


async def test_a_question_how_to_stop_a_message_stops_nothing(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("/rhythm")
    before = lena.screen
    for line, answer in ASKED.items():
        await lena.types(line)
        lena.sees(answer)
        await lena.types("/rhythm")
        assert lena.screen == before, line
    await lena.types("how do i stop reflection prompts")
    await lena.presses("Stop reflection prompts")
    lena.sees("Stopped: reflection prompts.")


async def test_lines_about_a_customer_pause_and_stop_nothing(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line in NOT_FOR_ATTUNE:
        await lena.types(line)
        lena.sees_nothing_of("Nothing is sent", "Should I stop", "To pause", "quiet hours end")


@in_turn(
    ("typed", "until"),
    [
        ("gonna be in the car till 1, nothing till then", "13:00"),
        ("in a mtg till 1, hold msgs", "13:00"),
        ("driving till 2", "14:00"),
        ("im on a train til 3 no pings", "15:00"),
    ],
)
async def test_on_the_road_nothing_is_sent(office: Office, typed: str, until: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"Nothing is sent until today {until}.", "Undo")
