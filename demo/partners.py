"""The invented coalition: ten organizations, with their emblems in demo/logos/."""

from typing import NamedTuple


class DemoPartner(NamedTuple):
    code: str
    english: str
    spanish: str
    scope: str
    asks_consent: bool = False


CAMPAIGN_NAME = {
    "en": "Law and Welcome Coalition",
    "es": "Coalición Ley y Acogida",
}

PARTNERS = [
    DemoPartner(
        "open-table",
        "Open Table Interfaith Network",
        "Red Interreligiosa Mesa Abierta",
        "international",
        asks_consent=True,
    ),
    DemoPartner(
        "justice-in-exile",
        "Justice in Exile Forum",
        "Foro Justicia en el Exilio",
        "international",
        asks_consent=True,
    ),
    DemoPartner(
        "casa-del-alba",
        "House of the Dawn Shelters",
        "Albergues Casa del Alba",
        "regional",
        asks_consent=True,
    ),
    DemoPartner(
        "cuchumatanes",
        "Cuchumatanes Pastoral for People on the Move",
        "Pastoral de Movilidad Los Cuchumatanes",
        "regional",
    ),
    DemoPartner(
        "two-rivers",
        "Two Rivers Border Ministry",
        "Ministerio Fronterizo Dos Ríos",
        "regional",
        asks_consent=True,
    ),
    DemoPartner(
        "maiz-y-ley",
        "Maize and Law Legal Collective",
        "Colectivo Jurídico Maíz y Ley",
        "national",
    ),
    DemoPartner(
        "sisters-of-the-road",
        "Sisters of the Open Road",
        "Hermanas del Camino Abierto",
        "international",
    ),
    DemoPartner(
        "quetzal-institute",
        "Quetzal Institute for Public Integrity",
        "Instituto Quetzal de Integridad Pública",
        "national",
    ),
    DemoPartner(
        "weavers",
        "Weavers of Memory Association",
        "Asociación Tejedoras de la Memoria",
        "national",
    ),
    DemoPartner(
        "lantern",
        "Lantern Congregations",
        "Congregaciones Linterna",
        "national",
    ),
]
