"""Invented organizations that sign, beside the coalition's own ten."""

from typing import NamedTuple

from demo.people import listed


class DemoOrganization(NamedTuple):
    name: str
    scope: str
    language: str
    city: str
    region: str
    country: str


WHERE = {
    "gt": ("es", "Ciudad de Guatemala", "", "GT"),
    "hue": ("es", "Huehuetenango", "", "GT"),
    "qui": ("es", "Santa Cruz del Quiché", "Quiché", "GT"),
    "ver": ("es", "Cobán", "Alta Verapaz", "GT"),
    "mx": ("es", "Ciudad de México", "", "MX"),
    "tap": ("es", "Tapachula", "Chiapas", "MX"),
    "tij": ("es", "Tijuana", "Baja California", "MX"),
    "sv": ("es", "San Salvador", "", "SV"),
    "hn": ("es", "Tegucigalpa", "Francisco Morazán", "HN"),
    "dc": ("en", "Washington", "District of Columbia", "US"),
    "tx": ("en", "El Paso", "Texas", "US"),
    "az": ("en", "Tucson", "Arizona", "US"),
    "il": ("en", "Chicago", "Illinois", "US"),
    "ca": ("en", "Los Angeles", "California", "US"),
    "ri": ("en", "Providence", "Rhode Island", "US"),
    "ny": ("en", "Brooklyn", "New York", "US"),
    "co": ("en", "Denver", "Colorado", "US"),
    "ch": ("en", "Geneva", "", "CH"),
    "fr": ("en", "Paris", "Île-de-France", "FR"),
    "br": ("es", "São Paulo", "", "BR"),
}

NAMES = {
    "international": listed("""
Observatory of Judicial Independence/ch, World Fellowship of Peace Churches/ch
Observatorio Andino de Jueces y Fiscales/mx, Alianza Continental por el Asilo/mx
Réseau Justice sans Frontières/fr, Lay Missioners of the South/dc
Pastoral Latinoamericana de Movilidad/br, International Guild of Public Defenders/ch
Friends of the Isthmus/dc, Sanctuary Cities Interfaith Council/ny
Unión de Juristas de la Cuenca/sv, Global Accompaniment Service/dc
"""),
    "national": listed("""
Center for Honest Government/dc, National Table of Faith and Immigration/dc
Movimiento Ciudadano Plaza Limpia/gt, Asociación de Juezas por la Independencia/gt
Federación Guatemalteca de Albergues/gt, Red Mexicana de Casas de Paso/mx
Consejo Nacional de Autoridades Ancestrales/gt, Instituto Hondureño de Debido Proceso/hn
Comisión Salvadoreña de Acceso a la Justicia/sv, Lawyers for the Uprooted/dc
Women Clergy for Justice/il, Jewish Voices for Refuge/ny
Lutheran Circle for Public Witness/il, Methodist Fellowship on Migration/dc
Muslim Neighbors for Asylum/il, Quaker Committee on the Border/dc
Universidad Popular del Altiplano/gt, Periodistas por la Verdad/gt
Catholic Workers for Fair Courts/ny, Red Nacional de Defensoras Comunitarias/gt
Buddhist Peace Assembly/ca, Presbyterian Forum for Central America/ri
"""),
    "regional": listed("""
Diócesis Social de las Verapaces/ver, Coordinadora Ixil de Víctimas/qui
Pastoral Social de la Costa Sur/tap, Defensoría Maya de Occidente/hue
Southwest Coalition for Welcome/az, Rio Grande Faith Leaders/tx
New England Guatemala Partnership/ri, Great Lakes Sanctuary Network/il
Front Range Immigrant Defense/co, Albergues Unidos de Chiapas/tap
Frontera Norte Solidaria/tij, Consejo de Comunidades del Norte de Quiché/qui
Sonoran Desert Water Stations/az, California Congregations for Courts/ca
Red de Radios del Altiplano/hue, Comité Regional de Búsqueda/hn
Mesa de Tierra y Justicia del Polochic/ver, Hudson Valley Synagogues for Refuge/ny
"""),
    "local": listed("""
Albergue La Buena Posada/tap, Parroquia San Marcos del Camino/hue
Grace Ford Lutheran Church/il, St. Brigid Parish Justice Committee/tx
Iglesia Menonita Casa de Paz/gt, Comité de Mujeres de San Juan/hue
Temple Beth Orim/ny, Masjid Al-Rahma Community Kitchen/il
First Congregational Church of Quailbrook/ri, Casa de Estudiantes Q'anil/ver
Biblioteca Comunitaria El Pinal/qui, Elm Street Friends Meeting/ri
Desert Bloom Presbyterian Church/az, Still Waters Monastery Garden/co
Comedor Santa Marta/tij, Grupo de Jóvenes Brote Nuevo/gt
St. Oscar House of Hospitality/ca, Parish of the Good Shepherd Social Ministry/ca
Cooperativa de Café Los Pinos/hue, Escuela de Teología del Barrio/sv
Iglesia Episcopal San Lucas del Lago/gt, Asociación de Migrantes Retornados de Joyabaj/qui
Clínica Jurídica del Mercado/gt, Prairie Street Mennonite Fellowship/il
All Peoples Church of Oakridge/ca, Casa del Peregrino Cansado/tij
Centro de Atención a Familias/hn, Vecinos por la Justicia de Mixco/gt
"""),
}

ORGANIZATIONS = [
    DemoOrganization(name, scope, *WHERE[where])
    for scope, entries in NAMES.items()
    for name, where in (entry.split("/") for entry in entries)
]
