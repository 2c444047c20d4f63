"""Reads the files that transcripts come in, in a process that can be killed."""
