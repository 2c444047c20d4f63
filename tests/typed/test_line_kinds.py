"""What a typed line is: only a customer's words and a rep's notes may be kept."""

import pytest

from handlers.typed.line_kinds import LineKind, is_kept, kind_of

LINES: dict[LineKind, str] = {
    "question": """
        is lund a nice guy
        is lund a nice guy?
        who owns the deal with northwind
        who owns the deal
        what stage is northwind in
        what's the next step at northwind?
        whats the next step at northwind
        who decides at castell
        what did jana say about the price
        when is the depot visit
        how many seats does halden have
        which of my calls is tomorrow
        why is the sky blue
        did ruben sign
        does northwind have a budget
        has halden answered
        should I call jana
        can jana join on thursday
        will they sign
        do we have a contract with alder
        where is the order of halden
        Is the price ok for May
        ok what now
        are there any news about castell
        northwind has 61k right
        any insight for northwind
        any news from alder""",
    "command": """
        send the pricing to northwind
        Send her the sheet
        please send it again
        can you update the stage
        could you please remove the hiring line from alder and finch
        update the stage of northwind to proposal sent
        don't ask me about northwind
        do not send anything to jana
        dont bother halden
        remove the hiring line from alder and finch
        push the next step
        look up castell
        never call me on fridays
        show me the deal with castell
        move the depot visit to january
        Check whether ruben signed
        summarise northwind
        write a mail to irina
        note that""",
    "crm": """
        what does the crm say about northwind
        what's in hubspot for castell
        is alder and finch in hubspot
        is alder and finch in hubspot?
        send it to hubspot
        push the next step to hubspot
        update hubspot
        hubspot
        the crm is wrong about halden
        I updated salesforce""",
    "label": """
        everything on file northwind
        Everything on file
        Change times
        don't look up northwind
        Don't look up alder and finch
        dont look up northwind
        stop looking up northwind
        please don't look up castell
        look up Alder and Finch again
        add more""",
    "done": """
        I sent the pricing to northwind
        I've just sent the pricing
        sent the pricing to northwind
        we have sent the pricing
        I called Halden
        I booked the depot visit""",
    "quote": """
        Jana: who signs?
        Jana asked: who signs?
        they asked whether my boss could join
        “Can you do it by May?”
        Irina: send me the sheet by Friday
        forget the discount, they said
        Jana: we have everything in HubSpot
        Ruben said send it to legal first
        irina said the pilot starts in january""",
    "note": """
        mia thinks we got the rollout right
        I think the timing is right
        any delay costs them 2k a day
        Their lawyer asked for the clause
        They want to start in March
        They run everything on Salesforce today
        Northwind is angry
        The call with them was short, no budget
        Halden wants a discount
        Ruben has to sign
        What matters to them is the price, this year
        What matters most is the price
        What they want is a pilot
        When this goes live, they will tell us
        They want a pilot. Who pays for it?
        The drivers had switched it off by week two
        would start in March
        40 seats, two depots
        no budget before april
        I sent the pricing and they liked it
        we moved house
        Jana will remove the old depot
        their boss is sceptical
        price is fine, the date is not""",
}
CASES = [
    (line.strip(), kind) for kind, lines in LINES.items() for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("line", "kind"), CASES)
def test_each_line_is_what_a_colleague_would_take_it_for(line: str, kind: LineKind) -> None:
    assert kind_of(line) == kind
    assert is_kept(line) == (kind in ("quote", "note"))
