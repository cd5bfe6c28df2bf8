"""What signers answer who are asked about a changed text."""

from django.test import Client
from django.utils import timezone

from letters.models import Letter, Revision
from signatures import revising
from signatures.emails import self_service_token
from signatures.models import Signature
from signatures.reviewing import review_signatures
from tests.factories import make_member, make_signature
from tests.signatures.conftest import link_in, press


def own_path(signature, language="en"):
    return f"/{language}/signature/{self_service_token(signature)}/"


def page(path):
    return Client().get(path).content.decode()


def test_keeping_lists_the_signature_under_the_new_text(letter, change, read_mail):
    signature = make_signature(letter, name="Juana Tzoc")
    draft = change(letter)
    path = link_in(read_mail()[0])
    asked = page(path)
    assert "Do you keep your signature?" in asked
    assert "We ask for less now." in asked
    assert "<ins>" in asked
    assert "<del>" in asked

    assert press(path, "keep").status_code == 303

    signature.refresh_from_db()
    assert (signature.revision, signature.asked) == (draft, None)
    assert "Juana Tzoc" in page(f"/en/letters/{letter.slug}/")
    assert "Do you keep your signature?" not in page(path)
    assert press(path, "keep").status_code == 422


def test_withdrawing_is_an_answer_too(letter, change):
    signature = make_signature(letter)
    revision = change(letter)

    press(own_path(signature), "withdraw")

    said = revising.answers(revision)
    assert (said.kept, said.withdrawn, said.silent) == (0, 1, 0)
    assert press(own_path(signature), "keep").status_code == 422


def test_the_organizer_sees_kept_withdrawn_and_silent(letter, change, as_user):
    olga = as_user(make_member(letter.campaign, "owner"))
    kept, withdrawn, *_silent = [make_signature(letter) for _ in range(5)]
    make_signature(letter, status="withdrawn")
    revision = change(letter)
    press(own_path(kept), "keep")
    press(own_path(withdrawn), "withdraw")
    make_signature(Letter.objects.get(pk=letter.pk))  # of the new text from the start

    said = revising.answers(revision)

    assert (said.kept, said.withdrawn, said.silent) == (1, 1, 3)
    shown = olga.get(f"/organize/letters/{letter.slug}/revisions/")
    assert "Answers to revision 2" in shown.content.decode()
    silent = olga.get(
        f"/admin/signatures/signature/?letter__id__exact={letter.pk}&asked=silent"
    )
    assert silent.context["cl"].result_count == 3


def test_the_silent_stay_off_after_the_deadline_and_may_still_answer(letter, change):
    signature = make_signature(letter)
    revision = change(letter)
    Revision.objects.filter(pk=revision.pk).update(answer_by=timezone.now())

    assert letter.signatures.counts().total == 0
    assert "You can still answer" in page(own_path(signature))
    press(own_path(signature), "keep")
    assert letter.signatures.counts().total == 1


def test_a_held_signer_answers_like_any_other(letter, change):
    signature = make_signature(letter, status="held")
    change(letter)
    assert "Do you keep your signature?" in page(own_path(signature))

    assert press(own_path(signature), "keep").status_code == 303

    signature.refresh_from_db()
    assert (signature.status, signature.asked) == ("held", None)


def test_a_declined_signer_who_is_approved_later_is_asked_then(
    letter, change, bob, read_mail
):
    signature = make_signature(letter, status="declined")
    change(letter)
    assert read_mail() == []

    review_signatures(
        Signature.objects.filter(pk=signature.pk), Signature.Status.APPROVED, actor=bob
    )
    revising.owe_questions()

    assert letter.signatures.counts().total == 0
    assert len(read_mail()) == 1
