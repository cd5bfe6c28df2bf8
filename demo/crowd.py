"""Signatures of one letter, made in memory by a seeded generator and saved in bulk."""

import math
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from demo.organizations import DemoOrganization
from demo.people import Person, people
from demo.roles import AFFILIATIONS, TITLES
from letters.models import Letter
from signatures.models import Consent, Review, Signature
from signatures.registry import register_organization
from signatures.services import new_signature

BUSY_HOURS = [1] * 7 + [4, 8, 10, 10, 9, 7, 7, 8, 9, 9, 8, 8, 9, 10, 9, 5, 2]


class Crowd:
    """Collects the signatures of one letter with what belongs to them."""

    def __init__(self, letter: Letter, seed: int):
        self.letter = letter
        self.revision = letter.current_revision
        self.rng = Random(seed)  # noqa: S311  nothing secret: the same every time
        # Times are drawn again when they lie in the future, other things never.
        self.clock = Random(seed)  # noqa: S311
        self.people = people(seed)
        self.partners = list(letter.campaign.partners.all())
        self.signatures: list[Signature] = []
        self.reasons: dict[str, str] = {}

    def add(self, status: str, signed_at: datetime, **fields: Any) -> Signature:
        minutes = min(1 + self.rng.expovariate(1 / 40), 100)
        confirmed_at = signed_at + timedelta(minutes=minutes)
        is_known = status not in {"pending", "lapsed"}
        signature = new_signature(
            self.letter,
            revision=self.revision,
            status=status,
            signed_at=signed_at,
            confirmed_at=confirmed_at if is_known else None,
            **{"source": Signature.Source.WEB, "publicity": "public", **fields},
        )
        if status in {"approved", "declined"}:
            # In the evening, when the team has time.
            signature.reviewed_at = confirmed_at + timedelta(
                hours=self.rng.uniform(1, 20)
            )
        self.signatures.append(signature)
        return signature

    def person_fields(self, person: Person) -> dict[str, Any]:
        rng, language = self.rng, person.language
        partner = rng.choice(self.partners) if rng.random() < 0.4 else None
        return {
            "kind": "person",
            "name": person.name,
            "email": person.mailbox,
            "language": language,
            "title": rng.choice(TITLES[language]) if rng.random() < 0.7 else "",
            "affiliation": rng.choice(AFFILIATIONS[language])
            if rng.random() < 0.55
            else "",
            **person.place._asdict(),
            "publicity": rng.choices(["public", "officials", "counted"], [86, 9, 5])[0],
            "partner": partner,
            "source": Signature.Source.PARTNER if partner else Signature.Source.WEB,
        }

    def organization_fields(self, entry: DemoOrganization) -> dict[str, Any]:
        representative = next(self.people)
        organization = register_organization(self.letter.campaign, entry.name)
        if entry.scope and not organization.scope:
            organization.scope = entry.scope
            organization.save(update_fields=["scope"])
        return {
            "kind": "organization",
            "name": entry.name,
            "organization": organization,
            "representative": representative.name,
            "email": representative.mailbox,
            "language": entry.language,
            "city": entry.city,
            "region": entry.region,
            "country": entry.country,
        }

    def moments(self, start: datetime, end: datetime, count: int) -> list[datetime]:
        """Times of signing: a rush at the start, another after a reminder and at the end."""
        days = max(1, math.ceil((end - start) / timedelta(days=1)))
        weights = [
            30 * math.exp(-day / 3.5)
            + 14 * math.exp(-(((day - days * 0.45) / 1.4) ** 2))
            + 8 * math.exp(-(((day - days * 0.92) / 2.2) ** 2))
            + 2
            for day in range(days)
        ]
        midnight = start.replace(hour=6, minute=0)  # in Guatemala
        times: list[datetime] = []
        while len(times) < count:
            time = midnight + timedelta(
                days=self.clock.choices(range(-1, days), [weights[0], *weights])[0],
                hours=self.clock.choices(range(24), BUSY_HOURS)[0],
                seconds=self.clock.randrange(3600),
            )
            if start < time < end:
                times.append(time)
        return sorted(times)

    def save(self, moderator: User) -> None:
        Signature.objects.bulk_create(self.signatures, batch_size=500)
        reviews = [
            Review(
                signature=signature,
                actor=moderator,
                old_status="confirmed",
                new_status=signature.status,
                reason=self.reasons.get(signature.name, ""),
            )
            for signature in self.signatures
            if signature.reviewed_at
        ]
        Review.objects.bulk_create(reviews, batch_size=500)
        for review in reviews:
            # The database stamps new decisions with the present.
            review.created_at = review.signature.reviewed_at or review.created_at
        Review.objects.bulk_update(reviews, ["created_at"], batch_size=250)
        Consent.objects.bulk_create(self.consents(), batch_size=500)

    def consents(self) -> list[Consent]:
        asking = [partner for partner in self.partners if partner.asks_consent]
        return [
            Consent(
                signature=signature, partner=partner, given_at=signature.confirmed_at
            )
            for signature in self.signatures
            if signature.kind == "person" and signature.confirmed_at
            for partner in asking
            if self.rng.random() < 0.25
        ]
