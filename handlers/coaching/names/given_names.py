"""Common given names, and their short forms.

The names tell us what a comma means:

- "Jana, Tom" → two people
- "Novak, Jana" → one person

The short forms tell us that Bob may be Robert.
"""

from collections.abc import Mapping

from handlers.coaching.names.common_words import TITLES, is_common

_NAMES = """
    adam agnes ahmed alan alba albert alessandro alex alexander alexandra alfred ali alice
    alicia amanda amelia amy ana andrea andreas andrew andy angela anita anja ann anna anne
    annette anton antonio arthur astrid barbara beate ben benjamin bernd bettina bill birgit
    bjorn bob brian bruno carl carla carlos carmen carol caroline catherine charles charlotte chiara
    chris christian christina christine christoph christopher claire clara claudia cornelia
    craig dan daniel daniela dave david debbie deborah denise dennis diana diego dirk dominik
    don donna doris dorothy ed edith eduardo edward elena elisabeth elizabeth ella ellen emily
    emma eric erik erika ernst eva eve fatima felix fernando florian francesca francesco frank
    franz fred frederic gabriel gabriele gary george gerd giorgio giulia giuseppe grace greg
    gregor hanna hannah hannes hans harald harry heidi heike heiko helen helena helene helga
    henrik henry holger ian ina ines ingrid irene iris isabel isabella jack jacob jakob james
    jan jana jane janet jean jeff jennifer jens jessica jill jim jo joan joanna joe joel johan
    johanna johannes john jon jonas jonathan jorge jose josef joseph josh juan judith julia
    julian julie jutta karen karin karl karla kate katharina katherine kathrin katja katrin
    kelly ken kevin kim klaus kurt larry lars laura lea lena leo leon leonie lily linda lisa
    liz lorenzo louis louise luca lucas lucia lucy luis luisa lukas maja manuel manuela marc
    marco marcus marek margaret maria marie marina mario marion mark markus marlene marta martha
    martin martina mary mathias matt matthew matthias maurice max maximilian mechthild melanie
    mia michael michaela michelle miguel mike mila mira miriam mohamed mohammed monica monika
    nadia nadine nancy natalie nathalie nick nico nicolas nicole niklas nils nina noah nora
    norbert olaf oliver olivia omar oscar otto pablo pamela paolo pascal pat patricia patrick
    paul paula pauline pavel pedro peter petr petra phil philip philipp pia pierre priya rachel
    rainer ralf ralph raul rebecca regina renate ricardo richard rick rita rob robert roberto robin
    roland rolf ron rosa ruth ryan sabine sally sam samantha samuel sandra sara sarah scott
    sean sebastian silke silvia simon simone sofia sonja sophia sophie stefan stefanie stephan
    stephanie stephen steve steven susan susanne sven svenja sylvia tanja tara ted teresa
    terry theo theresa thomas thorsten tim tina tobias todd tom tomas tony torsten udo ulrich
    ulrike ursula ute uwe valentina vanessa vera verena veronica victor victoria vincent wendy
    werner will william wolfgang xavier yusuf yvonne
"""
GIVEN_NAMES = frozenset(_NAMES.split())

# Each line has a given name and its other forms. A short form may be on several lines.
_CALLED = """
    abigail abby gail
    albert al bert
    alexander alex alec lex sandy sasha xander
    alexandra alex alexa lexi sandra sandy sasha
    alfred al alf fred
    andreas andi andy
    andrew andy drew
    angela angie geli
    angelika angie geli
    anthony tony
    anton toni
    antonio toni tony
    barbara barb babs basia
    benjamin ben benny
    bernhard bernd
    brigitte biggi gitte
    catherine cath cathy cat kate katie
    charles charlie chas chuck
    charlotte charlie lottie
    christian chris
    christina chris chrissy tina
    christine chris chrissy tina
    christopher chris kit
    claudia claudi
    cornelia conny nelly
    daniel dan danny
    david dave davey
    deborah deb debbie
    dominik dom
    donald don donny
    dorothy dot dottie
    edward ed eddie ted ned
    elisabeth elsa lisa lisbeth sissi
    elizabeth beth betsy betty eliza liz lizzie lisa libby
    emily em emmy
    dorothea dora dorle thea
    eduard edi
    eleonore lore
    elfriede elfi
    eugene gene
    ferdinand ferdi
    florian flo
    francesca fran franny
    francis frank fran
    franziska franzi
    frederick fred freddie
    friedrich fritz
    gabriele gabi
    gabriella gabby
    georg schorsch
    george georgie
    gerhard gerd
    gerald gerry jerry
    gregory greg
    giuseppe beppe pino
    gottfried friedel
    gundula gundi
    hannelore hanne lore
    harold harry hal
    heinrich heinz heiner
    helena lena
    henry harry hank
    herbert bert herb
    hildegard hilde
    irmgard irmi
    isabella bella izzy
    jacob jake
    jacqueline jackie
    james jim jimmy jamie
    jan janek jens
    jennifer jen jenny
    jessica jess jessie
    johannes hannes jo
    joachim achim jochen
    john johnny jack
    jonathan jon jonny
    joseph joe joey
    josef sepp
    joshua josh
    judith judy
    julia jule
    katarzyna kasia kaska
    katharina kathi kati
    katherine kate kathy katie kat
    kathleen kathy kath
    kenneth ken kenny
    konrad conny kurt
    kimberly kim
    krzysztof krzysiek
    lawrence larry
    leonard len lenny leo
    louis lou
    louise lou
    ludwig lutz
    lukas luki
    magdalena lena leni magda
    malgorzata gosia
    manfred manni
    manuel manu
    manuela manu
    margaret maggie meg peggy marge
    margarete grete gretel
    maria mia
    martin marty
    matthew matt matty
    matthias matze hias
    maximilian max maxi
    michael mike mick micky mickey micha michi
    mohamed mo
    mohammed mo mohamed muhammad
    muhammad mo mohamed mohammed
    natalie nat
    nathan nate nat
    nicholas nick nicky nico
    nicole nicky nici
    nikolaus klaus niko
    ottokar otto
    pamela pam
    patricia pat patty trish
    patrick pat paddy
    peter pete
    philip phil pip
    philipp phil
    rachel rach
    raymond ray
    rebecca becca becky
    richard rich rick ricky dick
    robert rob robbie bob bobby bert
    ronald ron ronnie
    rosemarie rosi
    roswitha rosi
    rudolf rolf rudi
    russell russ
    samantha sam sammy
    samuel sam sammy
    sebastian seb basti bastian
    siegfried sigi
    sophia sophie
    stefan steff
    stefanie steffi
    stephanie steph steffi
    stephen steve stevie
    steven steve stevie
    susan sue suzie susie
    susanne susi sanne
    sylvia silvi
    teresa terry tess
    theodor theo
    theodore ted theo
    theresa terry tess resi
    thomas tom tommy
    timothy tim timmy
    tobias tobi
    ulrich uli
    ulrike uli rike
    ursula uschi ulla
    valentina vale
    veronica ronnie vera
    veronika vroni
    victor vic
    victoria vicky tori
    vincent vince vinny
    walter walt
    waltraud traudl
    wilhelm willi
    william will bill billy willy liam
    wolfgang wolf
    zachary zach zack
    александр саша шура aleksandr alexander alex sasha
    александра саша шура aleksandra alexandra alex sasha
    алексей леша alexei alexey aleksei
    анна аня anna anya
    дмитрии дима dmitry dmitri dima
    екатерина катя ekaterina katya
    елена лена elena lena
    иван ваня ivan vanya
    мария маша maria masha
    михаил миша mikhail misha
    наталья наташа natalia natasha
    ольга оля olga olya
    сергеи сережа sergei sergey
    татьяна таня tatiana tanya
    юлия юля yulia julia
"""


def _called() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _CALLED.split("\n"):
        for name in line.split():
            found.setdefault(name, set()).update(line.split())
    return {name: frozenset(others - {name}) for name, others in found.items()}


# Maps each name to the other names on its lines: "bob" to "robert", "rob", ….
OTHER_FORMS: Mapping[str, frozenset[str]] = _called()
# Short forms that are also English words. At the start of a sentence, the word has a capital letter
# just like the name, so we can't tell the word from the name.
SHORT_FORMS_ALSO_WORDS = frozenset(
    ["chuck", "dot", "gene", "hank", "jack", "peg", "pip", "ray", "sue", "tess"]
)
# If the second of two words is one of these, the two words name a group or a job, and not a person:
# "Sales team".
_NOT_LAST_NAMES = """
    board boss crew department depot desk director head lead line manager office owner people
    shift staff support team user
    """
_NOT_LAST = frozenset(_NOT_LAST_NAMES.split())


def first_name(name: str) -> str:
    """Return the name that a colleague would use: "Irina" for "Irina Sokol".

    Return the full name if we can't be sure of the first name, as in "Dr. Lund", "Novak Jana",
    initials or a job title.
    """
    words = name.split()
    if len(words) != 2 or not all(part.isalpha() for part in name.replace("-", " ").split()):
        return name
    first, last = (word.casefold() for word in words)
    known = first in GIVEN_NAMES
    usual = words[0].istitle() and len(first) > 1 and first not in TITLES
    if not usual or last in _NOT_LAST or (not known and (last in GIVEN_NAMES or is_common(first))):
        return name
    return words[0]
