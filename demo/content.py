"""The letters of the demo: written for it, about people and offices that do not exist."""

from typing import Any, NamedTuple


class DemoText(NamedTuple):
    title: str
    body: str
    closing: str


PRESIDENT = {
    "name": "Eleanor M. Whitcombe",
    "honorific": {"en": "The Honorable", "es": "Excelentísima señora"},
    "office": {
        "en": "President of the United States",
        "es": "Presidenta de los Estados Unidos",
    },
    "salutation": {"en": "Dear Madam President:", "es": "Señora Presidenta:"},
}
VICE_PRESIDENT = {
    "name": "Isaac T. Northcott",
    "honorific": {"en": "The Honorable", "es": "Excelentísimo señor"},
    "office": {
        "en": "Vice President of the United States",
        "es": "Vicepresidente de los Estados Unidos",
    },
    "salutation": {"en": "Dear Mr. Vice President:", "es": "Señor Vicepresidente:"},
}
SECRETARY: dict[str, Any] = {
    "name": "Adaline Brightwater",
    "honorific": {"en": "The Honorable", "es": "Excelentísima señora"},
    "office": {"en": "Secretary of State", "es": "Secretaria de Estado"},
    "salutation": {"en": "Dear Madam Secretary:", "es": "Señora Secretaria:"},
}

JUDGES = {
    "en": DemoText(
        "Stand with the judges who stood by the law",
        """\
As {people} people of faith and conscience and {organizations} organizations from Guatemala, \
Central America, Mexico and the United States, we ask you to make the rule of law in our region, \
and safety for those who lost theirs by defending it, a stated aim of your foreign policy before \
this year ends.

In recent years, judges and prosecutors who did nothing but apply the law have left their courts \
by night. They had sentenced traffickers, officials who sold public contracts, and officers who \
burned villages. For this they were searched, slandered, charged and threatened. Today they clean \
offices, drive for strangers and wait for word on their asylum, while the cases they built are \
closed one after the other.

Our congregations and shelters know them. We also know the families who left the same towns a \
season later. When a farmer cannot take his deed to a court, when a mother cannot report the man \
who taxes her market stall, the road north is no longer a choice. People do not flee poverty \
alone. They flee places where there is nobody left to complain to.

We do not ask you to choose between order and mercy: laws that protect the weak are what makes \
both possible. We ask you to

1. **protect those who protected the law:** grant officials of justice in exile prompt refuge, \
permission to work, and the company of their families, and ask for their advice;
2. **let acts have consequences:** keep and widen the measures against individuals who use courts \
to persecute, and say in public why;
3. **pay for justice that is close to people:** move part of what goes to security into local \
courts, public defenders and interpreters of Mayan languages;
4. **keep a lawful door open on the road:** hear requests for asylum at the border, in order and \
with dignity, and return nobody to a place where they were kidnapped.

We have buried people whom these steps would have saved. We have also seen what one honest court \
can do: in a village of the highlands, forty families came home in the month in which a verdict \
was read aloud in their own language.

Our traditions pray in different words, and they share one instruction: *justice, and only \
justice, you shall pursue.* We would welcome a meeting, and would bring to it some of the judges \
in exile and some of those who opened their doors to them. Please let us know, within thirty days \
of receiving these names, what you will do.
""",
        "Respectfully, the undersigned",
    ),
    "es": DemoText(
        "Con quienes defendieron la ley",
        """\
Somos {people} personas de fe y de conciencia y {organizations} organizaciones de Guatemala, \
Centroamérica, México y los Estados Unidos. Les pedimos que, antes de que termine este año, el \
Estado de derecho en nuestra región y la seguridad de quienes la perdieron por defenderlo sean un \
objetivo declarado de su política exterior.

En los últimos años, juezas, jueces y fiscales que no hicieron más que aplicar la ley han tenido \
que dejar sus despachos de noche. Habían condenado a traficantes, a funcionarios que vendían \
contratos públicos y a oficiales que quemaron aldeas. Por eso los allanaron, los difamaron, los \
acusaron y los amenazaron. Hoy limpian oficinas, manejan para desconocidos y esperan respuesta a \
su solicitud de asilo, mientras los casos que construyeron se cierran uno tras otro.

Nuestras comunidades y albergues los conocen. También conocen a las familias que salieron de los \
mismos pueblos una temporada después. Cuando un campesino no puede llevar su escritura ante un \
tribunal, cuando una madre no puede denunciar a quien le cobra por su puesto en el mercado, el \
camino al norte deja de ser una elección. La gente no huye solo de la pobreza. Huye de lugares \
donde ya no queda ante quién quejarse.

No les pedimos que elijan entre el orden y la misericordia: las leyes que protegen a los débiles \
son las que hacen posibles ambas cosas. Les pedimos que

1. **protejan a quienes protegieron la ley:** que den a los funcionarios de justicia en el exilio \
refugio pronto, permiso de trabajo y la compañía de sus familias, y que pidan su consejo;
2. **hagan que los actos tengan consecuencias:** que mantengan y amplíen las medidas contra las \
personas que usan los tribunales para perseguir, y que digan en público por qué;
3. **financien una justicia cercana a la gente:** que destinen parte de lo que va a seguridad a \
juzgados locales, defensa pública e intérpretes de idiomas mayas;
4. **mantengan abierta una puerta legal en el camino:** que se atiendan las solicitudes de asilo en \
la frontera, con orden y dignidad, y que no se devuelva a nadie al lugar donde fue secuestrado.

Hemos enterrado a personas a quienes estas medidas habrían salvado. También hemos visto lo que \
puede hacer un solo tribunal honrado: en una aldea del altiplano, cuarenta familias volvieron a \
casa el mes en que se leyó una sentencia en voz alta y en su propio idioma.

Nuestras tradiciones rezan con palabras distintas y comparten un mismo mandato: *la justicia, y \
solo la justicia, perseguirás.* Agradeceríamos una reunión, a la que llevaríamos a algunas de las \
personas juzgadoras en el exilio y a algunas de quienes les abrieron la puerta. Les rogamos que \
nos hagan saber, dentro de los treinta días de recibir estos nombres, qué harán.
""",
        "Respetuosamente, quienes suscribimos",
    ),
}

# What the letter said before its wording was corrected: (now, at first).
JUDGES_AT_FIRST = {
    "en": (
        "When a farmer cannot take his deed to a court",
        "When a farmer can not bring his deed to court",
    ),
    "es": (
        "Cuando un campesino no puede llevar su escritura ante un tribunal",
        "Cuando un campesino no puede llevar su escritura a la corte",
    ),
}
JUDGES_NOTE = {
    "en": "One sentence on courts was put more clearly. What we ask for stays the same.",
    "es": "Una frase sobre los tribunales quedó más clara. Lo que pedimos no cambia.",
}

INTERPRETERS = {
    "en": DemoText(
        "An interpreter at every hearing",
        """\
We, {people} people and {organizations} organizations in {countries} countries, ask you to \
guarantee an interpreter at every asylum hearing, in the language that the person speaks at home.

Every week, women and men who speak Mam, Q'eqchi', K'iche' or Ixil tell the story of their lives \
to an officer through a third language, by telephone, in ten minutes. What is lost there is then \
held against them. Nobody should be sent back to danger because of a word that was not understood.

We ask that

- every office keep a list of interpreters of Mayan languages, and pay them as it pays others;
- a hearing be put off, and not decided, when no interpreter can be found;
- decisions be explained aloud in the language of the person whom they concern.

The interpreters are there: many of them are among those who sign below.
""",
        "With hope, the undersigned",
    ),
    "es": DemoText(
        "Intérprete en cada audiencia",
        """\
Somos {people} personas y {organizations} organizaciones de {countries} países, y le pedimos que \
garantice intérprete en cada audiencia de asilo, en el idioma que la persona habla en su casa.

Cada semana, mujeres y hombres que hablan mam, q'eqchi', k'iche' o ixil cuentan su vida a un \
oficial a través de un tercer idioma, por teléfono y en diez minutos. Lo que allí se pierde se usa \
después en su contra. Nadie debería ser devuelto al peligro por una palabra que no se entendió.

Pedimos que

- cada oficina tenga una lista de intérpretes de idiomas mayas, y les pague como a los demás;
- la audiencia se aplace, y no se resuelva, cuando no se encuentre intérprete;
- las decisiones se expliquen en voz alta en el idioma de la persona a quien conciernen.

Los intérpretes existen: muchos de ellos firman al pie de esta carta.
""",
        "Con esperanza, quienes suscribimos",
    ),
}

SHELTERS = {
    "en": DemoText(
        "Keep the shelters open this winter",
        """\
{organizations} organizations and {people} people ask you to release the funds for the shelters \
along the road before the first frost.

Since the spring, nine houses between Huehuetenango and Tucson have closed a floor, a kitchen or \
a door. The people whom they received have not disappeared: they sleep in bus stations and under \
bridges, where those who live by kidnapping look for them.

The money has been approved. We ask that it be paid, that small houses may apply for it with a \
form of two pages, and that those who run them be heard before the rules are written.
""",
        "Sincerely, the undersigned",
    ),
    "es": DemoText(
        "Que los albergues sigan abiertos este invierno",
        """\
{organizations} organizaciones y {people} personas le pedimos que entregue los fondos para los \
albergues del camino antes de la primera helada.

Desde la primavera, nueve casas entre Huehuetenango y Tucson han cerrado un piso, una cocina o una \
puerta. Las personas a quienes recibían no han desaparecido: duermen en terminales de autobuses y \
bajo los puentes, donde las buscan quienes viven del secuestro.

El dinero está aprobado. Pedimos que se pague, que las casas pequeñas puedan solicitarlo con un \
formulario de dos páginas y que se escuche a quienes las dirigen antes de escribir las reglas.
""",
        "Atentamente, quienes suscribimos",
    ),
}
