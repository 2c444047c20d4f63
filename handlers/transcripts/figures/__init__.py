"""The figures of a call, and the questions that our side asked."""
