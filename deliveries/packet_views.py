"""Pages where organizers ask for a packet, wait for it and take it."""

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import signed_in
from campaigns.models import DOCUMENT_READERS
from core.errors import Refusal
from core.stored import open_unchanged
from deliveries.models import Packet
from deliveries.packets import is_current
from deliveries.packing import PACKET_AGE
from deliveries.services import request_packet
from letters.access import letters_with


def _packet(
    request: HttpRequest, slug: str, number: int, recipient: int, language: str
) -> Packet:
    """The packet, or one that nobody has asked for yet."""
    letter = get_object_or_404(letters_with(request, DOCUMENT_READERS), slug=slug)
    edition = get_object_or_404(letter.editions, number=number)
    found = get_object_or_404(letter.recipients, pk=recipient)
    if language not in letter.campaign.languages:
        raise Http404
    edition.letter = letter  # with its texts
    rows = Packet.objects.filter(edition=edition, recipient=found, language=language)
    packet = rows.first() or Packet(language=language)
    packet.edition, packet.recipient = edition, found
    return packet


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def packet(
    request: HttpRequest, slug: str, number: int, recipient: int, language: str
) -> HttpResponse:
    """How far it is; the button has it made, or made anew."""
    packet = _packet(request, slug, number, recipient, language)
    problem = ""
    if request.method == "POST":
        try:
            request_packet(
                packet.edition, packet.recipient, language, signed_in(request)
            )
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return redirect("deliveries:packet", slug, number, recipient, language)
    return _page(request, packet, problem)


def _page(request: HttpRequest, packet: Packet, problem: str) -> HttpResponse:
    is_ready = packet.status == Packet.Status.READY
    context = {
        "letter": packet.edition.letter,
        "packet": packet,
        "is_waiting": packet.pk and not packet.is_finished,
        "is_current": is_ready and is_current(packet),
        "kept_until": packet.requested_at + PACKET_AGE,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "deliveries/packet.html", context, status=status)


@never_cache
@login_required
@require_safe
def file(
    request: HttpRequest, slug: str, number: int, recipient: int, language: str
) -> HttpResponseBase:
    packet = _packet(request, slug, number, recipient, language)
    if packet.status != Packet.Status.READY or not is_current(packet):
        raise Http404
    try:
        stored = open_unchanged(packet.file, packet.sha256)
    except Refusal as refusal:
        return _page(request, packet, str(refusal))
    return FileResponse(stored, as_attachment=True, filename=f"{packet.name}.zip")
