"""The messages for files that we do not read, each with what to do instead."""

from bot.platform.files import RECORDING, TOO_LARGE
from bot.transcripts.formats.refused import Reason

_INSTEAD = "Export the transcript as .vtt, .srt, .txt, .md, .docx or .json, and drop that here."
SENTENCES: dict[Reason, str] = {
    "empty": f"That file is empty. {_INSTEAD}",
    "too large": TOO_LARGE,
    "binary": f"That file is not text, so I can't find a transcript in it. {_INSTEAD}",
    "recording": RECORDING,
    "picture": f"That is a picture, and I read only text. {_INSTEAD}",
    "broken encoding": "The text in that file is garbled, so I can't read it. Download the "
    "transcript again, or save it as UTF-8 text.",
    "unsafe": "That document is built in a way that could harm the machine I run on, so I left it "
    "alone. Open it in Word, save it as plain text (.txt), and drop that here.",
    "chat": "That looks like a chat, and I read only what was said aloud. If the call was "
    "transcribed, the transcript is in another file: drop that one here.",
    "notes": "Those look like notes about the call, without the words that were said. Download the "
    "transcript from the same place, and drop that here.",
    "no transcript": f"I can't find anybody speaking in that file. {_INSTEAD}",
    "too many cues": "That is longer than any call: I read up to 20,000 lines of speech. Copy the "
    "part about one call into a file of its own, and drop that here.",
    "nobody speaks": "That transcript has times but no words. Wait until the tool has finished it, "
    "download it again, and drop it here.",
    "two in one": "That file has more than one transcript in it. Drop each as a file of its own.",
}
TOO_SLOW = "That file takes too long to read. Save it as plain text (.txt), and drop that here."
BUSY = "I'm busy right now and could not read that file in time. Drop it again in a few minutes."
UNREADABLE = f"I can't read that file. {_INSTEAD}"
NOT_MEASURED = (
    "I can't measure that transcript. Drop the file here again, or save it as plain text (.txt) "
    "first."
)
