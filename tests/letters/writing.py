"""What a browser sends from the text page, and what is stored then."""

from letters.models import Letter, Translation

JSON = {"Accept": "application/json"}


def path(letter):
    return f"/organize/letters/{letter.slug}/text/"


def opened(client, letter):
    """What the form has when the page is opened, as a browser would send it."""
    context = client.get(path(letter)).context
    data = {"revision": context["draft"].number}
    for column in context["columns"]:
        for field in column.form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    return data


def body_of(letter, language="en"):
    return Translation.objects.get(
        revision=letter.draft_revision, language=language
    ).body


def fresh(letter):
    return Letter.objects.get(pk=letter.pk)
