"""Find out whether a promise was made again, kept or done, and reword promises."""
