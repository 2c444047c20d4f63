"""Figures of small calls, counted by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from typing import get_args

import pytest

from bot.transcripts.formats.reading import read
from handlers.cards import Note
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.figures.patience import pauses
from handlers.transcripts.figures.shares import shares, unnamed_share
from handlers.transcripts.figures.stretches import longest
from handlers.transcripts.figures.strip import MAX_PIECES, strip
from handlers.transcripts.records import Missing, Questions, Spot, TalkFigures, Utterance
from handlers.transcripts.speech.english import is_english
from handlers.transcripts.stored import as_stored, from_stored
from handlers.transcripts.timeline import Timeline, count_words, place
from handlers.transcripts.turns import SpeakerTurn, is_listener_token, turns_of
from handlers.views.transcripts import talk_card, talk_charts
from tests.transcripts.desk import said as said_in
from tests.transcripts.talk import CONTEXT, PITCH, PLAYBOOK, call, figures, said

MINUTES = 60.0
approx = pytest.approx


def placed(*utterances: Utterance) -> Timeline:
    return place(call(*utterances), CONTEXT)


def turns(*utterances: Utterance) -> list[SpeakerTurn]:
    return turns_of(placed(*utterances).cues, english=True)


def share_of(*utterances: Utterance) -> dict[str, float]:
    return {each.name: each.share for each in shares(placed(*utterances).cues)}


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)


def test_the_next_longest_stretches_have_their_places() -> None:
    heard = [
        said("Ann", at, at + seconds) if ann else said("Bo", at, at + seconds)
        for at, seconds, ann in [
            *((0, 20, True), (20, 5, False), (25, 80, True), (105, 5, False)),
            *((110, 40, True), (150, 5, False), (155, 75, True), (230, 400, False)),
        ]
    ]
    found = figures(*heard)
    assert found.longest_mine is not None
    places = [one.spot.at for one in (found.longest_mine, *found.more_mine)]
    assert places == [seconds(25), seconds(155), seconds(110)]
    card = str(talk_card.all_figures("Northwind", found, PLAYBOOK, "1"))
    assert "stretches: 1 min 20 s at 0:25, 1 min 15 s at 2:35 and 40 s at 1:50." in card


def test_two_voices_in_one_cue_divide_its_time_by_words() -> None:
    file = b"WEBVTT\n\n0:0:0.0 --> 0:0:3.0\n<v Ann>Hi</v><v Bo>Hello there</v>\n"
    cues = place(read("call.vtt", file), CONTEXT).cues
    assert [(cue.speaker, cue.starts, cue.ends) for cue in cues] == [("Ann", 0, 1), ("Bo", 1, 3)]


def test_who_speaks_at_the_same_time_keeps_their_own_seconds() -> None:
    # 10 and 4 seconds of 14.
    assert share_of(said("Ann", 0, 10), said("Bo", 8, 12)) == {"Ann": 10 / 14, "Bo": 4 / 14}
    # Nobody speaks twice at once: Ann's cues are 0-10 and 5-12, which is 12 of 15 seconds.
    assert share_of(said("Ann", 0, 10), said("Ann", 5, 12), said("Bo", 12, 15))["Ann"] == 0.8


def test_starts_alone_are_limited_by_the_words() -> None:
    # 5 words take at most 5 / 2.5 * 1.5 + 1 = 4 s, though Bo begins after 60; Bo's ten words end
    # after the 2 s in which Ann begins again; the last five take 5 / 2.5 = 2 s. So 6 to 2.
    five, ten = "one two three four five", "one two three four five " * 2
    found = share_of(
        said("Ann", 0, None, five), said("Bo", 60, None, ten), said("Ann", 62, None, five)
    )
    assert found == {"Ann": 0.75, "Bo": 0.25}


def test_turns_that_start_in_the_same_second_divide_it_by_words() -> None:
    # 0-2.1 s: two words and one; then three words in 1.2 s.
    found = placed(
        said("Ann", 0, None, "Good morning"), said("Bo", 0, None, "Hi"), said("Ann", 2.1, None)
    )
    assert [(cue.starts, cue.ends) for cue in found.cues] == [
        (0, approx(1.4)),
        (approx(1.4), 2.1),
        (2.1, approx(3.3)),
    ]


def test_without_times_words_count() -> None:
    assert share_of(said("Ann", words="one two three"), said("Bo", words="four")) == {
        "Ann": 0.75,
        "Bo": 0.25,
    }


def test_talk_that_is_nobodys_is_told_apart() -> None:
    said_by = (said("Ann", 0, 6), said("", 6, 10), said("Bo", 10, 12))
    assert share_of(*said_by) == {"Ann": 0.75, "Bo": 0.25}
    assert unnamed_share(placed(*said_by).cues) == approx(4 / 12)
    # A lost name ends no turn: Ann's goes on after it.
    assert len(turns(said("Ann", 0, 6), said("", 6, 7), said("Ann", 7, 9))) == 1


def test_listener_tokens_interrupt_nobody() -> None:
    heard = (
        said("Ann", 0, 20),
        said("Bo", 20, 20.4, "Mm-hm"),
        said("Ann", 20, 30),
        said("Bo", 31, 35),
    )
    assert [(turn.speaker, turn.starts, turn.ends) for turn in turns(*heard)] == [
        ("Ann", 0, 30),
        ("Bo", 31, 35),
    ]
    stretch = longest(turns(*heard), placed(*heard), "me")
    assert stretch
    assert (stretch.length, stretch.words, stretch.spot) == (seconds(30), 6, Spot(0.0, seconds(0)))


def test_a_token_after_a_question_is_an_answer() -> None:
    asked = (
        said("Ann", 0, 5, "Do you have a budget?"),
        said("Bo", 5, 6, "Yeah."),
        said("Ann", 6, 9),
    )
    assert [turn.speaker for turn in turns(*asked)] == ["Ann", "Bo", "Ann"]


def test_a_token_counts_if_its_speaker_goes_on_or_somebody_else_does() -> None:
    answered = (said("Ann", 0, 5), said("Bo", 5, 6, "Right."), said("Bo", 6, 9))
    assert [(turn.speaker, turn.starts) for turn in turns(*answered)] == [("Ann", 0), ("Bo", 5)]
    between = (said("Ann", 0, 5), said("Bo", 5, 6, "Right."), said("Di", 6, 9))
    assert [turn.speaker for turn in turns(*between)] == ["Ann", "Bo", "Di"]
    # An answer, though Bo speaks before Ann's cue ends.
    at_once = (said("Ann", 0, 5, "Do you?"), said("Bo", 4, 5, "Yes."), said("Ann", 6, 9))
    assert [turn.speaker for turn in turns(*at_once)] == ["Ann", "Bo", "Ann"]
    # Said while Bo's cue goes on, it is no beginning of Ann's turn, which starts at 21.
    inside = (said("Bo", 0, 20), said("Ann", 5, 6, "Uh-huh."), said("Ann", 21, 25))
    assert [(turn.speaker, turn.starts) for turn in turns(*inside)] == [("Bo", 0), ("Ann", 21)]


@pytest.mark.parametrize(
    "words",
    [
        "Mm-hm.",
        "mhm",
        "Mmm",
        "Yeah, yeah.",
        "I see.",
        "Okay, got it.",
        "Uh huh",
        "Oh, that’s great!",
    ],
)
def test_is_a_listener_token(words: str) -> None:
    assert is_listener_token(words)


@pytest.mark.parametrize(
    "words", ["", "No.", "Yeah, we tried", "Right, right, right, right.", "I see it", "Monday", "?"]
)
def test_is_no_listener_token(words: str) -> None:
    assert not is_listener_token(words)


def test_a_long_silence_ends_a_stretch() -> None:
    # 0-8 and 9-12 are 12 s; ten seconds later 22-30 are 8 s.
    spoken = (said("Bo", 0, 8), said("Bo", 9, 12), said("Bo", 22, 30), said("Ann", 30, 31))
    stretch = longest(turns(*spoken), placed(*spoken), "theirs")
    assert stretch
    assert (stretch.name, stretch.length, stretch.words) == ("Bo", seconds(12), 6)


def test_a_cue_within_another_does_not_end_a_stretch() -> None:
    spoken = (said("Bo", 0, 20), said("Bo", 5, 8), said("Bo", 25, 30), said("Ann", 31, 32))
    stretch = longest(turns(*spoken), placed(*spoken), "theirs")
    assert stretch
    assert stretch.length == seconds(30)


def test_times_that_cannot_be_are_put_right() -> None:
    backwards = placed(said("Ann", 10, 5))
    assert [(cue.starts, cue.ends) for cue in backwards.cues] == [(10, 10)]
    endless = figures(Utterance("Ann", "a", timedelta.min, timedelta.max), *dialogue(12))
    assert endless.length == timedelta(days=14)


def test_without_times_the_longest_stretch_has_the_most_words() -> None:
    spoken = (said("Bo", words="one"), said("Ann"), said("Bo", words="one two"), said("Ann"))
    stretch = longest(turns(*spoken), placed(*spoken), "theirs")
    assert stretch
    # 4 of 9 words come before it.
    assert (stretch.length, stretch.words, stretch.spot) == (None, 2, Spot(4 / 9, None))


def test_patience_is_the_median_pause_before_the_reps_turns() -> None:
    gaps, clock, spoken = (1.2, 0.4, -0.5, 25), 0.0, []
    for gap in gaps:
        spoken += [said("Bo", clock, clock + 5), said("Ann", clock + 5 + gap, clock + 9 + gap)]
        clock += 10 + gap
    # 25 s is no pause; -0.5 s counts as 0. The median of 1.2, 0.4 and 0 is 0.4.
    found = pauses(turns(*spoken), placed(*spoken))
    assert found.median
    assert found.median.total_seconds() == approx(0.4)
    assert (found.count, found.enough) == (3, False)


def test_who_begins_before_they_end_waited_for_nothing() -> None:
    # Bo's second cue ends before his first, so he speaks until 20; Ann waits 0 and 2 s.
    spoken = (
        *(said("Bo", 0, 20), said("Bo", 5, 10), said("Ann", 19, 25)),
        *(said("Bo", 30, 40), said("Ann", 42, 44)),
    )
    assert pauses(turns(*spoken), placed(*spoken)).median == seconds(1)


def test_ten_pauses_are_enough() -> None:
    assert figures(*dialogue(12)[4:], said("Bo", 625, 900)).patience == seconds(1)
    assert figures(*dialogue(12)[6:], said("Bo", 625, 900)).patience is None


def test_a_file_in_which_every_end_is_the_next_start_has_no_pauses() -> None:
    found = figures(*dialogue(12, gap=0))
    assert (found.patience, found.pause_count, found.missing) == (None, 0, ("no ends",))


def test_no_pause_is_measured_across_a_colleague_or_talk_without_a_name() -> None:
    spoken = (
        *(said("Bo", 0, 5), said("Cy", 5, 6), said("Ann", 6, 9)),
        *(said("Bo", 9, 12), said("", 12, 13), said("Ann", 14, 15)),
    )
    assert pauses(turns(*spoken), placed(*spoken)).count == 0


def dialogue(
    times: int, *, ends: bool = True, timed: bool = True, gap: float = 1
) -> list[Utterance]:
    """Bo speaks for 30 s and Ann for 20 s, `times` times, a gap before each of them."""
    found, clock = [], 0.0
    words = "we think that this is what you have to know about it"
    for speaker, length in [("Bo", 30), ("Ann", 20)] * times:
        starts, stops = clock + gap, clock + gap + length
        found.append(
            said(speaker, starts if timed else None, stops if timed and ends else None, words)
        )
        clock = stops
    return found


def test_a_whole_call() -> None:
    # 12 times 30 + 20 s of speech, each after a pause of a second: from 1 s to 12 * 52 = 624 s.
    found = figures(*dialogue(12))
    assert found.length == seconds(623)
    assert {each.name: each.share for each in found.speakers} == {"Bo": 0.6, "Ann": 0.4}
    assert (found.mine, found.basis, found.unnamed, found.missing) == (0.4, "times", 0, ())
    assert found.longest_mine
    assert found.longest_theirs
    assert (found.longest_mine.length, found.longest_theirs.length) == (seconds(20), seconds(30))
    assert found.turns_a_minute == approx(24 / (623 / MINUTES))
    assert (found.patience, found.pause_count) == (seconds(1), 12)
    stored = as_stored(found)
    assert from_stored(stored) == found
    stored["pauses"] = stored.pop("pause_count")  # as an earlier version named it
    assert from_stored(stored) == found
    assert len(found.strip) == 24
    assert found.words == 24 * 12


@pytest.mark.parametrize(
    ("spoken", "missing"),
    [
        (dialogue(5), ("too short",)),
        (dialogue(12, ends=False), ("no ends",)),
        (dialogue(70, timed=False), ("no times",)),
        (dialogue(12, timed=False), ("too short", "no times")),
        ([*dialogue(10)[1:], said("Bo", 520, 700)], ("too few pauses",)),
        ([said("", 0, 900)], ("no speakers",)),
        ([said("Ann", 0, 500), said("Cy", 500, 900)], ("only one side",)),
        ([said("Bo", 0, 900)], ("only one side",)),
        ([], ("no speakers", "too short", "no words", "no times")),
    ],
)
def test_what_a_file_cannot_give_is_said(
    spoken: Sequence[Utterance], missing: tuple[str, ...]
) -> None:
    found = figures(*spoken)
    assert found.missing == missing
    rates = not {"no speakers", "only one side", "too short"} & set(missing)
    assert (found.mine is not None) == rates
    assert bool(found.speakers) == rates
    assert (found.turns_a_minute is not None) == (rates and "no times" not in missing)
    assert found.patience is None


@pytest.mark.parametrize("reason", get_args(Missing))
def test_every_reason_has_a_sentence_on_the_cards(reason: Missing) -> None:
    found = replace(figures(), missing=(reason,))
    short = talk_card.card("Northwind, today", found, PLAYBOOK, "1", first=False)
    every = talk_card.all_figures("Northwind, today", found, PLAYBOOK, "1")
    assert all(any(isinstance(one, Note) for one in card.blocks) for card in (short, every))


def test_a_file_without_words_gives_shares_and_the_strip_alone() -> None:
    found = figures(*(replace(each, words="") for each in dialogue(12)))
    assert (found.mine, len(found.strip), found.missing) == (0.4, 24, ("no words",))
    assert (found.longest_mine, found.turns_a_minute, found.patience) == (None, None, None)


def test_shares_need_five_minutes_and_turns_a_minute_need_ten() -> None:
    def of(seconds_: int) -> TalkFigures:
        return figures(said("Ann", 0, seconds_ / 2), said("Bo", seconds_ / 2, seconds_))

    assert [of(each).mine for each in (299, 300, 599)] == [None, 0.5, 0.5]
    assert [of(each).turns_a_minute is None for each in (599, 600)] == [True, False]
    cards = [talk_card.card("", of(each), PLAYBOOK, "1", first=False) for each in (299, 300, 599)]
    notes = [next(one for one in card.blocks if isinstance(one, Note)) for card in cards]
    assert [_text(note) for note in notes] == [
        "The file has 4 min 59 s of talk. A talk share needs at least 5 minutes.",
        "The file has 5 min of talk. From so short a file, the share may be off by up to 16 "
        "points. Turns per minute and pauses need at least 10 minutes.",
        "The file has 9 min 59 s of talk. From so short a file, the share may be off by up to 11 "
        "points. Turns per minute and pauses need at least 10 minutes.",
    ]


def _text(note: Note) -> str:
    return "".join(span.text for span in note.text)


def test_without_times_the_length_in_the_file_counts() -> None:
    found = figures(*dialogue(12, timed=False), length=seconds(900))
    assert (found.length, found.missing) == (seconds(900), ("no times",))


@pytest.mark.parametrize(
    ("said_often", "english"),
    [
        ("So we tried that in March, and the drivers told us it was too slow for them.", True),
        ("Right, that's what I'd want to know before we talk about the price.", True),
        ("Dat was voor ons niet het probleem, we hadden er gewoon geen tijd voor.", False),
        ("Det var ikke for os et problem, at vi skulle have det på plads i maj.", False),
        ("Nous avons essayé au printemps, mais les chauffeurs ne voulaient pas.", False),
        ("Lo hemos probado en marzo, pero a los conductores no les gusta nada.", False),
        # 2 of 21 words are common in English.
        (
            "Ja, and der Rollout war this Jahr für uns einfach zu spät, deshalb machen wir es "
            "jetzt anders, sagen alle hier.",
            False,
        ),
    ],
)
def test_english_is_told_by_its_commonest_words(said_often: str, english: bool) -> None:
    assert is_english([said_often] * 5) == english
    assert is_english([said_often[:70]])  # too few words to tell


def test_in_another_language_no_rule_about_words_is_used() -> None:
    words = "das ist für uns im Moment wirklich nicht das Thema weil wir gerade anders planen"
    found = figures(
        *(
            said(speaker, 30 * i, 30 * i + 25, words)
            for i, speaker in zip(range(30), cycle(["Bo", "Ann"]))
        )
    )
    assert found.missing == ("not English",)
    assert found.mine == 0.5
    assert (found.longest_mine, found.longest_theirs) == (None, None)
    assert (found.turns_a_minute, found.patience, found.pause_count) == (None, None, 0)
    assert len(found.strip) == 30


def test_each_of_theirs_has_a_share() -> None:
    group = ("Ann", "Cy", "Bo", "Di")
    found = figures(*(said(group[i % 4], i * 60, i * 60 + 30 + 10 * (i % 4)) for i in range(12)))
    # 30, 40, 50 and 60 s of 180, three times over.
    assert [(each.name, each.side, round(each.share, 3)) for each in found.speakers] == [
        ("Di", "theirs", 0.333),
        ("Bo", "theirs", 0.278),
        ("Cy", "colleague", 0.222),
        ("Ann", "me", 0.167),
    ]


def test_the_strip_has_every_piece_of_a_short_call() -> None:
    spoken = (said("Ann", 10, 20), said("Bo", 20, 40), said("Bo", 40, 50), said("Ann", 55, 60))
    pieces = strip(turns(*spoken), placed(*spoken))
    assert [(piece.side, piece.start, piece.end) for piece in pieces] == [
        ("me", 0, approx(0.2)),
        ("theirs", approx(0.2), approx(0.8)),
        ("me", approx(0.9), 1),
    ]


def test_the_strip_shows_a_silence() -> None:
    spoken = (said("Ann", 0, 10), said("Ann", 15, 25), said("Ann", 25.02, 40))
    pieces = strip(turns(*spoken), placed(*spoken))
    assert [(piece.start, piece.end) for piece in pieces] == [(0, 0.25), (0.375, 1)]


def test_the_strip_of_a_long_call_keeps_the_shares() -> None:
    spoken = [said(who, i, i + 1) for i, who in zip(range(3600), cycle(["Ann", "Bo", "Bo", "Bo"]))]
    pieces = strip(turns(*spoken), placed(*spoken))
    assert len(pieces) <= MAX_PIECES
    assert sum(p.end - p.start for p in pieces if p.side == "me") == approx(0.25)
    assert sum(p.end - p.start for p in pieces) == approx(1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("—", 0),
        ("I'll send it, 1.50 each.", 5),
        ("Mm-hm", 1),
        ("我们现在没有预算。", 4),
        ("Ja, gut", 2),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def test_shares_name_the_rep_once_and_say_under_one_percent_instead_of_nothing() -> None:
    spoke = [said(who, n * 10, n * 10 + 8) for n, who in enumerate(("Ann", "Bo", "Ann Lee") * 25)]
    many = [said(f"Guest {n}", 750 + n, 750.2 + n) for n in range(30)]
    transcript = call(*spoke, *many, said("", 790, 790.2))
    context = replace(CONTEXT, mine=frozenset({"Ann", "Ann Lee"}))
    found = measure(transcript, context, PITCH).figures
    every = said_in(talk_card.all_figures("Northwind", found, PLAYBOOK, "1"))
    shares = next(one for one in every.split("\n") if one.startswith("Share of"))
    assert shares.startswith("Share of the talk: you 66%, Bo 33%, Guest 0 under 1%, ")
    assert shares.endswith(", 20 more together 1%. Without a name: under 1%.")
    little = replace(found, mine=0.002)
    short = talk_card.card("Northwind", little, PLAYBOOK, "1", first=False)
    assert "You talked under 1% of the time." in said_in(short)


def test_starts_that_are_repeated_as_ends_are_no_ends() -> None:
    spoke = [said(who, n * 10, n * 10) for n, who in enumerate(("Ann", "Bo") * 40)]
    found = figures(*spoke)
    assert found.basis == "starts"
    assert found.mine == pytest.approx(0.5, abs=0.01)
    assert found.patience is None
    assert "no ends" in found.missing


def test_the_picture_has_the_times_of_the_file() -> None:
    talk = [said(("Ann", "Bo")[n % 2], 4 + n * 10, 12 + n * 10, "We plan it.") for n in range(90)]
    picture = talk_charts.strip(figures(*talk))
    assert picture is not None
    assert ">0:04<" in picture.svg
    assert ">15:02<" in picture.svg  # where the last word ends
    stored = as_stored(figures(*talk))
    del stored["begins"]  # as an earlier version stored it
    assert (earlier := talk_charts.strip(from_stored(stored)))
    assert ">0:00<" in earlier.svg


def test_one_question_is_not_said_to_be_about_one() -> None:
    found = replace(figures(*dialogue(12)), questions=Questions(1, 0, (), roughly=True))
    card = talk_card.card("Northwind", found, PLAYBOOK, "1", first=False)
    assert "You asked one open question." in said_in(card)
    assert "You asked about 3 questions, 2 of them open." in said_in(
        talk_card.card(
            "Northwind",
            replace(found, questions=Questions(2, 1, (), roughly=True)),
            PLAYBOOK,
            "1",
            first=False,
        )
    )
