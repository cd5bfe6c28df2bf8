"""What the pages about editions show of their files."""

from django import template
from django.utils.translation import gettext as _

from core.formats import language_name
from exports.models import Document
from exports.wording import fours

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
    return ", ".join([whose, languages_of(file), file.get_format_display()])


register.filter("fours", fours)


@register.filter
def file_labels(files: list[Document]) -> str:
    """Of files that are the same to the byte, as tables are in each language."""
    return "” / “".join(map(file_label, files))


@register.filter
def by_sha256(files: list[Document]) -> dict[str, dict[str, object]]:
    """What a script says of files of other editions, by their hashes."""
    return {
        file.sha256: {"label": file_label(file), "number": file.edition.number}
        for file in files
        if file.edition
    }


@register.filter
def languages_of(file: Document) -> str:
    """Those of its text, its own first."""
    codes = [file.language]
    if file.edition and Document.Format(file.format).follows_layout:
        edition = file.edition
        codes = edition.layout.languages_in_one(file.language, edition.languages)
    return " + ".join(language_name(code) for code in codes)
