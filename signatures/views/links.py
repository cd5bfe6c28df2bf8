"""Asking for a lost link, and stopping news: pages for people whom nobody has identified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.formats import language
from core.http import SeeOther, is_cross_site, secret_address
from signatures import own
from signatures.own_forms import LostLinkForm
from signatures.reading import read_link
from signatures.views.own import unknown_link
from signatures.visiting import signers_path, visit


# Without a CSRF token, like the signing form: there is no session whose rights another
# site could use, and the mail goes to the owner of the address alone.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an address; whether it has signed is told in its mailbox only."""
    seen = visit(request, slug)
    context = {"letter": seen.letter, "letter_path": seen.path()}
    is_post = request.method == "POST"
    if is_post and is_cross_site(request):
        return seen.finish(
            render(request, "signatures/cross_site.html", context, status=403)
        )
    form = LostLinkForm(request.POST if is_post else None)
    if form.is_valid():
        own.ask_for_link(seen.letter, form.cleaned_data["email"])
        return SeeOther(seen.path("my-signature/sent/"))
    context |= {"form": form, "title": seen.letter.title(language())}
    status = 422 if is_post else 200
    page = render(request, "signatures/lost_link.html", context, status=status)
    return seen.finish(page)


@require_safe
def link_sent(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    context = {
        "letter": seen.letter,
        "letter_path": seen.path(),
        "lost_link_path": seen.path("my-signature/"),
        "title": seen.letter.title(language()),
    }
    return seen.finish(render(request, "signatures/link_sent.html", context))


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all news; also by a mail program's single POST (RFC 8058)."""
    signature, _rest, _is_expired = read_link("unsubscribe", token)
    if signature is None:
        return unknown_link(request, "unsubscribe", token)
    is_post = request.method == "POST"
    if is_post:
        own.end_news(signature)
        # Mail programs do not follow redirections.
        if "List-Unsubscribe" not in request.POST:
            return SeeOther(request.path)
    context = {
        "signature": signature,
        "letter_path": signers_path(signature),
        # Not the own page itself: whoever is forwarded a message with this link may
        # stop the news and no more.
        "lost_link_path": signers_path(signature, "my-signature/"),
        "title": signature.letter.title(language()),
        "gets_news": not is_post and signature.gets_news,
    }
    return render(request, "signatures/unsubscribe.html", context)
