"""Signatures that give a moderator something to decide: each kind of flag at least once."""

from typing import Any

ORGANIZATION = {"kind": "organization", "representative": "Rosa Barrios Cifuentes"}

# Flags, name, and what else differs from an ordinary person.
FLAGGED: list[tuple[str, str, dict[str, Any]]] = [
    ("link", "Cheap Flights www.example.com", {"title": "Best prices"}),
    ("formula", "=María del Valle", {}),
    ("markup", "<b>Joaquín</b> Arriola", {}),
    ("symbols", "*** 12345 ***", {}),
    ("marks", "R\u0301\u0302\u0303\u0304\u0308osa Monzón", {}),
    ("direction", "Mario Estrada", {"title": "Contador"}),
    (
        "scripts",
        "Elena Рetrova",
        {"city": "Chicago", "region": "Illinois", "country": "US"},
    ),
    ("joke", "Mickey Mouse", {"city": "Orlando", "region": "Florida", "country": "US"}),
    ("joke shouted", "asdf qwerty", {}),
    ("shouted", "LETICIA SAMAYOA DE LEÓN", {"affiliation": "PARROQUIA SAN MARCOS"}),
    ("shouted", "tomás ixcoy guarchaj", {"title": "catequista"}),
    ("twin", "Albergue La Buena Posada, A.C.", ORGANIZATION),
    ("twin", "The Elm Street Friends Meeting Inc.", ORGANIZATION | {"language": "en"}),
    ("second", "Defensoría Maya de Occidente", ORGANIZATION),
    ("disposable", "Nathaniel Vance", {"language": "en", "country": "US"}),
    ("lookalike", "Verónica Palencia Ortiz", {}),
    ("returned", "Prueba Otra Vez", {}),
    ("honeypot link", "Loans at loans.example.org", {"language": "en", "country": ""}),
]

# Organizations that signed for the first time and wait as every organization does.
NEW_ORGANIZATIONS = [
    "Comunidad de Fe Camino de Emaús",
    "Red de Bibliotecas del Altiplano",
    "Colectivo de Madres Buscadoras del Bordo",
    "Asociación de Estudiantes de Derecho Ix Chel",
]

DECLINED = [
    ("Prueba Prueba", "A test by the team"),
    ("Homer Simpson", "Not a real name"),
    ("Gerald Tillman", "Signed twice: the other address stays"),
    ("Ministerio de Nada", "Nobody answers at the address that was given"),
]
