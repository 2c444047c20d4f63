"""What comes from elsewhere: CRMs, transcripts and public sources."""
