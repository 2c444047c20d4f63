"""Lists of words, in lower case, that help to tell names, times and requests apart."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GERMAN = _words(
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"
    " januar februar märz maerz mrz mai juni juli oktober okt dezember dez"
    " heute morgen übermorgen uebermorgen gestern früh vormittag mittag nachmittag abend uhr"
    " nächsten naechsten nächste nächster nächstes kommenden kommende am um gegen ab bis den der"
)
_FRENCH = _words(
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim"
    " janvier février fevrier mars avril juin juillet août aout septembre octobre novembre"
    " décembre decembre demain aujourd'hui hier midi minuit prochain le à"
)
_SPANISH = _words(
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié mie jue vie sáb dom"
    " enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre"
    " diciembre hoy mañana manana pasado"
)
_ITALIAN = _words(
    "lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi sabato"
    " domenica gio gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
    " oggi domani dopodomani alle"
)
_DUTCH = _words(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo"
    " januari februari maart mei augustus vandaag overmorgen uur om"
)
_SHORT = _words("thr thrs tomoz tomo 2moro 2morrow 2mrw tmrrw tmoro tmro 2day 2nite tonite")
PARTS_OF_DAYS = _words(
    "morning afternoon evening night noon midday midnight lunch weekend weekday soon"
)
_HOLIDAYS = _words(
    "diwali ramadan eid hanukkah halloween holiday holidays nye carnival passover pentecost lent"
    " ostern ostersonntag ostermontag karfreitag pfingsten weihnachten heiligabend nikolaus"
    " silvester rosenmontag fasching noël noel pâques paques navidad natale pasqua kerst pasen"
)
_HEDGES = _words(
    "maybe perhaps probably possibly tentatively hopefully ideally latest earliest than starting"
    " roughly approx ca circa around about please pls plz thanks thx same time asap also then"
)
_RECURRING = _words(
    "weekly daily biweekly bi-weekly fortnightly monthly quarterly weekdays everyday recurring"
)
CHANGES = _words("cancel reschedule move postpone delete remove shift push change")
PLANS = _words("call meet meeting schedule book plan prep prepare")
REQUESTS = CHANGES | PLANS | _words("help remind add show")

COURTESY = _words("please pls plz thanks thx") | {"", "thank you"}

# If the name of a new account seems to end in one of these words, we usually ask the rep where the
# name ends, because the word may be part of the request or of the call's time.
DOUBTFUL = frozenset().union(
    _GERMAN,
    _FRENCH,
    _SPANISH,
    _ITALIAN,
    _DUTCH,
    _SHORT,
    PARTS_OF_DAYS,
    _HOLIDAYS,
    _HEDGES,
    _RECURRING,
    REQUESTS,
)

# Words that make the weekday after them a name: "black Friday" is not the coming Friday.
NAMED_DAYS = {
    "monday": _words("bank holiday cyber whit pentecost easter blue"),
    "tuesday": _words("giving shrove pancake super fat patch"),
    "wednesday": _words("ash"),
    "thursday": _words("maundy holy"),
    "friday": _words("black good casual"),
    "saturday": _words("holy business"),
    "sunday": _words("palm bowl easter advent"),
}
# After one of these words, people say who is in the call, or what the call is about.
TAIL_LEADS = _words("with w/ re regarding about concerning via because")
# Pairs of words that people may add after an account's name: "Acme on zoom". The word "on" alone
# may also be part of a name: "Stratford on Avon".
TAILS = frozenset(
    {f"on {place}" for place in _words("zoom teams phone slack webex meet site the a")}
    | {"can we", "could we", "shall we", "let us"}
)
