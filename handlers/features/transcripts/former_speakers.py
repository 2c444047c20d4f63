"""Replace the names of erased people in a transcript: in its title, speakers and words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from handlers.coaching.names.erased_names import erased_in
from handlers.coaching.names.forgetting import forgetting
from handlers.knowledge import rep_names
from handlers.registry import Turn
from handlers.transcripts.records import Measured, TranscriptHead
from handlers.transcripts.renaming import all_lines, speakers_of, with_names, with_words
from handlers.transcripts.speakers import folded, speaker_name
from storage.customers import suppressed_names
from storage.rights.erasure.names import STAND_INS, stand_in
from storage.workspace import people


@dataclass(frozen=True)
class NameReplacer:
    """Puts words such as "A former contact" in place of each name that `former` recognises."""

    former: suppressed_names.Recognizer

    def in_head(self, head: TranscriptHead) -> TranscriptHead:
        """Replace the names of erased people in a transcript's head."""
        said = [head.title, *(words for one in head.labels for words in one.excerpts)]
        names, forget = self._replacements([label.name for label in head.labels], said)
        labels = (
            replace(
                one,
                name=names.get(one.name, one.name),
                excerpts=tuple(map(forget, one.excerpts)),
            )
            for one in head.labels
        )
        return replace(head, title=forget(head.title), labels=tuple(labels))

    def in_measured(self, found: Measured) -> Measured:
        """Replace the names of erased people in what was measured in a transcript."""
        said = [
            words
            for one in all_lines(found)
            for words in (one.words, one.before, one.what, one.around)
        ]
        names, forget = self._replacements(speakers_of(found), said)
        return with_words(with_names(found, names), forget)

    def in_words(self, words: str) -> str:
        """Replace the names of erased people in a text, if the text has their full names."""
        return self._replacements((), [words])[1](words)

    def _replacements(
        self, speakers: Collection[str], said: Iterable[str]
    ) -> tuple[Mapping[str, str], Callable[[str], str]]:
        """Return new names for speakers, and a function that replaces names in what they said."""
        names: dict[str, str] = {}
        for name in sorted(speakers):
            if who := self.former(speaker_name(name)):
                names[name] = stand_in(names.values(), STAND_INS[who])
        others = [one for one in speakers if one not in names]
        gone = dict.fromkeys(map(speaker_name, names))
        gone |= dict.fromkeys(name for words in said for name in erased_in(words, self.former))
        ways = [
            forgetting(name, None, STAND_INS[who].lower(), others)
            for name in gone
            if (who := self.former(name))
        ]

        def forget(words: str) -> str:
            for way in ways:
                words = way(words)
            return words

        return names, forget


async def replacer(turn: Turn) -> NameReplacer:
    """Return the replacer for the person's workspace.

    The replacer keeps a name if somebody who uses Attune in the workspace has the same name.
    """
    session, tenant = turn.session, turn.person.tenant
    former = await suppressed_names.recognizer(session, tenant)
    if former is suppressed_names.nobody:
        return NameReplacer(former)
    ours = set(map(folded, await people.names(session, tenant, rep_names.MAX_COLLEAGUES)))
    return NameReplacer(lambda name: None if folded(name) in ours else former(name))
