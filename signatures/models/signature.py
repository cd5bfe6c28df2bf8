import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Partner
from core.crypto import EncryptedTextField
from core.errors import Refusal
from letters.models import Letter, Revision
from signatures.models.origins import Batch, Organization


@dataclass(frozen=True)
class Counts:
    """Listed signatures: the same numbers on page, in sentence, JSON, CSV and PDF."""

    total: int
    people: int
    organizations: int
    countries: int


class SignatureQuerySet(models.QuerySet["Signature"]):
    def live(self) -> Self:
        """All but those withdrawn, denied or never confirmed."""
        return self.filter(status__in=Signature.LIVE)

    def listed(self) -> Self:
        """The signatures that count: the only definition, used by everything that counts."""
        return self.filter(
            Q(status="approved")
            | Q(status="confirmed", kind="person", letter__review=Letter.Review.AFTER),
            asked=None,
        )

    def asked_again(self) -> Self:
        """Signers of an earlier text who have not said yet whether they keep to it."""
        return self.filter(status__in=["confirmed", "approved"], asked__isnull=False)

    def public(self) -> Self:
        """Listed signatures whose signers let everybody read their name."""
        return self.listed().filter(publicity=Signature.Publicity.PUBLIC)

    def named(self) -> Self:
        """Listed signatures that the delivered document prints."""
        return self.listed().exclude(publicity=Signature.Publicity.COUNTED)

    def waiting(self) -> Self:
        """Confirmed signatures on which a moderator has to decide."""
        return self.filter(
            Q(status__in=["confirmed", "held"]),
            ~Q(status="confirmed", kind="person", letter__review=Letter.Review.AFTER)
            | ~Q(flags=""),
        )

    def locked(self) -> Self:
        """The rows as they are now, kept from being changed or erased by anybody else.

        Whatever hangs something on a signature, or deletes one, asks for this first: a
        foreign key to a row that is gone is found out only at the end of the transaction.
        SQLite has one writer at a time anyway.
        """
        return self.select_for_update(of=("self",)).order_by("pk")

    def counts(self) -> Counts:
        numbers = self.listed().aggregate(
            total=Count("pk"),
            people=Count("pk", filter=Q(kind="person")),
            organizations=Count("pk", filter=Q(kind="organization")),
            countries=Count("country", filter=~Q(country=""), distinct=True),
        )
        return Counts(**numbers)

    def by_letter(self) -> dict[int, int]:
        """How many there are for each letter's primary key; letters with none are absent."""
        return dict(self.order_by().values_list("letter").annotate(Count("pk")))


class Signature(models.Model):
    """One signer's act on one letter."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANIZATION = "organization", _("Organization")

    class Publicity(models.TextChoices):
        PUBLIC = "public", _("Public")
        OFFICIALS = "officials", _("Officials only")
        COUNTED = "counted", _("Counted only")

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for confirmation by mail")
        CONFIRMED = "confirmed", _("Confirmed")
        APPROVED = "approved", _("Approved")
        HELD = "held", _("Held")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Never confirmed")

    class Source(models.TextChoices):
        WEB = "web", _("Web page")
        PARTNER = "partner", _("Partner's link")
        BATCH = "batch", _("Import")
        PAPER = "paper", _("Paper sheet")

    class Flag(models.TextChoices):
        """Why a moderator should look; stored separated by spaces, none within another."""

        LINK = "link", _("Contains a web address")
        FORMULA = "formula", _("Begins like a spreadsheet formula")
        MARKUP = "markup", _("Contains code")
        SYMBOLS = "symbols", _("Hardly any letters")
        MARKS = "marks", _("Too many accents on one letter")
        DIRECTION = "direction", _("Contained direction controls")
        SCRIPTS = "scripts", _("Mixes alphabets within a word")
        JOKE = "joke", _("Looks like a joke or a test")
        SHOUTED = "shouted", _("In capitals or lower case throughout")
        TWIN = "twin", _("An organization with a like name is known")
        SECOND = "second", _("The organization has signed already")
        DISPOSABLE = "disposable", _("Throw-away mail address")
        LOOKALIKE = "lookalike", _("Mail address mixes alphabets")
        RETURNED = "returned", _("Was held or declined before and signed again")
        HONEYPOT = "honeypot", _("Filled in a field that people cannot see")

    LIVE = ("pending", "confirmed", "approved", "held", "declined")

    code = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        related_name="signatures",
        verbose_name=_("letter"),
    )
    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        related_name="signatures",
        verbose_name=_("revision"),
    )
    # A later revision of substance that the signer has been asked about; set until
    # they keep their signature, and while it is set they are not listed.
    asked = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked",
        editable=False,
        verbose_name=_("asked again about"),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name as printed"), max_length=200)
    sort_name = models.CharField(
        _("sorted as"),
        max_length=250,
        help_text=_("Surname first: Pérez Tzoc, María José"),
    )
    sort_key = models.BinaryField(editable=False, max_length=1000)
    # Keyed, because it is there for names that are only counted, too.
    name_key = models.CharField(max_length=64, editable=False)
    # What everybody may search, and what only the team may.
    search_text = models.TextField(editable=False)
    hidden_text = models.TextField(editable=False)
    title = models.CharField(_("title or role"), max_length=200, blank=True)
    affiliation = models.CharField(
        _("affiliation"),
        max_length=200,
        blank=True,
        help_text=_("Printed for identification only"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("registered organization"),
    )
    representative = models.CharField(_("representative"), max_length=200, blank=True)
    # The sentence that the representative confirmed, in their language.
    authority = models.CharField(
        _("statement of authority"), max_length=500, blank=True, editable=False
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("state or department"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # Empty where a paper sheet has none.
    email = EncryptedTextField(_("email address"), blank=True)
    email_key = models.CharField(max_length=64, editable=False)
    publicity = models.CharField(_("publicity"), max_length=10, choices=Publicity)
    wants_updates = models.BooleanField(_("wants news of the letter"), default=False)
    is_organizer = models.BooleanField(
        _("organizer"), default=False, help_text=_("Organizers are printed first.")
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.PENDING,
        editable=False,
    )
    flags = models.CharField(_("flags"), max_length=200, blank=True, editable=False)
    source = models.CharField(
        _("source"), max_length=10, choices=Source, editable=False
    )
    partner = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("partner organization"),
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("import"),
    )
    signed_at = models.DateTimeField(_("signed"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("withdrawn or lapsed"), null=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "email_key", "kind"],
                condition=Q(
                    status__in=["pending", "confirmed", "approved", "held", "declined"]
                ),
                name="signature_one_live_per_letter_address_and_kind",
            ),
            models.UniqueConstraint(
                fields=["letter", "organization"],
                condition=Q(status="approved", kind="organization"),
                name="signature_one_approved_per_letter_and_organization",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organization"]),
                name="signature_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(publicity__in=["public", "officials", "counted"]),
                name="signature_publicity_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "lapsed", "withdrawn"])
                | Q(
                    status__in=["confirmed", "approved", "held", "declined"],
                    confirmed_at__isnull=False,
                ),
                name="signature_confirmed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(kind="person", organization__isnull=True)
                | Q(kind="organization", organization__isnull=False)
                | (Q(kind="organization") & ~Q(status="approved")),
                name="signature_approved_organization_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["batch", "paper"], batch__isnull=False)
                | Q(source__in=["web", "partner"], batch__isnull=True),
                name="signature_batch_is_known",
            ),
        ]
        indexes = [
            # The public list, page by page in print order. Of all rows, because SQLite
            # uses no partial index for a status that is a parameter.
            models.Index(
                fields=["letter", "kind", "sort_key", "id"],
                name="signature_print_order",
            ),
            # All that counts, without a look into the rows.
            models.Index(
                fields=["letter", "status", "asked", "kind", "publicity", "country"],
                name="signature_counts",
            ),
            # The moderators' list with its filters.
            models.Index(
                fields=["letter", "status", "-signed_at"], name="signature_by_status"
            ),
            # The moderators' search for an exact address.
            models.Index(fields=["email_key"], name="signature_by_address"),
            # Whether a line on paper repeats a name.
            models.Index(fields=["letter", "name_key"], name="signature_by_name"),
            # Recent names on the letter's page.
            models.Index(fields=["letter", "-confirmed_at"], name="signature_recent"),
        ]

    def __str__(self) -> str:
        """The name, unless its signer is only counted: then nobody reads it in passing."""
        return f"#{self.pk}" if self.is_counted else self.name

    @property
    def is_counted(self) -> bool:
        return self.publicity == self.Publicity.COUNTED

    @property
    def flag_set(self) -> set[str]:
        return set(self.flags.split())

    @transaction.atomic
    def _move(
        self, old: Iterable[str], new: str, refusal: str, **changes: datetime
    ) -> None:
        """Change the status by one conditional UPDATE, so of two people at once one wins."""
        rows = Signature.objects.filter(pk=self.pk, status__in=list(old))
        if not rows.update(status=new, **changes):
            raise Refusal(refusal)
        self.refresh_from_db(fields=["status", *changes])

    def confirm(self) -> None:
        """Confirm; what carries a quarantining flag is held, and looks confirmed to its signer."""
        held = self.flag_set & QUARANTINE
        self._move(
            [self.Status.PENDING],
            self.Status.HELD if held else self.Status.CONFIRMED,
            gettext("This signature is not waiting for confirmation."),
            confirmed_at=timezone.now(),
        )

    def deny(self) -> None:
        """Take back what somebody else signed with this address."""
        self._move(
            [self.Status.PENDING],
            self.Status.WITHDRAWN,
            gettext("This signature is not waiting for confirmation."),
            ended_at=timezone.now(),
        )

    @transaction.atomic
    def keep(self) -> None:
        """Sign the changed text as well; what is held answers like what waits."""
        rows = Signature.objects.live().filter(pk=self.pk, asked=self.asked_id)
        if self.asked_id is None or not rows.update(revision=self.asked_id, asked=None):
            raise Refusal(gettext("There is nothing to answer."))
        self.refresh_from_db(fields=["revision", "asked"])

    def withdraw(self) -> None:
        self._move(
            self.LIVE,
            self.Status.WITHDRAWN,
            gettext("This signature was withdrawn or never confirmed."),
            ended_at=timezone.now(),
        )

    def quarantine(self) -> None:
        """Hold silently what its signer has rewritten into something suspicious."""
        if self.flag_set & QUARANTINE:
            rows = Signature.objects.filter(pk=self.pk, status=self.Status.CONFIRMED)
            rows.update(status=self.Status.HELD)
            self.refresh_from_db(fields=["status"])

    @property
    def gets_news(self) -> bool:
        """Whether they agreed to hear from the organizers or a partner, and still do."""
        return self.wants_updates or self.consents.filter(ended_at=None).exists()

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None and self.status != self.Status.WITHDRAWN


# Abuse is quarantined silently; the other flags only ask a moderator to look.
QUARANTINE = frozenset(
    {
        "link",
        "formula",
        "markup",
        "symbols",
        "marks",
        "direction",
        "joke",
        "honeypot",
        "returned",
    }
)
