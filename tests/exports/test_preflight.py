"""What is found before freezing, each with its number, and nobody named who is hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exports import fonts
from exports.editions import Unaccepted, freeze, preflight
from exports.grouping import Rule
from exports.layouts import save_layout
from letters.models import Letter
from signatures.merging import part
from signatures.registry import name_of
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(campaign):
    """Closed, with everything in order."""
    now = timezone.now()
    letter = make_letter(
        campaign=campaign,
        status="closed",
        opened_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=9),
        closed_at=now - timedelta(days=9),
    )
    make_signature(letter, name="Ana Pérez")
    return Letter.objects.get(pk=letter.pk)


def found(letter):
    letter = Letter.objects.get(pk=letter.pk)
    return {each.check_name: each for each in preflight(letter)}


def test_where_all_is_in_order_nothing_is_found(letter):
    assert found(letter) == {}


def test_waiting_signatures_are_counted_by_kind_and_not_named(letter):
    make_signature(letter, name="Hidden Hanna", status="held")
    make_signature(letter, name="Casa Oculta", kind="organization", status="confirmed")

    finding = found(letter)["reviews"]

    assert finding.found == 2
    assert finding.lines == ["Organization: 1", "Person: 1"]


def test_waiting_corrections_name_the_lines_that_would_be_printed(letter):
    ana = letter.signatures.get()
    ana.corrections.create(old={"name": "Ana Pérez"}, new={"name": "Ana Paz"})
    sol = make_signature(letter, name="Sol Secreta", publicity="counted")
    sol.corrections.create(old={}, new={"name": "Sol"})
    held = make_signature(letter, name="Hidden Hanna", status="held")
    held.corrections.create(old={}, new={"name": "H"})

    finding = found(letter)["corrections"]

    assert (finding.found, finding.lines) == (2, ["Ana Pérez"])


def test_silent_signers_are_counted(letter):
    revision = letter.revisions.create(
        number=2, published_at=timezone.now(), kind="wording"
    )
    for text in letter.revisions.get(number=1).translations.all():
        text.pk, text.revision = None, revision
        text.save()
    make_signature(letter, name="Ask Me", asked=revision)

    assert found(letter)["asked"].found == 1


def test_likely_twins_that_would_both_be_printed(letter, alice):
    one, other, _hidden = (
        make_signature(letter, name=name, kind="organization", publicity=publicity)
        for name, publicity in [
            ("Law House", "public"),
            ("House of Law", "officials"),
            ("House of the Law", "counted"),
        ]
    )

    finding = found(letter)["twins"]

    assert finding.found == 1
    assert finding.lines == ["Law House = House of Law?"]
    assert "the" not in finding.lines[0].split()

    part(one.organization, other.organization, actor=alice)
    assert "twins" not in found(letter)


def test_texts_that_are_missing_or_out_of_step(letter):
    text = letter.current_revision.translations.get(language="es")
    text.body = "Uno.\n\nDos."
    text.save()

    assert found(letter)["texts"].found == 1

    text.delete()
    finding = found(letter)["texts"]
    assert "Spanish" in finding.lines[0]


def test_what_recipients_lack(letter):
    letter.recipients.update(office={"en": "President"})

    assert "Spanish" in found(letter)["recipients"].lines[0]


def test_characters_that_no_font_has_with_their_lines(letter, monkeypatch):
    make_signature(letter, name="Zoe Zed")
    monkeypatch.setattr(fonts, "missing", lambda text: "Z" if "Z" in text else "")

    finding = found(letter)["characters"]

    assert finding.found == 1
    assert finding.lines == ["Zoe Zed, Guatemala (Z)"]


def test_a_signer_counts_once_in_whatever_language_and_part(letter, monkeypatch):
    for number in range(30):
        make_signature(letter, name=f"Ana {number}", title="Zoologist")
    make_signature(letter, name="Zoe", publicity="counted")
    house = make_signature(letter, kind="organization", name="House").organization
    for language, name in (("es", "Casa Z"), ("", "Zouse")):
        name_of(house, name, language=language).save()
    other = make_signature(
        letter, kind="organization", name="Zen Inn", affiliation="Zoo"
    ).organization
    name_of(other, "Zinn").save()
    for language in ("en", "es"):
        name_of(other, f"Inn {language}", language=language).save()
    monkeypatch.setattr(fonts, "missing", lambda text: "Z" if "Z" in text else "")

    finding = found(letter)["characters"]

    assert finding.found == 31
    assert "Casa Z, Guatemala (Z)" in finding.lines
    assert not any("Zoe" in line or "inn" in line for line in finding.lines)
    assert (len(finding.shown), finding.shown[-1]) == (21, "…")


def test_headings_and_places_are_looked_at_too(letter, monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda text: "Z" if "Z" in text else "")
    save_layout(
        letter,
        {"has_summary": True},
        [Rule("people", heading={"en": "Zoologists", "es": "Gente"})],
    )
    letter.signatures.update(region="Zacapa")

    assert found(letter)["characters"].lines[:2] == ["Zoologists (Z)", "Zacapa (Z)"]


def test_another_finding_of_the_same_count_is_another_one(letter, monkeypatch):
    monkeypatch.setattr(fonts, "missing", lambda text: "Z" if "Z" in text else "")
    marks = []
    for name in ("Zoe", "Zora"):
        signature = make_signature(letter, name=name)
        marks.append(found(letter)["characters"].mark)
        signature.delete()

    assert marks[0] != marks[1]
    make_signature(letter, name="Zora")
    with pytest.raises(Unaccepted):
        freeze(letter, user=None, accepted={"characters": marks[0]})


def test_that_the_fonts_could_not_be_asked(letter, monkeypatch):
    def fail(text):
        raise FileNotFoundError

    monkeypatch.setattr(fonts, "missing", fail)

    assert "fc-list" in found(letter)["characters"].sentence


def test_that_it_is_still_open(letter):
    Letter.objects.filter(pk=letter.pk).update(
        status="open", closed_at=None, closes_at=timezone.now() + timedelta(days=1)
    )

    assert list(found(letter)) == ["open"]


def test_the_hours_of_grace_as_long_as_somebody_may_use_them(letter):
    closed = timezone.now() - timedelta(hours=2)
    Letter.objects.filter(pk=letter.pk).update(closes_at=closed, closed_at=closed)
    assert found(letter) == {}

    make_signature(letter, name="Late Lea", status="pending")

    assert found(letter)["grace"].found == 1
    assert found(letter)["grace"].lines == []


def test_of_many_lines_twenty_are_shown(letter):
    for number in range(25):
        ana = make_signature(letter, name=f"Ana {number}")
        ana.corrections.create(old={}, new={"name": "Luz"})

    finding = found(letter)["corrections"]

    assert finding.found == 25
    assert len(finding.shown) == 21
    assert finding.shown[-1] == "…"


def test_nobody_listed_comes_before_all_else(letter):
    letter.signatures.update(status="held")

    [finding] = found(letter).values()
    assert finding.check_name == "nobody"
    assert not finding.can_be_accepted
