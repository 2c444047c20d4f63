"""Propose one of our stages for each stage of a CRM. Pure."""

from collections.abc import Mapping

from storage.choices import Stage
from storage.spelling import comparable

# We propose the first stage that fits, so "contract proposal" is a decision, not an evaluation.
_SIGNS: Mapping[Stage, tuple[str, ...]] = {
    "customer": ("closedwon", "won", "customer", "renewal", "onboarding"),
    "decision": ("contract", "negotiat", "decision", "procurement", "legal", "verbal", "commit"),
    "evaluation": (
        "proposal",
        "quote",
        "demo",
        "presentation",
        "evaluat",
        "trial",
        "pilot",
        "proof",
        "value",
        "perception",
    ),
    "discovery": (
        "discover",
        "qualif",
        "prospect",
        "appointment",
        "lead",
        "new",
        "needs",
        "intro",
        "contact",
    ),
}


def stages_of(names: Mapping[str, str]) -> dict[str, Stage]:
    """Propose one of our stages for each stage of a CRM, by the words in the CRM stage's name.

    `names` maps the ids of the CRM's stages to their names. The result maps the same ids to our
    stages. If the name of a CRM stage fits none of ours, its id is left out.
    """
    proposed: dict[str, Stage] = {}
    for id_, name in names.items():
        words = comparable(name)
        for stage, signs in _SIGNS.items():
            if any(sign in words for sign in signs):
                proposed[id_] = stage
                break
    return proposed
