"""How long a call must be for us to measure its figures.

Cards show these limits too. So the limits are not in `figures.py`, which imports a lot that only
the process that measures a call needs.
"""

from datetime import timedelta

from handlers.transcripts.timeline import WORDS_A_SECOND

# If a call is shorter than this, we do not measure turns per minute or pauses.
SHORTEST = timedelta(minutes=10)
# If a call is shorter than this, we do not measure the speakers' shares of the talk either.
SHORTEST_FOR_SHARES = timedelta(minutes=5)
# If a file with neither times nor a length has fewer words than this, we measure no shares
# of the talk.
MIN_WORDS = round(SHORTEST_FOR_SHARES.total_seconds() * WORDS_A_SECOND)
