import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from signatures.models import Signature
from tests.factories import make_letter, make_signature

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_addresses_are_written_with_the_newest_key_and_found_as_before(db, settings):
    settings.FIELD_KEYS = [OLD]
    letter = make_letter()
    key = make_signature(letter, email="maria@example.org").email_key
    settings.FIELD_KEYS = [NEW, OLD]

    call_command("reencrypt_addresses")

    signature = Signature.objects.get(email_key=key)
    assert signature.email == "maria@example.org"
    settings.FIELD_KEYS = [NEW]
    assert Signature.objects.get().email == "maria@example.org"
    settings.FIELD_KEYS = [OLD]
    with pytest.raises(InvalidToken):
        Signature.objects.get()
