"""Judge a rep's goal for a call, and turn it into a question that opens the call."""
