"""Addresses that are given to people, on paper or by a partner, so that they sign."""

from urllib.parse import urlencode

from campaigns.models import Partner
from core.links import absolute_url
from letters.models import Letter


def invitation(letter: Letter, language: str, partner: Partner | None = None) -> str:
    """The letter's page in a language; by the secret link only where there is no other."""
    query = {}
    if letter.access == Letter.Access.LINK:
        query["key"] = letter.key
    if partner:
        query["partner"] = partner.code
    url = absolute_url("signatures:letter", letter.slug, language=language)
    return f"{url}?{urlencode(query)}" if query else url
