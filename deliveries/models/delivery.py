import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.addresses import validate_address
from core.characters import validate_line, validate_lines
from core.crypto import EncryptedTextField
from core.localized import LocalizedField
from exports.fonts import validate_drawable
from exports.models import Edition
from letters.models import Letter, Recipient

ANSWER_MAXIMUM = 10_000


class Delivery(models.Model):
    """The hand-over of an edition to a recipient, and what came of it."""

    class Method(models.TextChoices):
        MAIL = "mail", _("By email")
        HAND = "hand", _("In person")
        POST = "post", _("By post")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SENDING = "sending", _("Being sent")
        DELIVERED = "delivered", _("Delivered")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Failed")

    DONE = (Status.DELIVERED, Status.ANSWERED)

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="deliveries", verbose_name=_("edition")
    )
    recipient = models.ForeignKey(
        Recipient,
        models.PROTECT,
        related_name="deliveries",
        verbose_name=_("recipient"),
    )
    method = models.CharField(_("how"), max_length=5, choices=Method)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    address = EncryptedTextField(
        _("mail address of the office"), blank=True, validators=[validate_address]
    )
    reply_to = EncryptedTextField(
        _("answers go to"),
        blank=True,
        validators=[validate_address],
        help_text=_("An address that somebody of your team reads."),
    )
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    delivered_by = models.CharField(
        _("who handed it over"),
        max_length=200,
        blank=True,
        help_text=_("For the team only: names, and to whom they gave it."),
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.TextField(
        _("note"), max_length=2000, blank=True, help_text=_("For the team only.")
    )
    # Of the PDF that was handed over.
    sha256 = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = LocalizedField(
        _("answer"), max_length=ANSWER_MAXIMUM, multiline=True, blank=True
    )
    answer_published = models.BooleanField(
        _("show the answer on the letter's page"), default=False
    )
    remind_on = models.DateField(_("remind on"), null=True)
    created_at = models.DateTimeField(_("planned"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "recipient", "method"],
                name="delivery_once_per_edition_recipient_and_method",
            ),
            models.CheckConstraint(
                condition=Q(method="mail", status__in=["sending", "failed"])
                | Q(
                    method__in=["mail", "hand", "post"],
                    status__in=["planned", "delivered", "answered"],
                ),
                name="delivery_status_fits_method",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["planned", "sending", "failed"],
                    delivered_at__isnull=True,
                )
                | (
                    Q(status__in=["delivered", "answered"], delivered_at__isnull=False)
                    & ~Q(sha256="")
                ),
                name="delivery_done_has_date_and_hash",
            ),
            models.CheckConstraint(
                condition=Q(status="answered", answered_at__isnull=False)
                | (
                    ~Q(status="answered")
                    & Q(answered_at__isnull=True, answer_published=False)
                ),
                name="delivery_answered_has_date",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Edition %(number)d to %(recipient)s") % {
            "number": self.edition.number,
            "recipient": self.recipient,
        }

    @property
    def letter(self) -> Letter:
        return self.edition.letter

    @property
    def is_mail(self) -> bool:
        return self.method == self.Method.MAIL

    @property
    def is_done(self) -> bool:
        return self.status in self.DONE

    @property
    def is_sendable(self) -> bool:
        return self.is_mail and self.status in {self.Status.PLANNED, self.Status.FAILED}

    @property
    def is_changeable(self) -> bool:
        """A mail that is on its way, or has arrived, is what it is."""
        return not self.is_mail or self.is_sendable


class DeliveryFile(models.Model):
    """A receipt, evidence or an answer, as a file that the team may download."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", pgettext_lazy("delivery", "Receipt")
        EVIDENCE = "evidence", _("Evidence")
        ANSWER = "answer", _("Answer")

    code = models.UUIDField(unique=True, default=uuid.uuid4)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="files")
    kind = models.CharField(_("what it is"), max_length=8, choices=Kind)
    # As it was called, without its ending: that follows from what is in the file.
    name = models.CharField(_("name"), max_length=100)
    ending = models.CharField(max_length=4)
    file = models.FileField(_("file"), upload_to="deliveries/")
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("file of a delivery")
        verbose_name_plural = _("files of deliveries")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["receipt", "evidence", "answer"]),
                name="delivery_file_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ending__in=["pdf", "png", "jpg", "txt"]),
                name="delivery_file_ending_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}.{self.ending}"


class CoverLetter(models.Model):
    """What stands above the document, in each language; empty where the usual text does."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="cover_letter")
    subject = LocalizedField(
        _("subject"), blank=True, validators=[validate_line, validate_drawable]
    )
    text = LocalizedField(
        _("text"),
        max_length=5000,
        multiline=True,
        blank=True,
        validators=[validate_lines, validate_drawable],
    )
    addendum_subject = LocalizedField(
        _("subject for an addendum"),
        blank=True,
        validators=[validate_line, validate_drawable],
    )
    addendum_text = LocalizedField(
        _("text for an addendum"),
        max_length=5000,
        multiline=True,
        blank=True,
        validators=[validate_lines, validate_drawable],
    )

    class Meta:
        verbose_name = _("cover letter")
        verbose_name_plural = _("cover letters")

    def __str__(self) -> str:
        return str(self.letter)
