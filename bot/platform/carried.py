"""The buttons that pass on what a person has typed in the same message."""

# Each of these buttons opens a form. The form's inputs show what the person has typed in the
# message but not sent yet.
CARRIES = frozenset({"reflect.open"})
