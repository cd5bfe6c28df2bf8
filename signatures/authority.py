"""What a representative states by confirming an organization's signature."""

from django.utils.translation import gettext as _

from signatures.models import Signature

MAXIMUM = Signature._meta.get_field("authority").max_length


def statement(signature: Signature) -> str:
    """The sentence in the language in use; empty where nobody is named who could state it."""
    if signature.kind != Signature.Kind.ORGANIZATION or not signature.representative:
        return ""
    words = {
        "name": signature.representative,
        "role": signature.title,
        "organization": signature.name,
    }
    if signature.title:
        sentence = _(
            "I, %(name)s, %(role)s, am authorized to sign for %(organization)s."
        )
    else:
        sentence = _("I, %(name)s, am authorized to sign for %(organization)s.")
    return (sentence % words)[:MAXIMUM]
