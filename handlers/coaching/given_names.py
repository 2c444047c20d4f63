"""Given names that many people have, to tell "Jana, Tom" (two people) from "Novak, Jana" (one)."""

_NAMES = """
    adam agnes ahmed alan alba albert alessandro alex alexander alexandra alfred ali alice
    alicia amanda amelia amy ana andrea andreas andrew andy angela anita anja ann anna anne
    annette anton antonio arthur astrid barbara beate ben benjamin bernd bettina bill birgit
    bjorn bob brian bruno carl carla carlos carmen carol caroline catherine charles charlotte
    chris christian christina christine christoph christopher claire clara claudia cornelia
    craig dan daniel daniela dave david debbie deborah denise dennis diana diego dirk dominik
    don donna doris dorothy ed edith eduardo edward elena elisabeth elizabeth ella ellen emily
    emma eric erik erika ernst eva eve fatima felix fernando florian francesca francesco frank
    franz fred frederic gabriel gabriele gary george gerd giorgio giulia giuseppe grace greg
    gregor hanna hannah hannes hans harald harry heidi heike heiko helen helena helene helga
    henrik henry holger ian ina ines ingrid irene iris isabel isabella jack jacob jakob james
    jan jana jane janet jean jeff jennifer jens jessica jill jim joan joanna joe joel johan
    johanna johannes john jon jonas jonathan jorge jose josef joseph josh juan judith julia
    julian julie jutta karen karin karl karla kate katharina katherine kathrin katja katrin
    kelly ken kevin kim klaus kurt larry lars laura lea lena leo leon leonie lily linda lisa
    liz lorenzo louis louise luca lucas lucia lucy luis luisa lukas maja manuel manuela marc
    marco marcus margaret maria marie marina mario marion mark markus marlene marta martha
    martin martina mary mathias matt matthew matthias maurice max maximilian mechthild melanie
    mia michael michaela michelle miguel mike mila mira miriam mohamed mohammed monica monika
    nadia nadine nancy natalie nathalie nick nico nicolas nicole niklas nils nina noah nora
    norbert olaf oliver olivia omar oscar otto pablo pamela paolo pascal pat patricia patrick
    paul paula pauline pedro peter petra phil philip philipp pia pierre priya rachel rainer
    ralf ralph raul rebecca regina renate ricardo richard rick rita rob robert roberto robin
    roland rolf ron rosa ruth ryan sabine sally sam samantha samuel sandra sara sarah scott
    sean sebastian silke silvia simon simone sofia sonja sophia sophie stefan stefanie stephan
    stephanie stephen steve steven susan susanne sven svenja sylvia tanja tara ted teresa
    terry theo theresa thomas thorsten tim tina tobias todd tom tomas tony torsten udo ulrich
    ulrike ursula ute uwe valentina vanessa vera verena veronica victor victoria vincent wendy
    werner will william wolfgang xavier yusuf yvonne
"""
GIVEN_NAMES = frozenset(_NAMES.split())
