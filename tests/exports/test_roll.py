import pytest
from django.utils import translation

from core.errors import Refusal
from exports.reading import read_roll
from exports.roll import line
from letters.models import Letter
from letters.models.letter import PARTS
from signatures.models import Signature
from tests.factories import make_letter, make_signature


def printed(letter, language="en"):
    """The roll of the letter as the database has it."""
    with translation.override(language):
        return read_roll(Letter.objects.get(pk=letter.pk), language)


def groups(roll):
    return {
        group.heading: [entry.name for entry in group.entries] for group in roll.groups
    }


def make_organization(letter, name, scope="", **fields):
    signature = make_signature(letter, kind="organization", name=name, **fields)
    signature.organization.scope = scope
    signature.organization.save()
    return signature


@pytest.mark.django_db
def test_groups_stand_in_the_order_of_the_document():
    letter = make_letter()
    make_signature(letter, name="Ana Pérez")
    make_organization(letter, "Casa Local", "local")
    make_organization(letter, "Caritas", "international")
    make_organization(letter, "Norte", "regional")
    make_organization(letter, "Pax Nacional", "national")
    make_organization(letter, "Sin Escala")
    make_signature(letter, name="Zoe Organizer", is_organizer=True)

    roll = printed(letter)

    assert list(groups(roll).items()) == [
        ("Organizers", ["Zoe Organizer"]),
        ("International organizations", ["Caritas"]),
        ("National organizations", ["Pax Nacional"]),
        ("Regional organizations", ["Norte"]),
        ("Local organizations", ["Casa Local"]),
        ("Other organizations", ["Sin Escala"]),
        ("People", ["Ana Pérez"]),
    ]
    assert [entry.number for entry in roll.entries] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.django_db
def test_organizations_without_any_scope_have_a_plain_heading():
    letter = make_letter()
    make_organization(letter, "Caritas")

    assert groups(printed(letter)) == {"Organizations": ["Caritas"]}


@pytest.mark.django_db
def test_each_language_sorts_by_its_own_alphabet():
    letter = make_letter()
    for name in ["Nz", "Ñandú", "Na", "Oa"]:
        make_signature(letter, name=name)

    assert groups(printed(letter, "en"))["People"] == ["Na", "Ñandú", "Nz", "Oa"]
    [(_heading, spanish)] = groups(printed(letter, "es")).items()
    assert spanish == ["Na", "Nz", "Ñandú", "Oa"]


@pytest.mark.django_db
def test_namesakes_keep_the_order_of_signing():
    letter = make_letter()
    first = make_signature(letter, name="Ana Pérez", city="Lima")
    second = make_signature(letter, name="Ana Pérez", city="Arequipa")

    entries = list(printed(letter).entries)

    assert [entry.city for entry in entries] == [first.city, second.city]


@pytest.mark.django_db
def test_counted_signers_are_a_number_and_nothing_else():
    letter = make_letter()
    make_signature(letter, name="Ana Pérez", publicity="officials")
    make_signature(
        letter,
        name="Hidden Person",
        publicity="counted",
        title="Judge",
        affiliation="Court",
        city="Quito",
        region="Pichincha",
        country="EC",
        language="es",
    )

    roll = printed(letter)
    [hidden] = roll.counted

    assert [entry.name for entry in roll.entries] == ["Ana Pérez"]
    assert (hidden.number, hidden.kind, hidden.language) == (2, "person", "es")
    identifying = (
        "name title affiliation representative city region country country_name"
    )
    assert not any(getattr(hidden, field) for field in identifying.split())
    assert hidden.signed_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("review", ["before", "after"])
def test_the_numbers_are_those_of_the_one_definition(review):
    letter = make_letter(review=review)
    for number, status in enumerate(Signature.Status.values):
        make_signature(
            letter, name="Ana Pérez", status=status, country=["GT", "US"][number % 2]
        )
    make_signature(letter, name="Oculta", publicity="counted", country="MX")
    make_organization(letter, "Caritas", country="")
    make_organization(letter, "Unreviewed", status="confirmed")
    make_signature(make_letter(), name="Of another letter")

    roll = printed(letter)

    assert roll.counts == Signature.objects.filter(letter=letter).counts()
    assert len(list(roll.entries)) + len(roll.counted) == roll.counts.total


@pytest.mark.django_db
def test_numbers_are_filled_in_and_written_as_the_language_writes_them():
    letter = make_letter(body="{people} / {organizations} / {total} / {countries} {x}")
    template = make_signature(letter)
    Signature.objects.bulk_create(
        Signature(
            letter=letter,
            revision=template.revision,
            kind="person",
            name="N",
            sort_name="N",
            sort_key=b"n",
            email="n@example.org",
            email_key=str(number),
            language="en",
            publicity="public",
            status="approved",
            confirmed_at=template.confirmed_at,
            source="web",
        )
        for number in range(1233)
    )

    assert printed(letter, "en").body == "1,234 / 0 / 1,234 / 1 {x}"
    assert printed(letter, "es").body == "1,234 / 0 / 1,234 / 1 {x}"


@pytest.mark.django_db
def test_a_line_names_the_person_the_affiliation_and_the_place():
    letter = make_letter()
    make_signature(
        letter,
        name="Ana Pérez",
        title="Pastor",
        affiliation="First Church",
        city="El Paso",
        region="Texas",
        country="US",
    )

    [english] = printed(letter, "en").entries
    [spanish] = printed(letter, "es").entries

    assert line(english, str, PARTS) == (
        "Ana Pérez, Pastor, First Church*, El Paso, Texas, United States"
    )
    assert line(spanish, "[{}]".format, PARTS).endswith("[Texas], [Estados Unidos]")


@pytest.mark.django_db
def test_a_line_of_an_organization_names_who_signed_for_it():
    letter = make_letter()
    make_organization(
        letter, "Caritas", city="Roma", country="IT", representative="Ana Pérez"
    )

    [entry] = printed(letter).entries

    assert line(entry, str, PARTS) == "Caritas, Roma, Italy, represented by Ana Pérez"


@pytest.mark.django_db
def test_a_letter_without_text_in_the_language_is_refused_with_a_sentence():
    letter = make_letter()
    letter.current_revision.translations.filter(language="es").delete()

    with pytest.raises(Refusal, match="no text in the language “es”"):
        read_roll(letter, "es")


@pytest.mark.django_db
def test_the_roll_is_read_with_few_queries(django_assert_max_num_queries):
    letter = make_letter()
    for _number in range(30):
        make_signature(letter)

    # Letter, campaign, partners, recipients, two of texts, rules, two of names.
    with django_assert_max_num_queries(9):
        printed(letter)
