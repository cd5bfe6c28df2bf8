"""The life cycle of a signature: each step that is not allowed is refused in a sentence."""

import pytest

from core.errors import Refusal
from signatures import own
from signatures.models import Signature
from signatures.reviewing import review_signatures
from signatures.services import confirm_signature
from tests.factories import make_signature, make_user

STATES = list(Signature.Status)

# From where each step leads where; from everywhere else it is refused.
STEPS = {
    "confirm": {"pending": "confirmed"},
    "deny": {"pending": "withdrawn"},
    "withdraw": dict.fromkeys(
        ("pending", "confirmed", "approved", "held", "declined"), "withdrawn"
    ),
    "correct": {
        state: state for state in ("confirmed", "approved", "held", "declined")
    },
    "publicity": {
        state: state for state in ("confirmed", "approved", "held", "declined")
    },
    "approved": dict.fromkeys(("confirmed", "held", "declined"), "approved"),
    "held": dict.fromkeys(("confirmed", "approved"), "held"),
    "declined": dict.fromkeys(("confirmed", "approved", "held"), "declined"),
}


def take(step, signature):
    match step:
        case "confirm":
            confirm_signature(signature)
        case "deny":
            signature.deny()
        case "withdraw":
            own.withdraw(signature)
        case "correct":
            own.correct_line(signature, {"name": "Ana Paz"}, flags=set())
        case "publicity":
            own.change_publicity(signature, "counted")
        case decision:
            chosen = Signature.objects.filter(pk=signature.pk)
            outcome = review_signatures(
                chosen, Signature.Status(decision), actor=make_user(), reason="x"
            )
            if not outcome.changed:
                raise Refusal(" ".join(outcome.unchanged))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_each_step_is_taken_or_refused_in_a_sentence(db, step, state):
    signature = make_signature(status=state)

    if state in STEPS[step]:
        take(step, signature)
        expected = STEPS[step][state]
    else:
        with pytest.raises(Refusal, match=r"\w+"):
            take(step, signature)
        expected = state

    assert Signature.objects.get().status == expected


@pytest.mark.parametrize("step", STEPS)
def test_the_second_of_two_at_once_is_refused(db, step):
    """Whoever read the row before somebody else moved it on is told so."""
    stale = make_signature(
        status="pending" if step in {"confirm", "deny"} else "confirmed"
    )
    Signature.objects.update(status="withdrawn")

    with pytest.raises(Refusal):
        take(step, stale)

    assert Signature.objects.get().status == "withdrawn"


@pytest.mark.parametrize("flag", ["joke", "link", "returned", "honeypot"])
def test_what_is_quarantined_is_held_by_confirming(db, flag):
    signature = make_signature(status="pending", flags=flag)

    signature.confirm()

    assert signature.status == "held"


@pytest.mark.parametrize("state", ["confirmed", "approved", "held", "declined"])
def test_quarantine_takes_from_confirmed_alone(db, state):
    signature = make_signature(status=state, flags="joke")

    signature.quarantine()

    assert signature.status == ("held" if state == "confirmed" else state)
