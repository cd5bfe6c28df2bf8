"""Where the invented signers live."""

from typing import NamedTuple


class Place(NamedTuple):
    city: str
    region: str
    country: str


def in_country(country: str, text: str) -> list[Place]:
    """Places from pairs like "Nebaj/Quiché"; a capital needs no department."""
    pairs = [
        pair.strip().partition("/") for pair in text.replace("\n", " ").split(", ")
    ]
    return [Place(city, region, country) for city, _slash, region in pairs]


HIGHLANDS = in_country(
    "GT",
    """Huehuetenango, Nebaj/Quiché, Santa Cruz del Quiché/Quiché,
Cobán/Alta Verapaz, San Juan Chamelco/Alta Verapaz, Rabinal/Baja Verapaz, Sololá,
Santiago Atitlán/Sololá, Comalapa/Chimaltenango, Totonicapán,
San Pedro Carchá/Alta Verapaz, Jacaltenango/Huehuetenango, Olintepeque/Quetzaltenango""",
)
GUATEMALA = in_country(
    "GT",
    """Ciudad de Guatemala, Quetzaltenango, Mixco,
San Marcos, Chiquimula, Jalapa, Puerto Barrios/Izabal,
Escuintla, Antigua Guatemala/Sacatepéquez, Huehuetenango""",
)
MEXICO = in_country(
    "MX",
    """Tapachula/Chiapas, San Cristóbal de las Casas/Chiapas, Ciudad de México,
Oaxaca de Juárez/Oaxaca, Tijuana/Baja California, Ciudad Juárez/Chihuahua, Saltillo/Coahuila,
Puebla, Tenosique/Tabasco, Guadalajara/Jalisco""",
)
CENTRAL_AMERICA = [
    *in_country("SV", "San Salvador, Santa Ana"),
    *in_country("HN", "Tegucigalpa/Francisco Morazán, San Pedro Sula/Cortés"),
    *in_country("CR", "San José"),
    *in_country("NI", "Estelí"),
    *in_country("PA", "Ciudad de Panamá"),
]
UNITED_STATES = in_country(
    "US",
    """Chicago/Illinois, Milwaukee/Wisconsin, Providence/Rhode Island, New Bedford/Massachusetts,
San Jose/California, Houston/Texas, Los Angeles/California, Oakland/California, Seattle/Washington,
Philadelphia/Pennsylvania, Brooklyn/New York, Silver Spring/Maryland, Washington/District of Columbia,
Cleveland/Ohio, Atlanta/Georgia, Portland/Oregon, Minneapolis/Minnesota, Denver/Colorado,
El Paso/Texas, McAllen/Texas, San Antonio/Texas, Tucson/Arizona, Phoenix/Arizona,
Albuquerque/New Mexico, Charlotte/North Carolina, Louisville/Kentucky, Des Moines/Iowa""",
)
POLAND = in_country("PL", "Kraków/Małopolskie")
FRANCE = in_country("FR", "Lyon/Auvergne-Rhône-Alpes, Paris/Île-de-France")
BRAZIL = in_country("BR", "São Paulo, Manaus/Amazonas")
LEBANON = in_country("LB", "Beirut")
INDIA = in_country("IN", "Ranchi/Jharkhand, Delhi")
GREECE = in_country("GR", "Athens/Attica")
THAILAND = in_country("TH", "Chiang Mai")
