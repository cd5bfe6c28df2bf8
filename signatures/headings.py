"""What columns and answers of a sign-on form mean, in English and Spanish."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from signatures.names import fold

# The first pattern that matches decides, so the more telling ones stand first.
HEADINGS = [
    ("signed_at", r"^(timestamp|marca temporal|marca de tiempo|fecha|date|submi)"),
    ("representative", r"represent|authoriz|autorizad|persona que firma|who signs"),
    (
        "publicity",
        r"publi|privac|visib|anon[iy]m|show|display|mostrar|aparecer|list your",
    ),
    ("email", r"^(user ?name|nombre de usuario)$|\be ?mail|correo"),
    (
        "kind",
        r"sign\w* as|firm\w+ como|calidad|^tipo|^type|^kind|individual or|persona u ",
    ),
    ("surname", r"^(your |su |sus )?(last name|surname|family name|apellido)"),
    ("given_name", r"^(your )?(first|given) name|^nombres$|nombre de pila"),
    (
        "organization",
        r"organi[sz]a\w* name|(name|nombre) (of|de) .*(organi|congreg|instit)",
    ),
    ("name", r"^((your|su|full|complete|print\w*|tu|the|el) )*(name|nombre)"),
    (
        "affiliation",
        r"organi[sz]a|congreg|affili|afilia|instit|church|iglesia|parroquia|parish",
    ),
    (
        "title",
        r"title|role|position|cargo|titulo|puesto|\brol\b|funcion|occupation|ocupacion",
    ),
    ("country", r"countr|\bpais|nation\b"),
    ("region", r"\bstate|provinc|estado|departament|region"),
    ("city", r"\bcity|\btown|ciudad|municip|localidad|\blugar"),
    ("name", r"\bname|nombre"),
]
ORGANIZATION = (
    r"organi|congreg|instit|church|iglesia|parroquia|parish|group|grupo|colectiv|coali"
)
PERSON = r"individu|person|myself|\byo\b|particular|\bself"
# Google Forms writes 2022/05/02 9:29:00 AM GMT-6, 05/02/2022 9:29:00, 2/5/2022 9:29:00.
MOMENT = re.compile(
    r"^(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{1,4})"
    r"(?:[T,\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?(?:\s*[A-Z]{3,5})?$",
    re.IGNORECASE,
)


def meanings(headings: Sequence[str]) -> list[str]:
    """The field that each heading names by itself; nothing where it is not one of ours."""
    return [_meaning(heading) for heading in headings]


def _meaning(heading: str) -> str:
    # What stands in parentheses explains, and mentions other fields.
    plain = fold(re.sub(r"\([^)]*\)", " ", heading).replace("/", " ").replace("-", " "))
    for field, pattern in HEADINGS:
        if re.search(pattern, plain or fold(heading)):
            return field
    return ""


def columns(headings: Sequence[str]) -> dict[str, list[int]]:
    """The columns in which each field stands; what is not ours is left out."""
    return columns_meaning(meanings(headings))


def columns_meaning(meanings: Sequence[str]) -> dict[str, list[int]]:
    """The columns of each field, where the meaning of some depends on the others."""
    found: dict[str, list[int]] = {}
    for column, field in enumerate(meanings):
        if field:
            found.setdefault(field, []).append(column)
    organization = found.pop("organization", [])
    # "Nombres" beside "Apellidos" is half a name, and alone it is the whole of it.
    if "surname" in found:
        found.setdefault("given_name", found.pop("name", []))
    elif "given_name" in found:
        found.setdefault("name", found.pop("given_name"))
    is_named = "name" in found or "surname" in found
    if organization and not is_named:
        found["name"] = organization
        found["is_for_organizations"] = []
    elif organization:
        found["affiliation"] = organization + found.get("affiliation", [])
    return found


def is_complete(found: dict[str, list[int]]) -> bool:
    return "email" in found and ("name" in found or "surname" in found)


def language(headings: Sequence[str]) -> str:
    text = fold(" ".join(headings))
    spanish = re.findall(
        r"nombre|correo|pais|ciudad|cargo|firm|marca|apellid|organizacion", text
    )
    english = re.findall(r"\bname|mail|countr|city|title|sign|stamp|organization", text)
    return "es" if len(spanish) > len(english) else "en"


@lru_cache(maxsize=1000)
def kind(text: str) -> str:
    """person or organization, by the word that comes first; nothing when neither does."""
    folded = fold(text)
    person, organization = re.search(PERSON, folded), re.search(ORGANIZATION, folded)
    if person and organization:
        return "person" if person.start() < organization.start() else "organization"
    return "person" if person else "organization" if organization else ""


@lru_cache(maxsize=1000)
def publicity(text: str) -> str:
    """public, officials or counted; nothing when the answer is not understood."""
    folded = fold(text)
    agrees = re.match(
        r"(yes|si|ok|true|verdadero|i agree|acepto|autorizo|de acuerdo)\b", folded
    )
    is_limited = re.search(r"\b(only|solo|solamente|unicamente)\b", folded)
    if agrees and not is_limited:
        return "public"
    if re.search(r"official|autoridad|funcionari|destinatari|recipient", folded):
        return "officials"
    if re.match(r"(no|not|false|falso|never|nunca)\b", folded) or re.search(
        r"count|cuent|anonym|anonim|privad|private|\bdont\b", folded
    ):
        return "counted"
    return (
        "public" if agrees or re.match(r"publi(c|co|ca|cly|camente)\b", folded) else ""
    )


def is_day_first(texts: Sequence[str], language: str) -> bool:
    """Whether dates are written day first: decided once by all dates of a sheet."""
    matches = [match for text in texts if (match := MOMENT.match(text.strip()))]
    days = sum(len(m["a"]) < 3 and int(m["a"]) > 12 for m in matches)
    months = sum(len(m["a"]) < 3 and int(m["b"]) > 12 for m in matches)
    return language == "es" if days == months else days > months


def moment(text: str, *, day_first: bool) -> datetime | None:
    """The time that a cell states, with an offset only where it states one."""
    match = MOMENT.match(text.strip())
    if not match:
        return None
    first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["a"]) == 4:
        year, month, day = first, second, third
    else:
        year, month, day = third, *((second, first) if day_first else (first, second))
        if month > 12:  # a single date in the other order
            month, day = day, month
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0].lower() == "p" else 0)
    try:
        return datetime(
            year + (2000 if year < 100 else 0),
            month,
            day,
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
            tzinfo=_offset(match["zone"]),
        )
    except ValueError:
        return None


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    if not match:
        return UTC
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
