"""What templates of any app may show about signatures."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from campaigns.access import campaigns_with, may
from campaigns.models import ANY_ROLE, DOCUMENT_READERS, MODERATORS
from core import formats
from letters.models import Letter
from letters.models.letter import PARTS
from signatures import corrections, countries, lines
from signatures.authority import statement
from signatures.lines import printed
from signatures.models import OrganizationName, Signature

register = template.Library()


@register.inclusion_tag("_alternates.html", takes_context=True)
def language_alternates(context: dict[str, Any]) -> dict[str, Any]:
    """For search engines: the page's own address and the same page in other languages."""
    path = context["request"].path
    return {
        "canonical": settings.SITE_URL + path,
        "languages": [
            {"code": code, "url": settings.SITE_URL + translate_url(path, code)}
            for code, _name in settings.LANGUAGES
        ],
    }


@register.inclusion_tag("_languages.html", takes_context=True)
def language_links(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the page that is shown, in each language of the site."""
    path = context["request"].get_full_path()
    return {
        "languages": [
            {
                "code": code,
                "name": formats.own_name(code),
                "url": translate_url(path, code),
            }
            for code, _name in settings.LANGUAGES
        ]
    }


@register.filter
def place(signature: Signature) -> str:
    """City, state and country of a signature, in the language in use."""
    return _place(signature.city, signature.region, signature.country)


def _place(city: str, region: str, country: str) -> str:
    name = countries.name(country, formats.language())
    # Many a capital is called like its department.
    return ", ".join(part for part in dict.fromkeys([city, region, name]) if part)


@register.inclusion_tag("signatures/_line.html")
def line(signature: Signature) -> dict[str, Any]:
    """A name as everybody may read it, with what stands behind it."""
    shown = printed(signature, signature.letter.printed)
    where = _place(shown["city"], shown["region"], shown["country"])
    # An organization's title is its representative's, who is not named here.
    is_person = signature.kind == Signature.Kind.PERSON
    parts = [_who(signature, shown), where] if is_person else [where]
    return {"name": signature.name, "parts": [part for part in parts if part]}


@register.filter
def own_line(signature: Signature) -> SafeString:
    """The same for the signer's own pages, as documents print it."""
    isolate = partial(format_html, "<bdi>{}</bdi>")
    return mark_safe(_own_line(signature, isolate))  # noqa: S308  each part is escaped


@register.filter
def own_line_as_text(signature: Signature) -> str:
    return _own_line(signature, str)


def _own_line(signature: Signature, isolate: Callable[[str], str]) -> str:
    country = countries.name(signature.country, formats.language())
    return lines.line(signature, country, isolate, signature.letter.printed)


@register.filter
def as_printed(signature: Signature) -> Signature:
    """Under the name that documents in the language in use give its organization."""
    [shown] = lines.named_in(formats.language(), [copy(signature)])
    return shown


def _who(signature: Signature, shown: dict[str, str]) -> str:
    affiliation = shown["affiliation"] and f"{shown['affiliation']}*"
    words = [signature.representative, shown["title"], affiliation]
    return ", ".join(word for word in words if word)


@register.filter
def unprinted(signature: Signature) -> str:
    """What the signer told and the letter does not print: only the team reads it."""
    shown = printed(signature, signature.letter.printed)
    told = printed(signature, PARTS)
    hidden = {part: told[part] if not shown[part] else "" for part in PARTS}
    where = _place(hidden["city"], hidden["region"], hidden["country"])
    words = [hidden["title"], hidden["affiliation"], where]
    return ", ".join(word for word in words if word)


@register.filter
def authority(signature: Signature) -> str:
    """What the representative of an organization states by confirming."""
    return statement(signature)


@register.simple_tag
def other_names(signature: Signature) -> list[dict[str, str]]:
    """How documents in other languages name an organization that signed, where they do."""
    if signature.organization_id is None:
        return []
    names = OrganizationName.objects.filter(organization=signature.organization_id)
    return [
        {
            "language": formats.language_name(name.language),
            "name": name.name,
        }
        for name in names.exclude(language="").exclude(name=signature.name)
    ]


@register.filter
def in_language(text: Any, language: str) -> str:
    return str(text.text(language))


@register.filter
def number(value: int) -> str:
    return formats.number(value, formats.language())


@register.simple_tag
def letter_overview(request: HttpRequest) -> list[dict[str, Any]]:
    """The letters of a user's campaigns with the numbers an organizer looks for first."""
    campaigns = campaigns_with(request, ANY_ROLE)
    letters = (
        Letter.objects.filter(campaign__in=campaigns)
        .select_related("campaign")
        .prefetch_related("revisions__translations")
    )
    signatures = Signature.objects.filter(letter__in=letters)
    listed = signatures.listed().by_letter()
    waiting = signatures.waiting().by_letter()
    pending = signatures.filter(status=Signature.Status.PENDING).by_letter()
    corrected = corrections.waiting_by_letter(letters)
    return [
        {
            "letter": letter,
            "listed": listed.get(letter.pk, 0),
            "waiting": waiting.get(letter.pk, 0),
            "pending": pending.get(letter.pk, 0),
            "corrections": corrected.get(letter.pk, 0),
            "may_review": may(request, letter.campaign, MODERATORS),
            "may_download": may(request, letter.campaign, DOCUMENT_READERS),
        }
        for letter in letters
    ]
