"""Words that are part of many names, and names that are also English words."""

from handlers.coaching.text.words import SMALL_WORDS, stemmed

LEGAL_FORMS = stemmed(
    """
    ab ag aps as bhd bv co com company corp corporation gmbh group groupe gruppe holding inc
    incorporated kg kk limited llc llp ltd nv oy plc pte pty sa sarl sas sdn se spa srl
    """
)
# Words that are part of many names, so that one of these words alone identifies nobody.
SHARED = LEGAL_FORMS | stemmed(
    """
    academy agency airlines airport associates auto bank beverages bros brothers builders
    business capital care carrier center central centre chemicals city clinic cloud club college
    commerce consulting construction council credit data delivery dental design development
    digital distribution education electric electronics energy engineering enterprise enterprises
    equipment express fashion finance financial foods foundation freight fund furniture global
    health healthcare home hospital hotel house industrial industries industry institute insurance
    international investment lab laboratories law leasing legal life lines logistics machines
    management manufacturing marine market marketing materials media medical metal mobile mobility
    motors museum national network oil online packaging paper partners payments pharma pharmacy
    plastics power press printing products properties public rail real estate research resources
    restaurants retail school science security service shipping shop software solar solutions
    sons sports stores studio supply systems tech technical technologies technology telecom
    textile tools trade trading training transport transportation travel trust university
    utilities ventures warehouse water wholesale works
    africa america american asia atlantic australia britain british canada china deutsche east
    eastern england europe european france german germany great india japan new north northern
    pacific royal south southern uk united usa west western
    de del della den der des die dos el et la las le los san santa the und van von
    dr frau herr miss mr mrs ms mx prof sir
    """
)
# Names that are also English words. In lower case, we usually read them as ordinary words.
ORDINARY = stemmed(
    """
    ad ah ai al am ed ex go ha hi hr id ie io kg km la ma mm oh ok pa pi pm pr qa tv vs ya yo
    able action active address advanced alder alliance amazon amber apple april archer arrow art
    ash aspen august autumn bacon ball banks barber barn basic bass beach beacon bean bear bee bell
    berry best bill birch bird bishop black blank block blue bond book booth boss box branch brand
    bridge bright brook brown buck bud bull burn bush butcher butler button carpenter case cash
    castle cat cedar chance chase chef choice church circle classic clay clean clear common compass
    cook core corn cotton courier court cove crane crisp cross crow crown cruise crystal current
    customer dash dawn day deal dear depot direct dispatch dock don door dove drive driver duke
    eagle earl early easy echo edge elm eve ever fair faith falcon farm farmer farming fast fell
    fern field finch fire first fish fisher fleet flint flower focus food ford forest free freeman
    french fresh frost future game gap garden gardener gas general genesis gentle gift glass glen
    gold golden good goods grace grand grant grave gray green grey grocery ground grove guy hall
    hand happy harbor harbour harmony hart harvest haven hawk hay head heart heath hedge helm help
    herb hero heron high hill holiday honey hood hook hope horn human hunter ice impact independent
    innovation iron ivory jet jewel job judge june just keen key kind king kit kitchen kite knight
    lake lamb lance land lane large lark law leaf learning light lime link lion little local lock
    long loop lord love low luck lucky machine major manor maple mark marsh mast max may meadow
    meat mercer merchant mercury mercy mile miles milk mill miller mint mist mode modern money moon
    moss moth motion mountain move mutual nation nest next noble norm notion nova number nurse oak
    ocean office olive opal open optical oracle orange orchard order original owl pace page painter
    palm palmer pan parcel parish park pat patience peace peak pearl peck penny pepper perry person
    pet pike pine plan plant platform plus poet point pole pond pool porter post pound prairie
    premier premium price pride prime process production project purple quality quick quill rain
    ram rapid raven reader ready recycling reed reef rental rep repair response rice rich ridge
    ring rise river rob rock rod root rose round rover rush rust rusty safe safety sail sailor sale
    salt sandy savage saving say scout sea season select self seller sense shade shark sharp shell
    shepherd short sierra silver simple singer skill skip skipper sky slack slate slim small smart
    snow social somebody source space sparks special speed spring square stable stack standard star
    stark start steel stock stone storm street stripe strong summer sun sunny super supplier
    support sweet swift system tailor tan target task team temple theatre torch total tower town
    trail tree trinity trip truck true universal vale valley value vane vehicle venture victory
    video vine virtue visa vision vista wade wait wall walls ward waters wave way weeks well wells
    white will willow win wind winter wise wolf wonder wood woods work workshop worth yard yellow
    young zoom
    ability above account add age agree air allow amount animal answer anchor apartment area army
    arm ask author avenue back bank bar base bath battle bay bed behind below benefit better beyond
    big bit board boat body born bottom bowl bread break breeze bring broad broker build building
    bus buy call camp canal candle canvas car card cargo carry castle cause certain chain chair
    change charge chart check child city claim class close cloth coach coast coat coffee coin cold
    collect color colour come commercial community company complete computer concept connect
    contact content contract control copper corner cost country county courage cover create credit
    cup cut cycle daily dance dark date deep degree delta demand desk detail discover door double
    down draft draw dream dress drop dry dust dynamic east economy effort element end engine
    enough equal error essential estate even event every evergreen exact example exchange excel
    expert eye face fact factory family far fashion father favorite feed feel fence fight figure
    fill film final find fine finish five fix flag flame flat flight float floor flow fly follow
    foot force foreign form forward four foxes frame friend front fruit full function gate gather
    gear get giant girl give giving glory goal god golf govern grade grain grass gravity great
    group grow growth guard guide hair half hammer handle hard hat heat heavy hello here hers hidden
    history hit hold hole holly holy horizon horse hot hour idea image inner inside into island
    item join joint joy jump junction jungle kid knot know labor labour ladder language last launch
    layer lead leader league legacy legend lemon letter level liberty lift linen list listen live
    load loan logic lodge look loss lot loud lower main make man map margin master match matter
    mean measure meet member memory mention merit method middle mind minor minute mirror model
    moment month more morning most mother mouth much music name narrow nature near neat need
    network never new news nice nine normal note now ocean odd offer oil old one online only
    option orbit order other outer over own pack paint pair panel paradise part partner party
    pass past path pattern pay people perfect phoenix phone photo piece pilot pitch pivot place
    plain plane planet play please pocket policy popular position possible post potential power
    practice present press pretty primary print private pro problem produce product profit progress
    project promise proof proper protect public pull pulse pure push put quarter queen question
    quest race radio range rare rate ray reach real reason record red region regular relay report
    rest result return reward right road robin roll roof room route row royal rule run sand sat save
    scale schedule scope screen sea seat second secret secure see seed send senior serious service
    set seven shade shadow shape share sheet shift shine ship shop shore show side sight sign
    signal silk single sister site six size sleep slow snap soft soil solid son song sort sound
    spark speak spirit split sport spot spread staff stage stand start state station stay step
    stick still stop story straight strategy stream strength stress strike strip study style
    subject success sugar suit summit sure surface swan table take talk tall tap tax tea teach
    team ten term test text thing think thought thread three thunder tide tie tiger timber time
    title together tone top touch track trade traffic train travel treasure treat trend trial
    tribe trigger triumph trouble trust try tune turn twin two type under union unique unit unity
    upper urban use value vast vector velvet version vital voice volume vote walk warm wash watch
    wealth weather web week weight welcome west wheel whole wide wild wing wire wish wonderful
    word work world write year yes zero zone
    """
)
# Given names that reps also type as words: "frozen till April", "to be frank", "they drew it up".
OFTEN_WORDS = frozenset({"till", "frank", "drew", "sue"})
# After "till", one of these words or a digit shows that "till" means "until".
_WRITTEN_TIMES = """
    january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    christmas easter xmas summer autumn winter spring noon today tomorrow tonight
    after early end late mid next now the then this
    """
_TIMES = frozenset(_WRITTEN_TIMES.split())
TITLES = frozenset({"dr", "frau", "herr", "miss", "mr", "mrs", "ms", "mx", "prof"})


def is_small(stem: str) -> bool:
    """Check whether a word carries little meaning and is not also a name."""
    return stem in SMALL_WORDS and stem not in ORDINARY


def is_until(word: str, after: str) -> bool:
    """Check whether `word` is "till" in the sense of "until". `after` is the next word."""
    return word == "till" and (after in _TIMES or after[:1].isdigit())


def is_common(stem: str) -> bool:
    """Check whether a word is a common English word, or part of many names."""
    return stem in ORDINARY or stem in SMALL_WORDS or stem in SHARED
