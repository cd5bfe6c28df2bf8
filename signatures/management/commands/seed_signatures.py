import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from letters.models import Letter
from signatures import registry
from signatures.models import Organization, OrganizationName, Signature
from signatures.services import new_signature

chance = secrets.SystemRandom()

CHUNK = 2000
COUNT_MAXIMUM = 5_000_000

# Invented people: given names, then surnames, of one script or region each.
PEOPLE = [
    ("en", "US", "Grace Daniel Ruth Samuel Naomi Peter Claire Thomas", "Walker Reed Hughes Bennett Foster Coleman Price"),
    ("es", "GT", "María Juan Ixchel Andrés Lucía Mateo Ana José", "Pérez Tzoc Xol Ajú Caal Choc Morales Pop Quiñónez"),
    ("es", "MX", "Guadalupe Emilio Rosa Héctor Inés Raúl Elena", "Núñez Ávila Zárate Ibáñez Ortega Peña Cárdenas"),
    ("es", "HN", "Suyapa Óscar Berta Wilmer Dilcia Nelson", "Cáceres Zúniga Mejía Amaya Bonilla Discua"),
    ("en", "PL", "Łukasz Żaneta Michał Agnieszka", "Żółciński Wójcik Śliwa Dąbrowska"),
    ("en", "EG", "محمد فاطمة يوسف مريم", "الحسن النجار خليل منصور"),
    ("en", "IL", "רחל דוד מרים יוסף", "כהן לוי מזרחי ברק"),
    ("en", "IN", "अनीता राजेश सुनीता अमित", "शर्मा वर्मा सिंह गुप्ता"),
    ("en", "UA", "Олена Тарас Ірина Андрій", "Шевченко Коваль Бондар Мельник"),
    ("en", "TH", "สมชาย สมหญิง มานี ปิติ", "ใจดี รักไทย สุขใจ มีทรัพย์"),
]  # fmt: skip
# How often each of them is drawn: most letters are signed in Latin letters.
WEIGHTS = [40, 25, 12, 8, 5, 2, 2, 2, 2, 2]
FAMILY_FIRST = [
    ("KR", "김 이 박 최", "민수 서연 지훈 은지"),
    ("CN", "王 李 张 陈", "小明 丽华 建国 秀英"),
]
BODIES = [
    "Parish",
    "Church",
    "Legal Aid Network",
    "Migrant Shelter",
    "Interfaith Coalition",
]
SAINTS = [
    "St. Mary",
    "San José",
    "Holy Cross",
    "Our Lady of Guadalupe",
    "Bethel",
    "Al-Noor",
]
PLACES = [
    "El Paso",
    "Quetzaltenango",
    "Chicago",
    "Tapachula",
    "Tegucigalpa",
    "Tucson",
    "Kraków",
]
ROLES = [
    "",
    "",
    "",
    "Pastor",
    "Directora Ejecutiva",
    "Professor of Theology",
    "Catequista",
]


class Command(BaseCommand):
    help = "Add approved synthetic signatures to a letter, for load tests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="of the letter")
        parser.add_argument("count", type=int)

    def handle(self, *, slug: str, count: int, **options: Any) -> None:
        letter = Letter.objects.select_related("campaign").filter(slug=slug).first()
        if letter is None:
            raise CommandError(f"There is no letter called {slug}.")
        if not 0 < count <= COUNT_MAXIMUM:
            raise CommandError(f"The count must be between 1 and {COUNT_MAXIMUM}.")
        if not (letter.current_revision or letter.draft_revision):
            raise CommandError(f"The letter {slug} has no text yet.")
        started = time.perf_counter()
        drafts = _drafts(letter, count)
        while chunk := list(islice(drafts, CHUNK)):
            with transaction.atomic():
                registered = [
                    draft.organization for draft in chunk if draft.organization
                ]
                Organization.objects.bulk_create(registered, batch_size=500)
                OrganizationName.objects.bulk_create(
                    [registry.name_of(each, each.name) for each in registered],
                    batch_size=500,
                )
                Signature.objects.bulk_create(chunk, batch_size=500)
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{count} signatures were added to {slug} in {seconds:.1f} s."
        )


def _drafts(letter: Letter, count: int) -> Iterator[Signature]:
    # Addresses and organizations of another run are others.
    run = secrets.token_hex(4)
    revision = letter.current_revision or letter.draft_revision
    now = timezone.now()
    for number in range(count):
        is_organization = chance.random() < 0.08
        signer = (
            _organization(letter, f"{run}-{number}") if is_organization else _person()
        )
        signed_at = now - timedelta(seconds=chance.randrange(30 * 24 * 3600))
        yield new_signature(
            letter,
            revision=revision,
            email=f"seed-{run}-{number}@example.org",
            publicity=chance.choices(["public", "officials", "counted"], [94, 4, 2])[0],
            status=Signature.Status.APPROVED,
            source=Signature.Source.WEB,
            signed_at=signed_at,
            confirmed_at=signed_at,
            reviewed_at=signed_at,
            city=chance.choice(PLACES),
            **signer,
        )


def _person() -> dict[str, Any]:
    signer = {"kind": "person", "language": "en", "title": chance.choice(ROLES)}
    if chance.random() < 0.03:
        country, families, given = chance.choice(FAMILY_FIRST)
        name = chance.choice(families.split()) + chance.choice(given.split())
        return {**signer, "name": name, "country": country}
    language, country, given, families = chance.choices(PEOPLE, WEIGHTS)[0]
    surnames = chance.choices(families.split(), k=2 if language == "es" else 1)
    name = " ".join([chance.choice(given.split()), *surnames])
    return {**signer, "name": name, "country": country, "language": language}


def _organization(letter: Letter, number: str) -> dict[str, Any]:
    name = f"{chance.choice(SAINTS)} {chance.choice(BODIES)} {number}"
    organization = Organization(
        campaign=letter.campaign,
        name=name,
        scope=chance.choice(Organization.Scope.values),
    )
    return {
        "kind": "organization",
        "name": name,
        "organization": organization,
        "representative": _person()["name"],
        "country": chance.choice(["US", "GT", "MX", "SV"]),
        "language": "en",
    }
