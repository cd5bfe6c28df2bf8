"""Invented people, built from lists of names; the same ones every time."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from demo import places


def listed(text: str) -> list[str]:
    return [item for line in text.splitlines() for item in line.split(", ") if item]


@dataclass(frozen=True)
class Culture:
    """How people of one tradition are called, and where they sign from."""

    weight: int
    language: str
    places: list[places.Place]
    given: list[str]
    families: list[str]
    surnames: int = 1
    form: str = "{given} {family}"


@dataclass(frozen=True)
class Person:
    name: str
    language: str
    place: places.Place
    mailbox: str


SPANISH_GIVEN = listed("""
María José, Ana Lucía, Marta Elena, Rosa, Silvia, Clemencia, Verónica, Lidia, Gabriela, Irma
Carmen, Ángela, Beatriz, Delia, Ester, Flor de María, Graciela, Inés, Julieta, Leticia
José Antonio, Juan Carlos, Óscar, Mario, Édgar, Luis Fernando, Julio, Rodrigo, Víctor, Álvaro
Santiago, Raúl, Esteban, Miguel Ángel, Rafael, Tomás, Joaquín, Gustavo, Iván, Nicolás
""")
SPANISH_FAMILIES = listed("""
Pérez, López, Morales, Ramírez, Castillo, Hernández, Juárez, Méndez, Ortiz, Velarde
Estrada, Barrios, Cifuentes, Monzón, Aguilar, Fajardo, Reyes, Solórzano, Recinos, Galindo
Herrera, Cárdenas, Quiñónez, Santizo, Mazariegos, de la Cruz, del Valle, de León, Núñez, Ibáñez
Alvarado, Villatoro, Arriola, Escobedo, Samayoa, Montúfar, Palencia, Sagastume, Cabrera, Zúñiga
""")
ENGLISH_GIVEN = listed("""
Helen, Margaret, Ruth, Joan, Katherine, Abigail, Denise, Lorraine, Naomi, Patricia
Susan, Esther, Grace, Judith, Miriam, Rebecca, Sarah, Theresa, Virginia, Deborah
Thomas, Walter, Daniel, James, Peter, Andrew, Samuel, Stephen, Timothy, Marcus
Gerald, Nathaniel, Paul, Raymond, Vincent, William, Aaron, Dennis, Elijah, Franklin
""")
ENGLISH_FAMILIES = listed("""
Marsh, Whitfield, O'Brien, Lindqvist, Harper, Caldwell, Fitzgerald, Brooks, Hollis, Yoder
Abernathy, McAllister, Stoltzfus, Freeman, Washington, Jefferson, Goldberg, Rosen, Larkin, Bennett
Van der Meer, St. Clair, Okonkwo, Mbeki-Hall, Schaefer, Nolan, Pruitt, D'Angelo, MacLeod, Sutherland
Ellsworth, Kowalczyk, Halloran, Prescott, Tillman, Underwood, Vance, Weatherby, Ashford, Delaney
""")

CULTURES = [
    Culture(
        340,
        "es",
        places.GUATEMALA * 2 + places.MEXICO + places.CENTRAL_AMERICA,
        SPANISH_GIVEN,
        SPANISH_FAMILIES,
        surnames=2,
    ),
    Culture(
        150,
        "es",
        places.HIGHLANDS,
        listed("""
María, Juana, Ixchel, Catarina, Petrona, Micaela, Tomasa, Magdalena, Ixmukane, Candelaria
Diego, Sebastián, Pascual, Gaspar, Andrés, Baltazar, Domingo, B'alam, Lucas, Mateo
"""),
        listed("""
Tzoc, Xol, Caal, Choc, B'atz', Q'anil, Tz'unun, Ch'en, K'ulub, Ajq'ij
Cojtí, Tuyuc, Raxuleu, Guarchaj, Tambriz, Ixcoy, Sajbin, Ical, Cumes, Xiloj
"""),
        surnames=2,
    ),
    Culture(330, "en", places.UNITED_STATES, ENGLISH_GIVEN, ENGLISH_FAMILIES),
    Culture(
        90,
        "en",
        places.UNITED_STATES,
        SPANISH_GIVEN,
        SPANISH_FAMILIES,
        form="{given} {family}",
    ),
    Culture(
        24,
        "en",
        places.UNITED_STATES[:6] + places.POLAND,
        listed("Agnieszka, Zofia, Małgorzata, Stanisław, Paweł, Łukasz"),
        listed("Wiśniewska, Dąbrowski, Zieliński, Wójcik, Kaczmarek, Szymańska"),
    ),
    Culture(
        22,
        "en",
        places.FRANCE,
        listed("Hélène, Françoise, Benoît, Jérôme, Anaïs, Jean-François"),
        listed("Lefèvre, d'Aubigny, Garçon, Noël, Châtelain, L'Hôpital"),
    ),
    Culture(
        22,
        "es",
        places.BRAZIL,
        listed("João, Conceição, Inês, Sebastião, Luíza, Antônio"),
        listed("Gonçalves, da Silva, dos Santos, Magalhães, Simões, de Araújo"),
        surnames=2,
    ),
    Culture(
        20,
        "en",
        places.UNITED_STATES[4:10],
        listed("Thị Hồng, Văn Đức, Minh Châu, Quốc Bảo, Ngọc Ánh, Hữu Phước"),
        listed("Nguyễn, Trần, Phạm, Đặng, Bùi, Huỳnh"),
        form="{family} {given}",
    ),
    Culture(
        18,
        "en",
        places.UNITED_STATES[8:14] + places.LEBANON,
        listed("مريم, سمير, ليلى, يوسف, حنان, إلياس"),
        listed("الخوري, حداد, منصور, نجّار, عيسى, الحلبي"),
    ),
    Culture(
        14,
        "en",
        places.UNITED_STATES[10:16],
        listed("רחל, דוד, מרים, יעקב, נעמי, אברהם"),
        listed("כהן, לוי, בן־דוד, שפירא, פרידמן"),
    ),
    Culture(
        16,
        "en",
        places.INDIA,
        listed("अनीता, राजेश, सुनीता, विजय, मीना, प्रकाश"),
        listed("शर्मा, मिश्रा, कुमारी, टोप्पो, लकड़ा, वर्मा"),
    ),
    Culture(
        16,
        "en",
        places.UNITED_STATES[6:12],
        listed("美玲, 志明, 雅婷, 建國, 慧敏, 家豪"),
        listed("陳, 林, 王, 張, 黃, 歐陽"),
        form="{family}{given}",
    ),
    Culture(
        16,
        "en",
        places.UNITED_STATES[9:15],
        listed("은혜, 성민, 지영, 현우, 미경, 요한"),
        listed("김, 이, 박, 최, 정, 황"),
        form="{family}{given}",
    ),
    Culture(
        10,
        "en",
        places.GREECE,
        listed("Ελένη, Γεώργιος, Δήμητρα, Κωνσταντίνος"),
        listed("Παπαδοπούλου, Αθανασίου, Δημητρίου, Οικονόμου"),
    ),
    Culture(
        12,
        "en",
        places.UNITED_STATES[12:18],
        listed("Оксана, Андрій, Наталія, Михайло, Ірина"),
        listed("Шевченко, Коваленко, Мельник, Лук'яненко, Гриценко"),
    ),
    Culture(
        10,
        "en",
        places.THAILAND,
        listed("สมชาย, มาลี, ประเสริฐ, สุดารัตน์"),
        listed("ใจดี, ศรีสุข, วงศ์ไทย, บุญมา"),
    ),
]


def named(culture: Culture, rng: Random) -> str:
    families = rng.sample(culture.families, culture.surnames)
    return culture.form.format(
        given=rng.choice(culture.given), family=" ".join(families)
    )


def mailbox(name: str, number: int) -> str:
    """An address that nobody has: the ASCII letters of a name, a number, a reserved domain."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    letters = "".join(char for char in plain.lower() if char.isalpha())
    domain = ("example.org", "example.com", "example.net")[number % 3]
    return f"{letters[:18] or 'signer'}{number:04}@{domain}"


def people(seed: int) -> Iterator[Person]:
    """Invented people without end, no two with the same name."""
    rng = Random(seed)  # noqa: S311  nothing secret: the same every time
    weights = [culture.weight for culture in CULTURES]
    seen: set[str] = set()
    while True:
        culture = rng.choices(CULTURES, weights)[0]
        name = named(culture, rng)
        if name in seen:
            continue
        seen.add(name)
        yield Person(
            name,
            culture.language,
            rng.choice(culture.places),
            mailbox(name, seed * 3000 + len(seen)),
        )
