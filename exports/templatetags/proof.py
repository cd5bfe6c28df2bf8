"""What the pages about editions show of their files."""

from django import template
from django.utils.translation import gettext as _

from core.formats import language_name
from exports.models import Document

register = template.Library()


@register.filter
def file_label(file: Document) -> str:
    """For whom the file is, in which language and format."""
    if file.recipient:
        whose = _("Letter to %(recipient)s") % {"recipient": file.recipient.name}
    else:
        whose = {
            Document.Audience.OFFICIALS: _("Letter to the recipients"),
            Document.Audience.PUBLIC: _("Public copy"),
            Document.Audience.PRESS: _("Names for the press"),
        }[Document.Audience(file.audience)]
    words = [whose, language_name(file.language), file.get_format_display()]
    return ", ".join(words)
