"""The digital seal: a PAdES signature that is appended to a finished PDF file.

The bytes before it stay as they are, so that what was rendered is still there, byte by
byte, at the beginning of the sealed file.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.errors import Refusal

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer
    from pyhanko.sign.timestamps import TimeStamper

FIELD = "Seal"
DIGEST = "sha256"
TIMESTAMP_SECONDS = 20

logger = logging.getLogger(__name__)


def is_configured() -> bool:
    return bool(settings.SEAL_PKCS12 or settings.SEAL_PKCS11_MODULE)


def problem() -> str:
    """A sentence on what is wrong with the configuration of the seal, or nothing."""
    if not is_configured():
        return ""
    try:
        with _signer():
            return ""
    except Refusal as refusal:
        return str(refusal)


def seal(path: Path) -> str:
    """Seal the PDF file where a seal is configured, and return whose seal it is.

    All of it, or Refusal and no change.
    """
    if not is_configured():
        return ""
    sealed = path.with_name(f"{path.name}.sealed")
    try:
        with _signer() as signer:
            _sign(path, sealed, signer)
            owner = _owner(signer)
        sealed.replace(path)
        return owner
    finally:
        sealed.unlink(missing_ok=True)


def _owner(signer: "Signer") -> str:
    """Who the certificate says that the seal belongs to."""
    certificate = signer.signing_cert
    assert certificate is not None  # or nothing would have been signed
    name = certificate.subject.native
    return str(name.get("common_name") or certificate.subject.human_friendly)[:200]


def _sign(path: Path, sealed: Path, signer: "Signer") -> None:
    # Imported late: nobody else needs it, and it takes half a second.
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import TimestampRequestError

    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        # Whoever adds anything to the file breaks the seal, too.
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    pdf_signer = PdfSigner(metadata, signer=signer, timestamper=_timestamper())
    try:
        with path.open("rb") as source, sealed.open("w+b") as target:
            pdf_signer.sign_pdf(IncrementalPdfFileWriter(source), output=target)
    except TimestampRequestError as error:
        raise _refusal(
            _(
                "The timestamp server did not answer as it should, so the file could not"
                " be sealed. Try again later, or ask the operator to look."
            ),
            error,
        ) from error
    except (SigningError, PKCS11Error, ValueError) as error:
        raise _refusal(
            _("The file could not be sealed. Ask the operator to look."), error
        ) from error


def _timestamper() -> "TimeStamper | None":
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

    if not settings.SEAL_TIMESTAMP_URL:
        return None
    return HTTPTimeStamper(settings.SEAL_TIMESTAMP_URL, timeout=TIMESTAMP_SECONDS)


@contextmanager
def _signer() -> Iterator["Signer"]:
    """What signs: a key in a file, or one that never leaves its token."""
    if settings.SEAL_PKCS12 and settings.SEAL_PKCS11_MODULE:
        raise Refusal(
            _("SEAL_PKCS12 and SEAL_PKCS11_MODULE are both set; one of them has to go.")
        )
    if settings.SEAL_PKCS12:
        signer = _signer_of_file(Path(settings.SEAL_PKCS12))
        _check_dates(signer)
        yield signer
        return
    with _signer_of_token() as signer:
        _check_dates(signer)
        yield signer


def _check_dates(signer: "Signer") -> None:
    """Refuse a certificate with which every reader would call the seal invalid."""
    certificate = signer.signing_cert
    assert certificate is not None
    if not (
        certificate.not_valid_before <= timezone.now() < certificate.not_valid_after
    ):
        raise Refusal(
            _("The certificate of the seal is valid from %(first)s to %(last)s only.")
            % {
                "first": date_format(certificate.not_valid_before),
                "last": date_format(certificate.not_valid_after),
            }
        )


def _signer_of_file(path: Path) -> "Signer":
    from pyhanko.sign.signers import SimpleSigner

    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refusal(
            _("The file that SEAL_PKCS12 names cannot be read."), error
        ) from error
    try:
        return SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=settings.SEAL_PASSWORD.encode()
        )
    # A file without a key in it has none to translate.
    except (ValueError, TypeError, AttributeError) as error:
        raise _refusal(
            _(
                "SEAL_PKCS12 names a file that SEAL_PASSWORD does not open, or that holds"
                " no key with its certificate."
            ),
            error,
        ) from error


@contextmanager
def _signer_of_token() -> Iterator["Signer"]:
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        session = open_pkcs11_session(
            settings.SEAL_PKCS11_MODULE,
            token_criteria=TokenCriteria(label=settings.SEAL_PKCS11_TOKEN),
            user_pin=settings.SEAL_PKCS11_PIN,
        )
    except (PKCS11Error, RuntimeError) as error:
        raise _refusal(
            _(
                "The token of the seal does not open: look at SEAL_PKCS11_MODULE,"
                " SEAL_PKCS11_TOKEN and SEAL_PKCS11_PIN."
            ),
            error,
        ) from error
    with session:
        signer = PKCS11Signer(session, settings.SEAL_PKCS11_LABEL)
        try:
            _found = signer.signing_cert  # which looks for it
        except PKCS11Error as error:
            raise _refusal(
                _(
                    "The token of the seal has no key and certificate that are labeled"
                    " as SEAL_PKCS11_LABEL says."
                ),
                error,
            ) from error
        yield signer


def _refusal(sentence: str, error: Exception) -> Refusal:
    logger.error("The seal: %s (%s)", sentence, _reasons(error))
    return Refusal(sentence)


def _reasons(error: BaseException | None) -> str:
    reasons: list[str] = []
    while error is not None:
        reasons.append(f"{type(error).__name__}: {error}")
        error = error.__cause__
    return "; ".join(reasons)
