"""Say what the language model is asked, and which words are sent to which host. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.choices import ModelTask


@dataclass(frozen=True)
class ModelPlace:
    """A language model. `host` is where words are sent, or "" if the model is on this machine."""

    name: str
    host: str


@dataclass(frozen=True)
class ModelUseWords:
    """The name of a task of the model, what is sent to the model, and what it sends back."""

    name: str
    sent: str
    back: str


USES: Mapping[ModelTask, ModelUseWords] = {
    "research": ModelUseWords(
        "Public research",
        "the text of public pages about an account, with its name and the open research questions",
        "It proposes answers, each with its sentence from the page.",
    ),
    "transcripts": ModelUseWords(
        "Transcripts",
        "the words of transcripts that reps bring or allow, with numbers instead of the speakers' "
        "names. Names that somebody says aloud are among the words",
        "It picks out up to three sentences for the draft of the reflection.",
    ),
    "themes": ModelUseWords(
        "Themes",
        "buyers' sentences from what reps shared or passed on to marketing, without the names that "
        "are on file. Each sentence has a phrase that buyers at three accounts or more used",
        "It proposes a name for a theme, made of words in its sentences.",
    ),
}
OFFERED: tuple[ModelTask, ...] = ("research", "transcripts", "themes")  # in the order on the card
ONLY_PROPOSES = "It only proposes. Nothing that it proposes is used until somebody keeps it."
NOT_SET_UP = (
    "No language model is set up, and nothing is sent to any. Whoever runs Attune can set one up: "
    "docs/language-model.md says how."
)


def model_at(model: ModelPlace) -> str:
    """Return "gemma3:4b on this machine" or "gpt-5 at api.openai.com"."""
    return f"{model.name} {f'at {model.host}' if model.host else 'on this machine'}"


def leaves(model: ModelPlace, task: ModelTask) -> str:
    """Say what a task sends to the model, and to which host."""
    sent = USES[task].sent
    if not model.host:
        return f"The model is on this machine, so nothing leaves it. It reads {sent}."
    return f"This goes to {model.host}: {sent}."


def suggested_by(model: str) -> str:
    """Return the words that mark a model's proposal."""
    return f"suggested by {model}, an AI"


def first_use(model: ModelPlace, words: int) -> str:
    """Say how much of a transcript goes to the model. A rep is told this once, at the first use."""
    about = f"about {max(round(words, -2), 100):,} words"
    read = f"{model.name}, an AI, looks for up to three more lines in this call for your draft"
    if not model.host:
        return f"{read}: {about} go to the model on this machine, and nothing leaves it."
    return f"{read}: {about} go to {model.host}, without the speakers' names."


def model_use(task: str) -> str:
    """Return "public research" for the task "research". An unknown task is returned as it is."""
    return next((use.name.lower() for known, use in USES.items() if known == task), task)
