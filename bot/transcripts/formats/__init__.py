"""From the bytes of a file to a transcript, or to the reason why it is none. All of it is pure.

reading.py    the way in: `read(name, body)`
refused.py    why a file is refused
decoding.py   bytes to text; docx.py the text of a Word document
file_names.py what the name of a file says: a title, and when the recording began
choosing.py   which shape a text has: one of the ways, below, in which tools write a call down
cues.py       the files with "-->": Zoom, Teams, Webex, YouTube, subtitles; cue_text.py,
              name_lines.py, rolling.py
headed.py     a header line, then words: Zoom's captions, Teams' documents, Otter, tl;dv, Fathom
headers.py    the header lines of those
named.py      "Name: words" in a line: Meet, Granola, pasted text; labels.py tells names from words
json_files.py, json_rows.py, json_tools.py, gong.py    JSON: a function for each tool
raw.py        what all of these return
assembling.py makes a transcript of that: in order, with times from its beginning
clock.py      times as files have them
"""
