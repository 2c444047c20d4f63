"""What is asked about a colleague's own figures and reflections, in plain words."""

import pytest

from handlers.typed.privacy.colleague_data import whose

COLLEAGUES = ("Lena Brandt", "Tom Reyes", "Ann-Marie O'Neil")
OTHERS = ("Tomas Keller", "Jana Novak", "Lena Logistics AG")  # who asks, and customers on file
ASKED = {
    "show me Lena Brandt's figures": "Lena",
    "show me Tom's figures": "Tom",
    "Show me Tom’s talk share please": "Tom",
    "how much did Tom talk": "Tom",
    "How much does Tom Reyes talk?": "Tom",
    "how long did Tom speak in the Northwind call?": "Tom",
    "how many questions did Tom ask?": "Tom",
    "how often did Tom interrupt": "Tom",
    "Tom's talk share": "Tom",
    "Tom's figures": "Tom",
    "Tom's last reflection": "Tom",
    "what did Tom reflect": "Tom",
    "what did Tom reflect on Northwind?": "Tom",
    "did Tom reflect yet": "Tom",
    "has Tom reflected on Monday's call?": "Tom",
    "how is Tom doing": "Tom",
    "How's Tom's performance?": "Tom",
    "how did Tom do?": "Tom",
    "is Tom improving?": "Tom",
    "can I see Tom's notes from Monday?": "Tom",
    "give me Tom's transcript of the Halden call": "Tom",
    "what are Tom's goals?": "Tom",
    "compare my figures and Tom's figures": "Tom",
    "show me the figures of Tom": "Tom",
    "what is Ann-Marie's talk time": "Ann-Marie",
}
NOT_ASKED = (
    "show me Jana's figures",  # a customer
    "how much did Jana talk",
    "show me Lena's figures",  # the first word of an account is Lena too
    "how is Lena Logistics doing",
    "what did Jana Novak reflect",
    "show me Tomas's figures",  # their own
    "how much did Tomas talk?",
    "how much did I talk",
    "show me my figures",
    "Tom's figures were right, they said",
    "Tom said the numbers are wrong",
    "call with Tom tomorrow 3pm",
    "send Tom the figures by Friday",
    "how is the pilot with Tom doing in Berlin this year",
    "Tom's team has 40 drivers",
    "what did Tom promise Northwind?",
    "who is Tom",
    "Tom's new goal is to halve the delays",
    "how much did they talk about Tom",
    "Tom",
)


@pytest.mark.parametrize("typed", [*ASKED, *NOT_ASKED])
def test_what_is_asked_about_a_colleague(typed: str) -> None:
    assert whose(typed, COLLEAGUES, OTHERS) == ASKED.get(typed, "")
