"""Taking one contact's name out of texts: nothing of them stays, and no other word is lost."""

import pytest

from handlers.coaching.names.forgetting import forgetting

# name; sentences with @ where the name has to go, and everything else has to stay
NAMES: dict[str, tuple[str, ...]] = {
    "An": ("@ asked for a plan, and an offer. Anna came.", "An offer was sent to @.", "@'s plan"),
    "Li": ("@ listed the Li-ion cells. Link: lithium.", "Ask @ about Lisbon.", "Dr. Lin likes it"),
    "Jo": ("@ said so. Jon and Joan know.", "@'s job", "A major project, told to @"),
    "Bo": ("Both books are with @.", "@ wants a bot"),
    "Ng": ("Nothing from @ yet.", "@ knows, nginx is slow"),
    "Ed": ("@ asked; we edited and waited.", "Ask @."),
    "Al": ("@ will call. All alone.", "Also for @"),
    "Will": ("@ said we will. Will you send it?", "Ask @ about the will.", "@'s goodwill"),
    "Will Baker": ("@ will call. We will bake.", "Will it rain?", "They will, said @"),
    "Mark": ("@ wants the mark-up. Mark my words.", "The market is @'s", "Mark-up is 5 %"),
    "May": ("We may call in May. @ called.", "May 4 suits @.", "By the end of May, maybe"),
    "May Wong": ("@ may call in May.", "Is @ in?"),
    "Rose": ("Prices rose, @ said.", "@ asked why costs rose"),
    "Grace": ("@ wants grace until Monday.", "The grace period is @'s"),
    "Art": ("@ said it is an art.", "State of the art, party, start"),
    "Bill": ("@ wants one bill.", "Billing is slow, told @"),
    "Hope": ("@ said they hope so.", "We hope @ calls"),
    "June": ("@ said in June.", "June 3 was fine for @"),
    "Frank": ("@ was frank with us? @ said so.", "Frankfurt is far from @"),
    "Sue": ("They sue nobody, @ says.", "The issue is @'s"),
    "Pat": ("@ says: pat, patch, pattern.",),
    "Zoë Müller": ("@, @ and @'s plan. Zone 3 is mulled over.", "@ said no"),
    "José": ("@ said no. Jo said yes.", "Ask @"),
    "Søren Ås": ("@ said no. As we said, soon.", "Ask @ as well"),
    "Łukasz": ("@'s plan, luckily", "Ask @"),
    "O'Neill": ("@ said. One oneself.", "Ask @"),
    "Anne-Marie Le": ("@ said. Le Havre and Annex stay.", "Ask @"),
    "Jones": ("@ has a car. Jonesy has one.", "Ask @"),
    "李明": ("@说好。桃李", "问@"),
    "Ana Sá": ("@ said banana and Sara.", "Analyst: ask @"),
    "Jan de Vries": ("@ said in January: plan de luxe.", "Ask @"),
    "Kim Day": ("@ said all day. Kimono stays.", "Every day, asked @"),
}
WRITTEN = {  # other spellings of the names
    "Zoë Müller": ("Zoe Mueller", "ZOË MÜLLER", "Zoë"),
    "José": ("Jose",),
    "Jan de Vries": ("Jan", "de Vries", "J. de Vries"),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_goes_and_every_other_word_stays(name: str) -> None:
    forget = forgetting(name, None, "XX", ())
    for sentence in NAMES[name]:
        for written in (name, name.upper() if " " in name else name, *WRITTEN.get(name, ())):
            assert forget(sentence.replace("@", written)) == sentence.replace("@", "XX"), written


def test_somebody_else_of_that_first_name_stays() -> None:
    forget = forgetting("Jana Novak", "j.novak@acme.example", "XX", ("Jana Weber", "Jana Novak"))
    for before, after in (
        ("Jana Novak and Jana Weber differ.", "XX and Jana Weber differ."),
        ("Novak's plan, Weber's plan", "XX's plan, Weber's plan"),
        ("Jana said so", "Jana said so"),  # either of them
        ("Dr. Weber", "Dr. Weber"),
        (
            "Mail j.novak@acme.example, not j.weber@acme.example",
            "Mail XX, not j.weber@acme.example",
        ),
        ("+49 30 1234567, https://acme.example/x, tom@acme.example", ""),
    ):
        assert forget(before) == (after or before)
    assert forgetting("Jana", None, "XX", ("Jana Weber",))("Jana told Jana Weber") == (
        "XX told Jana Weber"
    )
