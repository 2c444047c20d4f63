"""The buttons that pass on what a person has typed in the same message."""

# These buttons open a form. Its inputs begin with what the person has typed in the message but not
# yet sent.
CARRIES = frozenset({"reflect.open"})
