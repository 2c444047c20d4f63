"""What was measured, as the answers of a reflection."""

from dataclasses import replace
from datetime import timedelta

from handlers.transcripts.lines import as_answers
from handlers.transcripts.records import SpeakerShare, Spot
from tests.transcripts.talk import figures, said


def test_a_share_is_the_answer_whose_range_it_is_in() -> None:
    short = figures(said("Ann", 0, 60), said("Jana", 60, 100))
    assert as_answers.talk(short) is None  # too short to say
    call = figures(said("Ann", 0, 420), said("Jana", 420, 700))
    assert as_answers.talk(call) == "more_me"
    assert as_answers.talk(replace(call, mine=0.1)) == "mostly_them"


def test_the_first_proposal_is_the_reps_unless_a_colleague_spoke() -> None:
    call = replace(figures(said("Ann", 0, 60)), first_proposal=Spot(0.1, timedelta(seconds=60)))
    assert as_answers.first_prescribed(call) == "first_third"
    assert as_answers.first_prescribed(replace(call, first_proposal=Spot(0.5))) == "middle"
    assert as_answers.first_prescribed(replace(call, first_proposal=None)) is None
    cy = SpeakerShare("Cy", "colleague", 0.2)
    assert as_answers.first_prescribed(replace(call, speakers=(*call.speakers, cy))) is None


def test_what_sounds_like_a_proposal_while_a_call_begins_is_not_firm() -> None:
    assert not as_answers.is_firm(None)
    assert not as_answers.is_firm(Spot(0.07))  # the agenda
    assert as_answers.is_firm(Spot(0.2))
