"""Names of people and companies: find, normalise, and remove them."""
