"""Sentences of customers, labelled by hand: what they need, and what only sounds like it.

The rules were changed to fit the first half. The second half was written at the same time, and no
rule was changed for it.
"""

NEEDS_SEEN = """
The foremen need the plan before six, on paper if it must be.
What I'd want is one list that both sites look at.
The problem is that the night porter writes it into a book.
It takes us a day and a half to close a month.
I can't tell my boss which of the rooms earn money.
Nobody knows how many pallets are in the yard.
If it could remind the nurses by itself, that would change my week.
We lose about one delivery in twelve because the gate is closed.
The invoice has to be out by the third of the month.
My worry is that the tenants never open the letter.
We have to bring the returns under five percent.
Our head teacher wants to know what a day of cover costs.
No guest should wait more than ten minutes for a key.
Whoever signs must be able to do it from a phone.
The kitchen needs to know by ten how many are coming.
I don't want three systems for the same thing.
Suppliers need to see their own orders and nothing else.
It mustn't cost my people another half hour in the evening.
We can't hire anybody until that is sorted.
Ideally the driver would sign on the glass and that's it.
Our biggest fear is that she retires and nobody can read her list.
The scanner doesn't talk to the till, so somebody types it again.
The technicians hate the form, it's eleven pages.
We've been burned twice with late parts.
Every branch has to work the same way by spring.
I need to be able to prove who opened the cabinet.
What we can't have is two people with the same booking.
The volunteers want to swap shifts without ringing me.
It's chaos on the first Monday of every month.
They never know which van has the ladder.
He wants to see the saving in the first quarter.
We'd like to get away from the whiteboard.
I'd need it in Welsh as well, that's the law here.
It would help us if the price didn't jump each year.
We waste two people on retyping orders.
Our residents need somebody who picks up the phone at night.
We want to stop sending letters altogether.
The contract says that every visit must be logged within the hour.
I would love to see the week on one screen.
Without an export into our ledger it's a no-go.
""".strip().splitlines()

NO_NEEDS_SEEN = """
I have to go at quarter to, sorry.
We have two people who do that, and they're happy.
They'd love us to sign for three years, of course.
I need to check that with my sister.
I want to introduce you to Hamid first.
We have to leave it there for today.
You need to type the code twice.
It doesn't need any training, she said.
Somebody from your side has to send me the link.
I don't want to keep you.
The other vendor wants us to pay up front.
It has to do with the merger.
I must say, that was quick.
I can't see the chat, one moment.
We went there last year and it was lovely.
He must have left already.
If we could talk about the dates for a second.
That's what I thought.
I'd like to hear what Vera thinks.
We'd be happy to be a reference.
The team is about forty people.
The board has to approve it in March.
I need a coffee after that.
It used to be a nightmare, now it's fine.
We could meet in the new building.
I'd like to thank you for the sandwiches.
They have a shop in Cork as well.
It looks good so far.
Yes, she has to sign it too.
We all have the same calendar, which works.
It's no trouble at all.
My colleague wants to say hello.
I can't complain about the service.
We never needed that.
I want to be honest with you.
""".strip().splitlines()

NEEDS_ASIDE = """
The ward sister needs the numbers on her screen at seven.
What I'd hope for is that a claim is paid in a week.
The trouble is, the meter is read by a man with a torch.
It takes four of my people to answer one audit question.
We can't see which of the machines is idle.
Nobody tells the warehouse when a customer cancels.
If the tool could fill the form by itself, I'd sign tonight.
We lost two tenders because the certificate was out of date.
The report must land with the ministry by the tenth.
What worries me is the weekend, when no one is in.
We have to halve the paper by next year.
My director wants to see the cost for each bed.
No parent should find out from the driver.
A new starter has to be productive in a week.
The finance people need their codes on every line.
We don't want to train seventy drivers again.
Members need a way to cancel without calling.
It can't be another app with another password.
We're always two days behind with the posting.
In an ideal world I'd press one button at month end.
Our worst fear is a recall, and we couldn't trace a batch.
The old system never shows who changed the price.
The receptionists complain about it every morning.
Half the stock count is guesswork.
All six depots must be live before the season.
I want to be sure that nobody pays twice.
What we really miss is a view across all buildings.
The cleaners would like to see their hours on their phones.
It's a mess, honestly, three spreadsheets and a diary.
I never know who is on call.
She wants the proof in writing before she moves.
We'd love to have the complaints in one place.
I need it to read handwriting, because that's what we get.
It would save me a day if the rates came by themselves.
We spend every Friday chasing timesheets.
Our students need an answer within the hour.
We want the drivers home by six.
By law each dose has to be signed by two people.
I'd want to see a forecast that isn't three weeks old.
A tool that doesn't work offline is useless to us.
""".strip().splitlines()

NO_NEEDS_ASIDE = """
I have to jump to the next one.
They are happy with the till.
Their salesman would like us to decide this week.
I need to ask Ines about the date.
I want to come back to the second point.
We have to stop in five minutes.
You have to press the green one.
It doesn't take much, to be fair.
Your colleague needs to send the form again.
I don't want to promise anything.
The old supplier wants me to renew.
That has nothing to do with you.
I must admit I liked it.
I can't find the mute button.
We were in the same school, funnily enough.
She must be on the train.
If I could just ask one thing.
That's what she said.
I'd like to understand your pricing better.
We'd be glad to help with a case study.
There are six of us in the office.
The council has to vote on it first.
I need a new chair.
It was a problem once, not any more.
We could start in the afternoon.
I'd love to show you the garden.
We sell mostly in the north.
It worked well in the test.
And Ruth has to agree, too.
Everybody reads the same list, so that's fine.
No worries about that.
My boss wants to join for a minute.
I can't say anything bad about it.
We didn't need the second module.
I want to say thank you.
""".strip().splitlines()
