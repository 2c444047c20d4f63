"""Reads the files that transcripts come in, in a process that can be killed.

reader.py     what the rest of Attune asks: it has a process read a file, or measure its words
memory.py     the words of transcripts, for half an hour, in memory and nowhere else
refusals.py   what a person is told about a file that is no transcript
This is what runs in the process:
read.py       from a file to a head, and the words; head.py says what is in a head
measure.py    from the words to figures
formats/      the shapes of files
"""
