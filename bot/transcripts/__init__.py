"""Read transcript files, in a separate process that can be killed.

reader.py     what other packages call: it starts a process that reads or measures a transcript
memory.py     keeps the words of transcripts in memory for half an hour
refusals.py   the messages for files that we can't read
sources/      fetches transcripts automatically from Teams and Google Meet

Code that runs in the separate process:

read.py       reads a file, prints a head (title, times, language and speakers), then the words
head.py       builds the head
measure.py    computes figures from the words
formats/      parsers for each file format
"""
