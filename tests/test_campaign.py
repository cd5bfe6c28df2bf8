"""A whole campaign on a simulated clock: after each step all numbers agree."""

import csv
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client

from letters.models import Letter
from letters.periodic import close_due_letters
from letters.services import begin_revision, save_text
from signatures import reviewing, revising
from signatures.models import Mail, Signature
from signatures.periodic import lapse_unconfirmed, send_due_mail, send_last_calls
from tests.exports.documents import pdf_text
from tests.factories import make_letter, make_partner
from tests.signatures.conftest import VALUES, link_in

# Clocks there were put forward on 14 March 2027, at two in the morning.
CHICAGO = ZoneInfo("America/Chicago")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


class Campaign:
    """The people of the scenario: what each of them does, and how they are counted."""

    def __init__(self, letter: Letter, alice: Any, clock: Any, folder: Any):
        self.letter, self.alice, self.clock, self.folder = letter, alice, clock, folder
        self.signers = 0

    def wait_until(self, text: str) -> None:
        """Let time pass; the sweepers run as beat runs them."""
        self.clock.move_to(at(text))
        self.sweep()

    def sweep(self) -> list[Any]:
        before = len(outbox.outbox)
        close_due_letters()
        lapse_unconfirmed()
        send_last_calls()
        send_due_mail()
        self.letter.refresh_from_db()
        return outbox.outbox[before:]

    def path(self, language: str = "en", page: str = "", *, key: bool = False) -> str:
        query = f"?key={self.letter.key}" if key else ""
        return f"/{language}/letters/{self.letter.slug}/{page}{query}"

    def sign(self, count: int, *, key: bool = False, **values: str) -> list[Any]:
        """That many new people sign, every third in Spanish; return their mails."""
        for _each in range(count):
            self.signers += 1
            language = "es" if self.signers % 3 == 0 else "en"
            publicity = {0: "counted", 1: "officials"}.get(self.signers % 10, "public")
            data = {
                **VALUES,
                "name": f"Signer Número {_in_letters(self.signers)}",
                "email": f"signer{self.signers}@example.org",
                "country": ("US", "MX", "GT", "SV")[self.signers % 4],
                "publicity": publicity,
                **values,
            }
            answer = Client().post(self.path(language, key=key), data)
            assert answer.status_code == 303, answer.content.decode()
        return self.sweep()

    def confirm(self, messages: list[Any], *, status: int = 303) -> None:
        for message in messages:
            client, link = Client(), link_in(message)
            page = client.get(link).content.decode()
            seen = re.search(r'name="seen" value="(\w*)"', page)
            data = {"action": "confirm", "seen": seen[1] if seen else ""}
            assert client.post(link, data).status_code == status
        self.sweep()  # their receipts

    def approve(self) -> None:
        waiting = self.letter.signatures.filter(status="confirmed")
        reviewing.review_signatures(
            waiting, Signature.Status.APPROVED, actor=self.alice, reason=""
        )

    def act(self, messages: list[Any], action: str) -> None:
        for message in messages:
            answer = Client().post(link_in(message), {"action": action})
            assert answer.status_code == 303, answer.content.decode()

    def publish(self, kind: str, **changes: str) -> None:
        """A change of the text by an editor; `changes` are from and to, by language."""
        draft = begin_revision(self.letter, self.alice)
        for language, change in changes.items():
            old, new = change.split(" → ")
            text = draft.translations.get(language=language)
            assert old in text.body
            save_text(
                draft,
                language,
                version=text.version,
                title=text.title,
                body=text.body.replace(old, new),
                closing=text.closing,
                author=self.alice,
            )
        revising.publish(
            draft,
            kind=kind,
            note={"en": "We say it better.", "es": "Lo decimos mejor."},
            answer_by=datetime.now(CHICAGO) + timedelta(days=3),
        )
        self.letter.refresh_from_db()

    def counts(self, *, key: bool = False) -> int:
        """The number on which page, sentence, JSON and exports agree."""
        query = f"?key={self.letter.key}" if key else ""
        client, slug = Client(), self.letter.slug
        counts = client.get(f"/api/letters/{slug}.json{query}").json()["counts"]
        total = counts["total"]
        assert counts["people"] + counts["organizations"] == total
        for language, sentence in [("en", "We, {}"), ("es", "Nosotros, {}")]:
            page = client.get(self.path(language, key=key)).content.decode()
            assert f"<strong>{total}</strong>" in page
            assert (sentence.format(total) in page) == self.text_is_shown(key=key)
            self.check_exports(language, total, sentence.format(total))
        return total

    def text_is_shown(self, *, key: bool) -> bool:
        return key or self.letter.is_text_public()

    def check_exports(self, language: str, total: int, sentence: str) -> None:
        table, text = self.folder / "letter.csv", self.folder / "letter.txt"
        for path in (table, text):
            call_command(
                *("export_letter", self.letter.slug, "--format", path.suffix[1:]),
                *("--language", language, "--output", str(path)),
            )
        with table.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == total
        assert sentence in text.read_text()

    def public_names(self) -> int:
        """How many names the public list and its JSON show; they agree."""
        path = f"/api/letters/{self.letter.slug}/signers.json"
        names, cursor = [], ""
        while cursor is not None:
            answer = Client().get(path, {"cursor": cursor} if cursor else {}).json()
            names += [line["name"] for line in answer["signers"]]
            cursor = answer["next"]
        page = Client().get(self.path(page="signers/")).content.decode()
        assert page.count("<li><bdi>Signer") == min(len(names), 100)
        return len(names)


def _in_letters(number: int) -> str:
    """7 as "Ah", for names have no digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()


@pytest.fixture
def campaign(alice, campaign, tmp_path, mailoutbox):
    with time_machine.travel(at("2027-03-01T09:00"), tick=False) as clock:
        letter = make_letter(
            campaign=campaign,
            status="draft",
            opened_at=None,
            access="link",
            review="before",
            time_zone="America/Chicago",
            opens_at=at("2027-03-08T09:00"),
            soft_deadline_at=at("2027-03-19T18:00"),
            closes_at=at("2027-03-20T18:00"),
            text_from=at("2027-03-15T09:00"),
            list_from=at("2027-03-22T09:00"),
            grace_hours=24,
            last_call_hours=24,
        )
        for language, sentence in [
            (
                "en",
                "We, {total} neighbors, ask you to open all the doors of the house.",
            ),
            (
                "es",
                "Nosotros, {total} vecinos, le pedimos abrir las puertas de la casa.",
            ),
        ]:
            text = letter.draft_revision.translations.get(language=language)
            text.body = sentence
            text.save()
        make_partner(campaign, code="parish")
        yield Campaign(letter, alice, clock, tmp_path)


def circulate(campaign: Campaign) -> None:
    """The draft goes round by its link; nobody else finds it."""
    letter = campaign.letter
    assert Client().get(campaign.path()).status_code == 404
    assert Client().get(campaign.path(key=True)).status_code == 200
    letter.open()
    refused = Client().post(campaign.path(key=True), VALUES)
    assert refused.status_code == 422


def open_by_link(campaign: Campaign) -> None:
    """It opens by the clock, and those who have the link sign."""
    campaign.wait_until("2027-03-08T09:00")
    campaign.confirm(campaign.sign(40, key=True, partner="parish"))
    assert campaign.counts(key=True) == 0
    campaign.approve()
    assert campaign.counts(key=True) == 40
    assert Client().get(campaign.path()).status_code == 404


def lift_the_embargo_of_the_text(campaign: Campaign) -> None:
    """Announced to everybody; the text still waits, across the change of the clocks."""
    letter = campaign.letter
    letter.access = "public"
    letter.save(update_fields=["access"])
    campaign.wait_until("2027-03-15T08:59")
    assert "neighbors" not in Client().get(campaign.path()).content.decode()
    assert Client().post(campaign.path(), VALUES).status_code == 422
    assert campaign.counts() == 40
    campaign.wait_until("2027-03-15T09:00")
    assert "neighbors" in Client().get(campaign.path()).content.decode()
    campaign.confirm(campaign.sign(110))
    campaign.approve()
    assert campaign.counts() == 150


def correct_the_wording(campaign: Campaign) -> None:
    """A word is put right: nobody is asked."""
    campaign.publish("wording", en="ask → urge", es="pedimos → rogamos")
    assert campaign.counts() == 150
    assert campaign.sweep() == []
    campaign.confirm(campaign.sign(50))
    campaign.approve()
    assert campaign.counts() == 200


def change_the_substance(campaign: Campaign) -> None:
    """The demand changes: two hundred are asked once, and count when they answer."""
    letter = campaign.letter
    waiting = campaign.sign(10)
    campaign.publish(
        "substance",
        en="all the doors → the doors and windows",
        es="las puertas → las puertas y ventanas",
    )
    asked = campaign.sweep()
    assert len(asked) == 200
    assert campaign.sweep() == []
    assert campaign.counts() == 0
    campaign.act(asked[:150], "keep")
    campaign.act(asked[150:160], "withdraw")
    assert campaign.counts() == 150
    campaign.confirm(waiting)
    campaign.confirm(campaign.sign(90))
    campaign.approve()
    assert campaign.counts() == 250
    assert set(
        letter.signatures.listed().values_list("revision__number", flat=True)
    ) == {3}


def call_the_last_ones(campaign: Campaign) -> None:
    """The announced deadline: one last call to those who have not confirmed."""
    pending = campaign.sign(20)
    campaign.wait_until("2027-03-18T18:00")
    calls = campaign.sweep() + list(outbox.outbox[-20:])
    assert Mail.objects.filter(kind="last_call", status="sent").count() == 20
    campaign.confirm([call for call in calls if call.to == pending[0].to])
    campaign.approve()
    assert campaign.counts() == 251


def extend(campaign: Campaign) -> None:
    """One more week, with a reason that the page gives."""
    letter = campaign.letter
    campaign.wait_until("2027-03-20T12:00")
    letter.extend(
        at("2027-03-27T18:00"),
        reason={"en": "Two dioceses asked.", "es": "Dos diócesis lo pidieron."},
        author=campaign.alice,
    )
    assert "Two dioceses asked." in Client().get(campaign.path()).content.decode()
    campaign.confirm(campaign.sign(30))
    campaign.approve()
    assert campaign.counts() == 281
    assert Mail.objects.filter(kind="last_call").count() == 20


def lift_the_embargo_of_the_list(campaign: Campaign) -> None:
    """The names are published."""
    letter = campaign.letter
    campaign.wait_until("2027-03-22T08:59")
    assert campaign.public_names() == 0
    campaign.wait_until("2027-03-22T09:00")
    listed = letter.signatures.listed()
    assert campaign.public_names() == listed.filter(publicity="public").count() > 200
    assert campaign.counts() == 281


def close_with_grace(campaign: Campaign) -> None:
    """Closed by the clock; whoever signed before may confirm for a day."""
    letter = campaign.letter
    campaign.wait_until("2027-03-27T12:00")
    late = campaign.sign(2)
    campaign.wait_until("2027-03-27T18:01")
    assert letter.status == "closed"
    assert Client().post(campaign.path(), VALUES).status_code == 422
    campaign.wait_until("2027-03-28T17:00")
    campaign.confirm(late[:1])
    campaign.approve()
    assert campaign.counts() == 282
    campaign.wait_until("2027-03-28T18:01")
    campaign.confirm(late[1:], status=200)
    assert campaign.counts() == 282


def withdraw_and_deliver(campaign: Campaign) -> None:
    """Some think again."""
    letter = campaign.letter
    receipts = [
        each for each in outbox.outbox if "Your signature is conf" in each.subject
    ]
    still = {s.email for s in letter.signatures.listed()}
    campaign.act([each for each in receipts if each.to[0] in still][:12], "withdraw")
    total = campaign.counts()
    assert total == 270

    # What is delivered says the same.
    call_command(
        *("export_letter", letter.slug, "--format", "pdf", "--language", "es"),
        *("--output", str(campaign.folder / "letter.pdf")),
    )
    text = " ".join(pdf_text(campaign.folder / "letter.pdf").split())
    assert f"Nosotros, {total} vecinos, le rogamos abrir las puertas y ventanas" in text
    withdrawn = letter.signatures.filter(status="withdrawn").exclude(confirmed_at=None)
    assert withdrawn.count() == 22
    for name in withdrawn.values_list("name", flat=True):
        assert f"{name}," not in text
    silent = letter.signatures.asked_again()
    assert silent.count() == 40
    for name in silent.values_list("name", flat=True):
        assert f"{name}," not in text


STEPS = [
    circulate,
    open_by_link,
    lift_the_embargo_of_the_text,
    correct_the_wording,
    change_the_substance,
    call_the_last_ones,
    extend,
    lift_the_embargo_of_the_list,
    close_with_grace,
    withdraw_and_deliver,
]


@pytest.mark.usefixtures("printer")
def test_a_campaign_from_circulation_to_the_last_withdrawal(campaign):
    for step in STEPS:
        step(campaign)
