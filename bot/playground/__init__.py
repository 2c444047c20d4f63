"""A chat page on this machine, with an invented team, to try Attune without a platform."""
