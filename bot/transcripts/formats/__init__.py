"""Parse the bytes of a file into a transcript, or refuse the file. All functions here are pure.

A cue is one piece of speech in a file, usually with its times and its speaker.

reading.py    the entry point: `read(name, body)`
refused.py    the reasons why a file is refused
decoding.py   converts bytes to text
docx.py       extracts the text of a Word document
file_names.py reads a title and a start time from a file name
choosing.py   picks the parser for a text
cues.py       WebVTT, SubRip and SBV files: Zoom, Teams, Webex, YouTube, subtitles
cue_text.py, name_lines.py, rolling.py    used by cues.py
headed.py     a header line, then words: Zoom's captions, Teams' documents, Otter, tl;dv, Fathom
headers.py    parses those header lines
named.py      lines of "Name: words": Meet, Granola, pasted text
labels.py     decides whether the words before a colon are a speaker's name
json_files.py, json_rows.py, json_tools.py, gong.py    JSON files, with a function for each tool
json_any.py, json_keys.py    JSON files of tools that we do not know
units.py      guesses the unit of times
raw.py        the type that every parser returns
assembling.py turns a parser's result into a transcript, in order, with times from zero
clock.py      parses times
"""
