"""Signatures with telling marks are looked for in everything that anybody gets to see."""

import logging
import re
from collections import Counter
from html import unescape
from itertools import product
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client

from campaigns.models import AccessRecord
from core import wakeup
from exports.models import Document
from exports.rendering import render
from exports.writers import PRESS_WRITERS
from letters.models import Letter
from signatures import emails, services
from signatures.models import Mail, Signature
from tests import test_access
from tests.exports.documents import pdf_text, write
from tests.exports.freezing import freeze_anyhow
from tests.factories import make_member, make_partner, make_signature

# Fixtures of the test of access, whose tables name every URL.
things, files = test_access.things, test_access.files

PUBLICITIES = Signature.Publicity.values
STATUSES = Signature.Status.values
# The letter says which field it is: name, affiliation, title, representative, city,
# address, region, and a name that is asked for in a correction.
MARK = re.compile(r"([natrceg])zqx([a-z]+?)qxz", re.IGNORECASE)
MODERATED = set("natrceg")
PAGES_OF_A_SHAPE = 6


def marks(text):
    """Which fields of which signers can be read in a text."""
    return {(field.lower(), core.lower()) for field, core in MARK.findall(text)}


class Marked:
    """A signature whose every field tells whose it is."""

    def __init__(self, letter, kind, publicity, status, language):
        self.kind, self.publicity, self.status = kind, publicity, status
        self.core = f"{kind}{publicity}{status}{language}"
        fields = {
            "name": f"{self.mark('N')} {self.mark('N')}",
            "affiliation": self.mark("A"),
            "title": self.mark("T"),
            "city": self.mark("C"),
            "region": self.mark("G"),
            "email": f"{self.mark('E').lower()}@leaks.example",
        }
        if kind == "organization":
            fields |= {"affiliation": "", "representative": self.mark("R")}
        self.row = make_signature(
            letter,
            kind=kind,
            publicity=publicity,
            status=status,
            language=language,
            authority=fields.get("representative", ""),
            flags="shouted twin",
            **fields,
        )

    def mark(self, field):
        return f"{field}zqx{self.core}qxz"

    @property
    def is_public(self):
        return self.publicity == "public" and self.status == "approved"

    @property
    def is_printed(self):
        return self.publicity != "counted" and self.status == "approved"

    def may_be_read(self, role):
        """The fields that a visitor with this role may read."""
        if role in {"moderator", "owner"}:
            return MODERATED if self.publicity != "counted" else set()
        if role == "editor":  # reads documents
            return set("natrcg") if self.is_printed else set()
        public = set("natcg") if self.kind == "person" else set("ncg")
        return public if self.is_public else set()


@pytest.fixture
def signers(things):
    """One signer of each kind, publicity, status and language: 84."""
    return [
        Marked(things["letter"], *values)
        for values in product(
            Signature.Kind.values, PUBLICITIES, STATUSES, ["en", "es"]
        )
    ]


def read_by(role, signers):
    return {
        (field, signer.core) for signer in signers for field in signer.may_be_read(role)
    }


ROLES = [
    "anonymous", "stranger", "mallory", "partner", "viewer", "editor", "moderator",
    "owner",
]  # fmt: skip


@pytest.fixture
def visitor(request, campaign, stranger, mallory, as_user):
    role = request.param
    if role == "anonymous":
        return role, Client()
    if role in {"stranger", "mallory"}:
        return role, as_user({"stranger": stranger, "mallory": mallory}[role])
    fields = {"partner": make_partner(campaign)} if role == "partner" else {}
    return role, as_user(make_member(campaign, role, **fields))


def text_of(response):
    """Everything that a response tells, headers and address included."""
    content = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + "\n" + unescape(content.decode(errors="replace"))


def seeds(things, signers):
    """Where to begin: every URL that the project has, every list, searched and filtered."""
    letter = things["letter"]
    base, api = f"/en/letters/{letter.slug}/", f"/api/letters/{letter.slug}"
    yield from (test_access.own_path(name, things) for name in test_access.ACCESS)
    yield from (test_access.admin_path(name, things) for name in test_access.ADMIN)
    yield f"/es/letters/{letter.slug}/"
    yield f"/es/letters/{letter.slug}/signers/"
    yield f"{api}/organizations.json?q=zqx"
    yield f"{api}/organizations.json?q=nzqxorganizationcounted"
    for query in ("zqx", "nzqxperson", "rzqx", "ezqx", "leaks.example", "counted"):
        yield f"{base}signers/?q={query}"
        for model in ("signature", "organization"):
            yield f"/admin/signatures/{model}/?q={query}"
    for order in range(1, 9):
        yield f"/admin/signatures/signature/?o={order}"
    for signer in signers[::2]:  # in one of the languages
        row = signer.row
        yield f"/admin/signatures/signature/{row.pk}/change/"
        if row.organization_id:
            yield f"/admin/signatures/organization/{row.organization_id}/change/"
    content_type = ContentType.objects.get_for_model(Signature).pk
    yield f"/admin/r/{content_type}/{signers[0].row.pk}/"
    yield (
        "/admin/autocomplete/?term=zqx&app_label=signatures&model_name=signature"
        "&field_name=organization"
    )


def links(path, text):
    """Addresses on a page that a visitor may follow, each with one parameter at most."""
    for href in re.findall(r'(?:href|"next"): ?="?([^"\s>]+)|href="([^"]+)"', text):
        address = urlsplit(urljoin(path, next(filter(None, href))))
        if address.netloc or address.scheme:
            continue
        if address.path.startswith(("/static/", "/accounts/", "/mailbox/")):
            continue
        if re.search(r"=.*=|next=|_facets|_changelist_filters|%|\.", address.query):
            continue  # what other addresses show, too
        yield address._replace(fragment="").geturl()


def crawl(client, paths):
    """The text of these pages and of those behind them, by address; few of each shape."""
    paths = list(paths)
    waiting, seen, shapes = [*paths], set(), Counter()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        text = text_of(client.get(path))
        yield path, text
        for link in links(path, text):
            shape = re.sub(r"\d+|=.*", "0", link)
            if link not in seen and shapes[shape] < PAGES_OF_A_SHAPE:
                shapes[shape] += 1
                waiting.append(link)


@pytest.mark.parametrize("visitor", ROLES, indirect=True)
def test_nobody_reads_on_any_page_what_is_not_theirs(visitor, things, signers, caplog):
    role, client = visitor
    caplog.set_level(logging.DEBUG)
    for signer in signers:
        signer.row.corrections.create(
            old={"name": signer.row.name}, new={"name": f"{signer.mark('N')} Corrected"}
        )
        signer.row.mails.create(kind="receipt", language="en")
    allowed, found = read_by(role, signers), set()

    for path, text in crawl(client, seeds(things, signers)):
        read = marks(text) - marks(path)
        assert read <= allowed, (path, read - allowed)
        found |= read

    # The search finds what is there to be found; editors read more in documents only.
    readable = read_by("anonymous", signers) if role == "editor" else allowed
    names = {(field, core) for field, core in readable if field == "n"}
    assert names
    assert names <= found
    assert not marks(caplog.text)


@pytest.mark.parametrize("visitor", ["anonymous"], indirect=True)
def test_public_json_has_public_lines_only(visitor, things, signers):
    _role, client = visitor
    path = f"/api/letters/{things['letter'].slug}/signers.json"
    read, cursor = set(), ""
    while cursor is not None:
        page = client.get(path, {"cursor": cursor})
        read |= marks(page.content.decode())
        cursor = page.json()["next"]

    assert read == read_by("anonymous", signers)


def test_an_embargo_holds_back_all_names(things, signers):
    from datetime import timedelta

    from django.utils import timezone

    Letter.objects.update(list_from=timezone.now() + timedelta(days=1))
    for path, text in crawl(Client(), seeds(things, signers)):
        assert not marks(text) - marks(path), path


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("format", Document.Format.values)
def test_documents_print_what_officials_may_read(
    things, signers, tmp_path, request, language, format
):
    if format == "pdf":
        request.getfixturevalue("printer")
    path = tmp_path / f"letter.{format}"

    write(things["letter"], path, language=language, format=format)

    text = text_in(path)
    printed = {
        (field, core) for field, core in read_by("editor", signers) if field != "e"
    }
    people = {s.core for s in signers if s.kind == "person"}
    expected = {
        (field, core) for field, core in printed if core not in people or field != "r"
    }
    assert marks(text) <= printed
    assert {core for _field, core in marks(text)} == {core for _f, core in expected}


@pytest.mark.parametrize(
    ("audience", "format"),
    [
        *(("public", format) for format in Document.Format.values),
        *(("press", format) for format in PRESS_WRITERS),
    ],
)
def test_copies_of_an_edition_print_what_everybody_may_read(
    things, signers, tmp_path, request, format, audience
):
    if format == "pdf":
        request.getfixturevalue("printer")
    edition = freeze_anyhow(Letter.objects.get(pk=things["letter"].pk))
    path = tmp_path / f"letter.{format}"

    render(
        edition.letter,
        language="es",
        format=format,
        path=path,
        report=lambda percent: None,
        edition=edition,
        audience=audience,
    )

    public = read_by("anonymous", signers)
    read = marks(text_in(path))
    assert read <= public
    assert {core for _field, core in read} == {core for _field, core in public}


def text_in(path):
    """What a program would find in the file."""
    if path.suffix == ".pdf":
        # Long marks may be broken at the end of a line.
        return pdf_text(path).replace("\n", "").replace(" ", "")
    if path.suffix in {".docx", ".xlsx"}:
        with ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        text = "\n".join(part.decode(errors="replace") for part in parts)
    else:
        text = path.read_text(encoding="utf-8-sig")
    return unescape(text).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("kind", Mail.Kind.values)
def test_mail_tells_its_reader_nothing_of_other_signers(signers, kind):
    for signer in signers:
        mail = signer.row.mails.create(kind=kind, language="en")
        signer.row.asked = signer.row.revision
        message = emails.message(mail)
        headers = " ".join(str(value) for value in message.message().values())
        parts = [message.subject, message.body, headers]
        parts += [str(part.content) for part in message.alternatives]
        read = marks(" ".join(parts))

        assert {core for _field, core in read} <= {signer.core}
        if kind == Mail.Kind.CONFIRM:  # anybody can have it sent to anybody
            assert {field for field, _core in read} <= {"e"}


def test_tasks_are_called_with_keys_only(
    things, signers, monkeypatch, sign, caplog, django_capture_on_commit_callbacks
):
    calls = []
    monkeypatch.setattr(wakeup, "_publish", lambda task, ids: calls.append(ids))
    caplog.set_level(logging.DEBUG)

    with django_capture_on_commit_callbacks(execute=True):
        for signer in signers:
            row = signer.row
            sign(things["letter"], name=row.name, email=row.email, kind=row.kind)
            services.owe_mail(row, Mail.Kind.RECEIPT, language="en")

    assert calls
    assert all(isinstance(pk, int) for ids in calls for pk in ids)
    assert not marks(caplog.text)


@pytest.mark.parametrize("visitor", ["moderator", "owner"], indirect=True)
@pytest.mark.parametrize("action", ["approve", "hold", "decline"])
def test_decisions_name_nobody_who_is_only_counted(visitor, action, signers, caplog):
    role, client = visitor
    caplog.set_level(logging.DEBUG)
    data = {"action": action, "_selected_action": [s.row.pk for s in signers]}

    for extra in ({}, {"reason": "A reason"}):
        response = client.post(
            "/admin/signatures/signature/", {**data, **extra}, follow=True
        )
        assert marks(text_of(response)) <= read_by(role, signers)

    assert not marks(caplog.text)


@pytest.mark.parametrize("visitor", ["owner"], indirect=True)
def test_an_owner_who_looks_sees_one_signer_and_leaves_a_record(visitor, signers):
    _role, client = visitor
    counted = [signer for signer in signers if signer.publicity == "counted"]

    for signer in counted:
        path = f"/admin/signatures/signature/{signer.row.pk}/reveal/"
        read = marks(text_of(client.post(path)))
        assert {core for _field, core in read} == {signer.core}

    assert AccessRecord.objects.filter(kind="counted").count() >= len(counted)
    assert not marks(stored(AccessRecord))


@pytest.mark.parametrize("visitor", ["moderator"], indirect=True)
def test_an_address_that_is_known_finds_a_number(visitor, signers):
    _role, client = visitor
    for signer in signers:
        if signer.publicity == "counted":
            text = text_of(
                client.get("/admin/signatures/signature/", {"q": signer.row.email})
            )
            assert "Only counted (#" in text
            assert {field for field, _core in marks(text)} == {"e"}


def stored(model):
    """All rows of a table as they lie in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
        return str(cursor.fetchall())


@pytest.mark.parametrize("visitor", ["owner"], indirect=True)
def test_names_lie_in_few_tables_and_addresses_in_none(visitor, signers, things):
    _role, client = visitor
    for signer in signers:
        path = f"/admin/signatures/signature/{signer.row.pk}/change/"
        data = {"sort_name": f"Sorted {signer.row.pk}"}
        for name in ("reviews", "mails"):
            data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        client.post(path, data)
        signer.row.mails.create(kind="receipt", language="en")
    own = {"signatures_signature", "signatures_organization"}
    own |= {"signatures_organizationname", "signatures_correction"}

    for model in apps.get_models():
        read = marks(stored(model))
        assert "e" not in {field for field, _core in read}, model
        assert not read or model._meta.db_table in own, model
    assert LogEntry.objects.exists()


def test_search_and_order_of_the_database_tell_nobody_who_is_only_counted(signers):
    for signer in signers:
        row = signer.row
        if signer.publicity == "counted":
            assert (row.search_text, row.hidden_text, bytes(row.sort_key)) == (
                "",
                "",
                b"",
            )
        elif signer.kind == "organization":
            read = {field for field, _core in marks(row.search_text)}
            assert read == set("ncg")
