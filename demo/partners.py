"""The invented coalition: ten organizations, with their emblems in demo/logos/."""

from typing import NamedTuple


class DemoPartner(NamedTuple):
    code: str
    english: str
    spanish: str
    scope: str
    about: dict[str, str]
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
        {
            "en": "Congregations of five faiths on both sides of the border, at one table since 2009.",
            "es": "Congregaciones de cinco credos a ambos lados de la frontera, en una misma mesa desde 2009.",
        },
        asks_consent=True,
    ),
    DemoPartner(
        "justice-in-exile",
        "Justice in Exile Forum",
        "Foro Justicia en el Exilio",
        "international",
        {
            "en": "Judges, prosecutors and court staff who had to leave Guatemala, and those who stand by them.",
            "es": "Jueces, fiscales y personal judicial que tuvieron que salir de Guatemala, y quienes los acompañan.",
        },
        asks_consent=True,
    ),
    DemoPartner(
        "casa-del-alba",
        "House of the Dawn Shelters",
        "Albergues Casa del Alba",
        "regional",
        {
            "en": "Four shelters along the road north: a bed, a meal, and somebody who listens.",
            "es": "Cuatro albergues en el camino al norte: una cama, un plato de comida y alguien que escucha.",
        },
        asks_consent=True,
    ),
    DemoPartner(
        "cuchumatanes",
        "Cuchumatanes Pastoral for People on the Move",
        "Pastoral de Movilidad Los Cuchumatanes",
        "regional",
        {
            "en": "Pastoral work with people on the move in the highlands of Huehuetenango.",
            "es": "Trabajo pastoral con personas en movilidad en el altiplano de Huehuetenango.",
        },
    ),
    DemoPartner(
        "two-rivers",
        "Two Rivers Border Ministry",
        "Ministerio Fronterizo Dos Ríos",
        "regional",
        {
            "en": "Legal help and hospitality at two crossings of the Rio Grande.",
            "es": "Ayuda legal y hospitalidad en dos pasos del río Bravo.",
        },
        asks_consent=True,
    ),
    DemoPartner(
        "maiz-y-ley",
        "Maize and Law Legal Collective",
        "Colectivo Jurídico Maíz y Ley",
        "national",
        {
            "en": "Lawyers who defend communities and their land, in court and in Maya languages.",
            "es": "Profesionales del derecho que defienden a las comunidades y su tierra, en los tribunales y en idiomas mayas.",
        },
    ),
    DemoPartner(
        "sisters-of-the-road",
        "Sisters of the Open Road",
        "Hermanas del Camino Abierto",
        "international",
        {
            "en": "Religious sisters who share the life of migrants in eleven countries.",
            "es": "Religiosas que comparten la vida de las personas migrantes en once países.",
        },
    ),
    DemoPartner(
        "quetzal-institute",
        "Quetzal Institute for Public Integrity",
        "Instituto Quetzal de Integridad Pública",
        "national",
        {
            "en": "Research on corruption and on the people who stand up to it.",
            "es": "Investigación sobre la corrupción y sobre quienes le hacen frente.",
        },
    ),
    DemoPartner(
        "weavers",
        "Weavers of Memory Association",
        "Asociación Tejedoras de la Memoria",
        "national",
        {
            "en": "Families who keep the memory of the disappeared, in cloth and in archives.",
            "es": "Familias que guardan la memoria de las personas desaparecidas, en tejidos y en archivos.",
        },
    ),
    DemoPartner(
        "lantern",
        "Lantern Congregations",
        "Congregaciones Linterna",
        "national",
        {
            "en": "Local congregations that light a lantern in their window for each new neighbor.",
            "es": "Congregaciones locales que encienden una linterna en la ventana por cada vecino nuevo.",
        },
    ),
]
