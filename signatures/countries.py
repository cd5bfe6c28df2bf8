"""Countries by ISO 3166-1 alpha-2 code, with names from CLDR in every language."""

from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from core.formats import LOCALES
from signatures.names import fold
from signatures.sorting import sort_key

CODES = tuple(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO"
    " BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ"
    " DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP"
    " GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG"
    " KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML"
    " MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE"
    " PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL"
    " SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM"
    " US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
# What people write besides the names of CLDR, folded as `fold` does.
OTHER_NAMES = {
    "US": "usa|eua|eeuu|estados unidos de america|united states of america"
    "|estados unidos de norteamerica|ee uu|ee uu a|eeuua|the united states|u s|u s a|us"
    "|america|estados unidos americanos",
    "GB": "uk|u k|great britain|england|scotland|wales|northern ireland|gran bretana"
    "|inglaterra|escocia|gales|irlanda del norte",
    "MX": "mexico df|estados unidos mexicanos|republica mexicana|mex|mejico",
    "GT": "guate|gua|gtm|republica de guatemala",
    "SV": "salvador|slv|republica de el salvador",
    "HN": "hnd|republica de honduras",
    "DO": "dominican republic|rep dominicana|republica dominicana",
    "CZ": "czech republic|republica checa",
    "KR": "south korea|korea|republic of korea|corea|corea del sur",
    "RU": "russian federation|federacion rusa",
    "CI": "ivory coast|costa de marfil",
    "CV": "cape verde|cabo verde",
    "CD": "dr congo|drc|congo kinshasa|democratic republic of the congo",
    "CG": "congo|republic of the congo",
    "NL": "holland|holanda|the netherlands|paises bajos",
    "PS": "palestine|palestina",
    "TR": "turkey|turkiye|turquia",
    "VA": "vatican|holy see|vaticano|santa sede",
    "MM": "burma|birmania",
    "SZ": "swaziland|suazilandia",
    "TL": "east timor",
    "MK": "macedonia",
    "BR": "brasil",
    "AE": "uae|emiratos arabes",
}


def name(code: str, language: str) -> str:
    """The country's name in a language; an unknown code stays as it is."""
    return _territories(language).get(code, code)


@cache
def choices(language: str) -> list[tuple[str, str]]:
    """Codes with their names, in the order of the language."""
    named = [(code, name(code, language)) for code in CODES]
    return sorted(named, key=lambda choice: sort_key(choice[1], language))


@lru_cache(maxsize=1000)
def parse(text: str) -> str:
    """The code of a country that somebody wrote, or nothing when it is not known."""
    return _codes_by_name().get(fold(text), "")


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(LOCALES.get(language, language).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return dict(locale.territories)


@cache
def _codes_by_name() -> dict[str, str]:
    known = {fold(code): code for code in CODES}
    for code in CODES:
        for language in ("en", "es", "es-ES", "fr", "pt"):
            known.setdefault(fold(name(code, language)), code)
    for code, others in OTHER_NAMES.items():
        known.update(dict.fromkeys(others.split("|"), code))
    return known
