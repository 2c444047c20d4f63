"""What we keep about a person: show it, explain who sees it, and delete it."""
