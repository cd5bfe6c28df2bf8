"""Words and patterns that tell the parts of a name, for sorting.py and tidying.py."""

import re

HONORIFICS = frozenset(
    "rev revd rvd rvdo rvda revdo reverend reverendo reverenda dr dra doctor doctora fr"
    " father sr sra srta srita sister sor br bro brother hna hermana hno hermano pbro presb"
    " presbitero padre fray mons monsenor msgr monsignor rabbi rabino rabina rav imam"
    " pastor pastora bishop obispo obispa archbishop arzobispo cardinal cardenal deacon dcn"
    " deaconess diacono diaconisa minister apostle apostol lic licda lcda lcdo licenciado"
    " licenciada ing ingeniero ingeniera abg abog abogado abogada arq prof profa profesor"
    " profesora professor mr mrs ms miss mx mme mtro mtra maestro maestra dn don dona dna"
    " hon honorable judge justice juez jueza magistrado magistrada fiscal attorney atty"
    " elder sheikh shaykh swami cantor chaplain capellan excmo excma mother madre canon sen"
    " senator rep amb ambassador embajador embajadora diputado diputada mayor chief"
    " commissioner comisionado comisionada col gen sgt capt ret retired most very right rt"
    " excellency excelencia eminence eminencia ajqij".split()
)
# The Rev., la Hna., Su Excelencia: part of the title that follows.
ARTICLES_OF_TITLES = frozenset("the el la his her their su".split())
SPANISH_INITIALS = frozenset({"p", "d"})  # Padre, Don
# English given names, too.
GIVEN_NAMES = frozenset(
    {"don", "judge", "justice", "elder", "bishop", "sen", "gen", "dona"}
)
# Whoever bears one of these may have left a family name behind.
RELIGIOUS = frozenset("sister sr mother br bro brother sor madre fray".split())
LAY_OR_RELIGIOUS = frozenset("hna hermana hno hermano".split())
SUFFIXES = frozenset("jr sr junior ii iii iv esq esquire phd ret".split())
# These are also names or words: suffixes only where they stand in capitals.
CAPITAL_SUFFIXES = frozenset(
    "md op sj ofm ofmcap ofmconv osb osf csc sdb cm mm fsc rsm ssnd ssj csj bvm ihm scn svd"
    " cssr mccj mccs msc ocd ocarm obl jd llm llb lld dmin mdiv mba msw lcsw rn dd thd edd"
    " cpa sds cfm mxy msp omi opm hsp sx cp osc osa osu cnd fdcc hvps scj smm".split()
)
SURNAMES_LIKE_SUFFIXES = frozenset("osa mba omi osu obl".split())
OFFICES = frozenset(
    "director directora coordinator coordinador coordinadora president presidente"
    " presidenta secretary treasurer tesorera tesorero emeritus emerita emerito jubilado"
    " jubilada parroco superior superiora".split()
)
PARTICLES = frozenset(
    "van der den de del dela delos della di da das du la las los le von zu zur vom el al"
    " bin ibn bint ben abu abd abdul abdel af av ap ab ferch ó ní uí nic mac st saint ste"
    " sainte san santa são ter".split()
)
PREPOSITIONS = frozenset("de del da das do dos".split())
SPANISH_ARTICLES = frozenset("el la los las".split())
# Also given names and surnames: particles only where they stand in lower case.
LOWER_PARTICLES = frozenset(
    "do dos des ten te op in uit aan het 't ’t und lo".split()  # van 't, von und zu
)
OTHER_PARTICLES = frozenset("عبد بن ابن أبو ابو آل بنت أم בן בר בת אבן אבו".split())
ARABIC_ARTICLE = re.compile("(?:al|el|ad|an|ar|as|ash|at|az)(?:-|$)")
# Family names of Brazil that repeat a father's, an uncle's, a grandfather's name.
KINSHIP = frozenset("filho neto sobrinho júnior".split())
CONNECTORS = frozenset("y i vda vda. viuda".split())
INITIALS_ONLY = re.compile(r"([^\W\d]\.)+")
PORTUGUESE_LETTERS = re.compile("[ãõ]")
PORTUGUESE_WORDS = frozenset("da das do dos e".split())
# Surnames that nobody has for a given name: in Spanish, the surnames begin here.
ONLY_SURNAMES = frozenset("garcia diaz ruiz ortiz saenz ponce montes espinosa".split())
# Spanish given names that often stand second and are hardly ever surnames.
SECOND_NAMES = frozenset(
    "jose maria luis carlos antonio manuel alberto eduardo fernando roberto enrique jesus"
    " alejandro elena isabel teresa guadalupe carmen luisa fernanda alejandra cristina"
    " patricia beatriz eugenia angeles mercedes lourdes gabriela daniela andrea claudia"
    " paola sofia valentina victoria elizabeth angel ignacio ines inez lucia magdalena"
    " esther ester margarita susana raquel irene veronica leticia adriana monica silvia"
    " javier hugo rafael arturo armando ernesto".split()
)
# María del Carmen, José de Jesús: one given name, though it looks like a surname.
DEVOTIONS = frozenset(
    "carmen rosario pilar socorro rocio mar consuelo refugio transito milagro angeles luz"
    " paz concepcion asuncion soledad mercedes nieves jesus lourdes fatima guadalupe"
    " remedios dolores pena carmelo".split()
)
# Those that follow other given names, too, and are seldom surnames: Juan de Dios.
COMMON_DEVOTIONS = frozenset(
    "carmen socorro refugio transito milagro dios maria".split()
)
# Of the Immaculate Heart, del Niño Jesús: what a religious is named after.
MYSTERIES = frozenset(
    "sagrado corazon nino inmaculada inmaculado santisima santisimo sacramento espiritu"
    " dios eucaristia providencia misericordia anunciacion virgen heart sacred immaculate"
    " holy infant child god trinity spirit blessed sacrament mercy divine providence"
    " incarnation annunciation rosary carmel angels face passion resurrection".split()
)
OF_A_MYSTERY = (
    MYSTERIES
    | DEVOTIONS
    | frozenset(
        "of the de del la los las cruz santo trinidad encarnacion jose maria cross mary"
        " joseph peace".split()
    )
)
VIETNAMESE_FAMILIES = frozenset(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh truong"
    " doan trinh mai dao lam luong cao ha to ta thai chau quach luu".split()
)
VIETNAMESE_MARKS = re.compile(
    "[\u0309\u0323\u031bđĐ]|[aAeEoO]\u0302[\u0300\u0301\u0303]"
)
EAST_ASIAN_FAMILIES = frozenset(
    "kim lee park pak choi jung jeong kang cho yoon yun jang chang lim im han oh seo shin"
    " kwon hwang ahn an song hong yang chen lin huang wang li liu zhang wu tsai hsu cheng"
    " kuo chou".split()
)
EAST_ASIAN_GIVEN = re.compile(r"[A-Z][^\W\d]+[-‐‑][^\W\d]+")  # Min-seo, Mei-hsiu
SLAVIC_PATRONYMIC = re.compile("(вна|чна|вич|vna|[eo]vich)$")
ICELANDIC_PATRONYMIC = re.compile("(dóttir|[áíóúýðþæ].*s+on)$")
MALAY_PATRONYMICS = frozenset("binti binte a/l a/p".split())
# Scripts in which names stand as printed: begun by the family, as in East Asia, or by
# the given name under which people are filed, as in Thailand, Burma and Ethiopia.
UNINVERTED_SCRIPTS = (
    *("CJK", "IDEOGRAPHIC", "HANGUL", "HIRAGANA", "KATAKANA"),
    *("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "ETHIOPIC"),
)
QUOTES = tuple("\"'“”‘«(")
PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")

ARTICLES = {
    "en": re.compile(r"^(the|an?|el|la|los|las)\s+(?=\S)", re.IGNORECASE),
    "es": re.compile(r"^(the|el|la|lo|los|las|una?)\s+(?=\S)", re.IGNORECASE),
}
# Places whose article is part of the name.
PLACES = re.compile(
    r"(los (a|á)ngeles|las cruces|las vegas|la paz|el paso|el salvador|el progreso|la unión"
    r"|la libertad|la jolla|la crosse|los alamos|la habana|el quiché|las américas"
    r"|la puente|el monte|el cajon|los lunas|el petén)\b",
    re.IGNORECASE,
)

# How characters are filed (ALA Filing Rules, where ICU gives them a place apart):
# apostrophes of every kind, the okina and quotation marks count for nothing.
FILED_AS = str.maketrans(
    dict.fromkeys("'’‘‛ʼʻʾʿꞌꞋ`´′\"“”„«»")
    | dict.fromkeys(".·-‐‑–—", " ")
    | {"þ": "th", "Þ": "Th", "ı": "i"}
)
AND = {"en": " and ", "es": " y "}
EAST_ASIAN_SPACE = re.compile("(?<=[\u2e80-\u9fff\uac00-\ud7a3]) (?=[\u2e80-\ud7a3])")
