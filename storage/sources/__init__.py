"""Query data from other systems: CRMs, transcripts and public sources."""
