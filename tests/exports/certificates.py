"""Keys and certificates for tests: an authority, and what it vouches for."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = "a seal for tests"
DAY = timedelta(days=1)
USES = (
    "digital_signature content_commitment key_encipherment data_encipherment"
    " key_agreement key_cert_sign crl_sign encipher_only decipher_only"
).split()


@cache
def new_key(_owner: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(
    owner: str,
    *uses: str,
    purpose: x509.ObjectIdentifier | None = None,
    expired: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(owner))
        .issuer_name(_name("Authority"))
        .public_key(new_key(owner).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 10 * DAY)
        .not_valid_after(now + (-DAY if expired else 365 * DAY))
        .add_extension(
            x509.BasicConstraints(ca=owner == "Authority", path_length=None), True
        )
        .add_extension(
            x509.KeyUsage(**{use: use in uses for use in USES}), critical=True
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(new_key(owner).public_key()),
            critical=False,
        )
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), True)
    return builder.sign(new_key("Authority"), hashes.SHA256())


@cache
def authority() -> x509.Certificate:
    return certificate("Authority", "key_cert_sign", "crl_sign")


def seal_certificate(*, expired: bool = False) -> x509.Certificate:
    uses = ("digital_signature", "content_commitment")
    return certificate("Border Coalition", *uses, expired=expired)


def timestamp_certificate() -> x509.Certificate:
    return certificate(
        "Clock", "digital_signature", purpose=ExtendedKeyUsageOID.TIME_STAMPING
    )


def write_pkcs12(path: Path, *, expired: bool = False) -> Path:
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal",
            new_key("Border Coalition"),
            seal_certificate(expired=expired),
            [authority()],
            serialization.BestAvailableEncryption(PASSWORD.encode()),
        )
    )
    return path


def _name(owner: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner)])
