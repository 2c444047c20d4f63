"""A rep's goal for a call, and the question that it makes."""
