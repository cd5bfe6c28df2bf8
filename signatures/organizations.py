"""Keys under which names of organizations are the same, or are likely twins."""

import re
import unicodedata

from signatures import names

KEY_MAXIMUM = 600  # characters of the columns

# Words that say nothing about which organization it is.
EMPTY_WORDS = frozenset(
    "the a an of for in on at and y e el la los las de del para por en"
    " inc incorporated llc ltd limited corp corporation co company gmbh ev plc lp llp pllc"
    " ac sa sc cv rl sas srl spr ap iap abp asociacioncivil ong ngo ngos onl osc".split()
)
# Spellings and translations that are the same word here.
SAME_WORDS = {
    word: group.split()[0]
    for group in (
        "saint st san santa santo sta sto saints",
        "church iglesia churches iglesias",
        "parish parroquia parishes parroquias",
        "network red",
        "association asociacion assn asoc",
        "commission comision",
        "community comunidad",
        "congregation congregacion",
        "coalition coalicion",
        "committee comite",
        "council consejo",
        "diocese diocesis",
        "foundation fundacion",
        "movement movimiento",
        "institute instituto",
        "university universidad",
        "justice justicia",
        "peace paz",
        "migrant migrante migrants migrantes",
        "women mujeres",
        "house casa home",
        "shelter albergue",
        "center centre centro ctr",
        "ministry ministerio",
        "mary maria",
        "our nuestra ntra nstra",
        "lady senora sra",
        "sacred sagrado",
        "heart corazon",
        "holy santissima santisima",
        "cross cruz",
        "united unidos unidas",
        "national nacional natl",
        "international internacional intl",
        "alliance alianza",
        "federation federacion",
        "conference conferencia",
        "assembly asamblea",
        "society sociedad",
        "synod sinodo",
        "mission mision",
        "group grupo",
        "forum foro",
        "project proyecto",
        "office oficina",
        "school escuela",
        "service servicio services servicios",
        "rights derechos",
        "human humanos",
        "border frontera",
        "refugee refugees refugiado refugiados",
        "worker workers trabajador trabajadores",
        "student students estudiante estudiantes",
        "sister sisters hermana hermanas",
        "brother brothers hermano hermanos",
        "family families familia familias",
        "people peoples pueblo pueblos",
        "indigenous indigena indigenas",
        "catholic catolica catolico",
        "evangelical evangelica evangelico",
        "lutheran luterana luterano",
        "methodist metodista",
        "presbyterian presbiteriana",
        "baptist bautista",
        "jesuit jesuits jesuita jesuitas",
        "hope esperanza",
        "life vida",
    )
    for word in group.split()
}
LEGAL_FORM = re.compile(
    r"\b(s\. ?a\. ?de ?c\. ?v\.|(a|s|e|l|r|c)\.\s?(a|b|c|l|v|p|s)\.(\s?[aclprs]\.)*)(?=\W|$)"
)

# "Inter-faith" and "interfaith" are written with equal right.
PREFIX = re.compile(r"\b(anti|co|inter|multi|non|pro)[-‐‑]")


def name_key(name: str) -> str:
    """The same for names that differ in case, white space or a full stop at the end."""
    folded = unicodedata.normalize("NFKC", names.tidy(name)).casefold()
    return (" ".join(folded.split()).rstrip(" .,;:") or folded)[:KEY_MAXIMUM]


def twin_key(name: str) -> str:
    """The same for names that may well be one organization's; a person decides."""
    folded = LEGAL_FORM.sub(" ", name_key(name) + ".").replace("&", " ")
    folded = PREFIX.sub(r"\1", folded)
    words = names.fold(
        re.sub(r"[-/–—,;()]", " ", re.sub(r"['’ʼ]s\b", "", folded))
    ).split()
    telling = sorted(
        {SAME_WORDS.get(word, word) for word in words if word not in EMPTY_WORDS}
    )
    return (" ".join(telling) or name_key(name))[:KEY_MAXIMUM]
