from cryptography.fernet import Fernet
from django.db import connection

from core.crypto import decrypt, encrypt, keyed_hash
from tests.factories import make_signature

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_the_database_does_not_see_an_address(db):
    signature = make_signature(email="maria@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM signatures_signature")
        (stored,) = cursor.fetchone()

    assert "maria" not in stored
    signature.refresh_from_db()
    assert signature.email == "maria@example.org"


def test_a_newer_key_reads_what_the_older_one_wrote(settings):
    settings.FIELD_KEYS = [OLD]
    stored = encrypt("maria@example.org")
    hashed = keyed_hash("address", "maria@example.org")

    settings.FIELD_KEYS = [NEW, OLD]

    assert decrypt(stored) == "maria@example.org"
    assert keyed_hash("address", "maria@example.org") == hashed


def test_hashes_of_different_purposes_differ():
    assert keyed_hash("address", "x") != keyed_hash("visitor", "x")
    assert len(keyed_hash("address", "x")) == 64
