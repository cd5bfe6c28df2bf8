"""Who may see which letter: everybody, or those who came by the secret link."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control

from letters.models import Letter
from signatures.models import Signature

PAGE_SECONDS = 5  # how long anybody may keep a public page


@dataclass(frozen=True)
class Visit:
    """A letter that this visitor may see, and how they came to it."""

    letter: Letter
    key: str  # of the secret link; empty for those who came without it

    @property
    def shows_text(self) -> bool:
        return bool(self.key) or self.letter.is_text_public()

    @property
    def shows_names(self) -> bool:
        return self.shows_text and self.letter.is_list_public()

    @property
    def is_private(self) -> bool:
        """Whether it is the link that shows what others do not see yet."""
        is_shown = self.letter.is_announced() and self.letter.is_text_public()
        return bool(self.key) and not is_shown

    @property
    def names_from(self) -> datetime | None:
        """When names appear that are kept back now."""
        text_from = None if self.key else self.letter.text_from
        known = [at for at in (text_from, self.letter.list_from) if at]
        appear = max(known, default=None)
        return appear if appear and appear > timezone.now() else None

    @property
    def accepts_signatures(self) -> bool:
        return self.shows_text and self.letter.accepts_signatures()

    def path(self, page: str = "") -> str:
        """The path of one of the letter's pages, such as "signers/", by the same link."""
        query = f"?key={self.key}" if self.key else ""
        return f"{self.letter.get_absolute_url()}{page}{query}"

    @property
    def history_path(self) -> str:
        return self.path("text/")

    def finish(self, response: HttpResponse) -> HttpResponse:
        """Let everybody keep a public page for seconds; nobody a secret one, or an error."""
        if self.key:
            response["X-Robots-Tag"] = "noindex"
        if self.key or response.status_code != HTTPStatus.OK:
            add_never_cache_headers(response)
        else:
            patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
        return response


def visit(request: HttpRequest, slug: str) -> Visit:
    """The letter of this name, as far as the visitor may see it; else 404.

    The secret link shows what is not announced yet, drafts included.
    """
    letter = Letter.objects.select_related("campaign").filter(slug=slug).first()
    if letter is None:
        raise Http404
    key = request.GET.get("key", "")
    has_key = letter.has_key(key)
    if not has_key and not letter.is_announced():
        raise Http404
    # Only now, or the time would tell who has no key that there is such a letter.
    prefetch_related_objects([letter], "revisions__translations", "campaign__partners")
    return Visit(letter, key if has_key else "")


def signers_path(signature: Signature, page: str = "") -> str:
    """The letter's path for somebody who has signed it, and so has been shown it.

    Who has withdrawn is told no key: it may have been replaced because of them.
    """
    letter = signature.letter
    is_open_to_all = letter.is_announced() and letter.is_text_public()
    needs_key = signature.status in Signature.LIVE and not is_open_to_all
    return Visit(letter, letter.key if needs_key else "").path(page)
