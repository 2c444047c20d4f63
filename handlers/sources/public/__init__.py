"""Take in what public sources say about a company."""
