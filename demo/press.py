"""Two press releases of the demo: one is out, one waits for its hour."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import User
from demo.build import CLOSED, OPEN, ORGANIZER
from letters.models import Letter
from press.models import Release, ReleaseText
from press.services import prepare_release, publish
from press.tasks import make_release_file


class DemoRelease(NamedTuple):
    texts: dict[str, dict[str, str]]
    quotes: list[tuple[str, dict[str, str], dict[str, str]]]


CONTACTS = {
    "en": [("Hannah Lindqvist", "+1 555 0142", "press@example.org")],
    "es": [
        ("Lucía Monzón", "+502 5550 0117", "prensa@example.org"),
        ("Tomás Ixcoy", "+502 5550 0163", "prensa@example.org"),
    ],
}
ABOUT = {
    "en": "The **Law and Welcome Coalition** brings together ten organizations of faith, law and"
    " hospitality in Guatemala, Mexico and the United States.",
    "es": "La **Coalición Ley y Acogida** reúne a diez organizaciones de fe, de derecho y de"
    " hospitalidad en Guatemala, México y los Estados Unidos.",
}
INTERPRETERS = DemoRelease(
    {
        "en": {
            "headline": "{people} people and {organizations} organizations ask for an"
            " interpreter at every asylum hearing",
            "place": "GUATEMALA CITY",
            "lead": "A coalition of ten organizations handed the Secretary of State a letter"
            " today that asks for interpreters of Mayan languages at every asylum hearing. It"
            " carries {total} signatures from {countries} countries.",
            "body": """\
Every week, people who speak Mam, Q'eqchi', K'iche' or Ixil tell the story of their lives through \
a third language, by telephone, in ten minutes. What is lost there is held against them.

The signers ask that

- every office keep a list of interpreters of Mayan languages, and pay them as it pays others;
- a hearing be put off, and not decided, when no interpreter can be found;
- decisions be explained aloud in the language of the person whom they concern.

Interpreters among the signers are ready to be interviewed in English, Spanish, Mam and K'iche'.
""",
        },
        "es": {
            "headline": "{people} personas y {organizations} organizaciones piden intérprete en"
            " cada audiencia de asilo",
            "place": "CIUDAD DE GUATEMALA",
            "lead": "Una coalición de diez organizaciones entregó hoy a la Secretaria de Estado"
            " una carta que pide intérpretes de idiomas mayas en cada audiencia de asilo. La"
            " respaldan {total} firmas de {countries} países.",
            "body": """\
Cada semana, personas que hablan mam, q'eqchi', k'iche' o ixil cuentan la historia de su vida por \
medio de un tercer idioma, por teléfono, en diez minutos. Lo que ahí se pierde se usa en su contra.

Quienes firman piden que

- cada oficina tenga una lista de intérpretes de idiomas mayas, y les pague como a los demás;
- la audiencia se aplace, y no se resuelva, cuando no se encuentre intérprete;
- las decisiones se expliquen en voz alta en el idioma de la persona a quien conciernen.

Intérpretes que firmaron la carta están disponibles para entrevistas en español, inglés, mam y \
k'iche'.
""",
        },
    },
    [
        (
            "Ixchel Tzoc Raxuleu",
            {
                "en": "I have heard a mother say ‘he hit me’ and an officer write ‘they argued’."
                " Nobody should be deported by a translation.",
                "es": "He oído a una madre decir “me golpeó” y a un oficial escribir"
                " “discutieron”. A nadie debería deportarlo una traducción.",
            },
            {
                "en": "interpreter of K'iche' and Spanish",
                "es": "intérprete de k'iche' y español",
            },
        ),
        (
            "Rev. Margaret Whitfield",
            {
                "en": "We ask for what every court gives to a citizen: to be understood before"
                " being judged.",
                "es": "Pedimos lo que todo tribunal da a un ciudadano: que se le entienda antes"
                " de juzgarlo.",
            },
            {
                "en": "moderator, Open Table Interfaith Network",
                "es": "moderadora, Red Interreligiosa Mesa Abierta",
            },
        ),
    ],
)
JUDGES = DemoRelease(
    {
        "en": {
            "headline": "Faith leaders and jurists stand with Guatemala's judges in exile",
            "place": "WASHINGTON",
            "lead": "Congregations, shelters and associations of jurists will ask the President"
            " of the United States to protect the judges and prosecutors who had to leave"
            " Guatemala because they applied the law.",
            "body": """\
The letter asks for prompt refuge for officials of justice in exile, for consequences for those \
who use courts to persecute, for justice that is close to people, and for a lawful door on the \
road north.

Judges in exile will read the names aloud at the hour at which this embargo ends.
""",
        },
        "es": {
            "headline": "Líderes religiosos y juristas, con los jueces guatemaltecos en el"
            " exilio",
            "place": "WASHINGTON",
            "lead": "Comunidades, albergues y asociaciones de juristas pedirán a la Presidenta"
            " de los Estados Unidos que proteja a los jueces y fiscales que tuvieron que salir"
            " de Guatemala por haber aplicado la ley.",
            "body": """\
La carta pide refugio pronto para los funcionarios de justicia en el exilio, consecuencias para \
quienes usan los tribunales para perseguir, una justicia cercana a la gente y una puerta legal en \
el camino al norte.

Juezas y jueces en el exilio leerán los nombres en voz alta a la hora en que termina este embargo.
""",
        },
    },
    [
        (
            "Beatriz Solórzano",
            {
                "en": "I signed sentences for twenty years. Today I sign a request: that the law"
                " protect those who kept it.",
                "es": "Durante veinte años firmé sentencias. Hoy firmo una petición: que la ley"
                " proteja a quienes la cumplieron.",
            },
            {
                "en": "former judge, Justice in Exile Forum",
                "es": "exjueza, Foro Justicia en el Exilio",
            },
        )
    ],
)


def make_releases() -> None:
    """One for the closed letter, with the numbers of its edition, and one under embargo."""
    now = timezone.now()
    organizer = User.objects.get(email=ORGANIZER)
    closed, opened = (Letter.objects.get(slug=slug) for slug in (CLOSED, OPEN))
    edition = closed.editions.order_by("number").first()
    _make(closed, INTERPRETERS, organizer, dated=now, edition=edition)
    until = (now + timedelta(days=3)).replace(
        hour=15, minute=0, second=0, microsecond=0
    )
    _make(
        opened,
        JUDGES,
        organizer,
        dated=until,
        embargo_until=until,
        time_zone="America/New_York",
    )


def _make(
    letter: Letter, words: DemoRelease, organizer: User, dated: datetime, **fields: Any
) -> None:
    release = prepare_release(letter, organizer)
    Release.objects.filter(pk=release.pk).update(dated=dated.date(), **fields)
    for language, text in words.texts.items():
        ReleaseText.objects.filter(release=release, language=language).update(
            about=ABOUT[language], **text
        )
        for position, (name, phone, email) in enumerate(CONTACTS[language], 1):
            release.contacts.create(
                language=language,
                position=position,
                name=name,
                phone=phone,
                email=email,
            )
    for position, (speaker, said, role) in enumerate(words.quotes, 1):
        release.quotes.create(position=position, speaker=speaker, text=said, role=role)
    release.refresh_from_db()
    publish(release)
    for pk in release.files.values_list("pk", flat=True):
        make_release_file(pk)
