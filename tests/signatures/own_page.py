"""A signer's own page, and correcting the line on it."""

from django.test import Client

from signatures.emails import self_service_token
from tests.signatures.conftest import press

LINE = {
    "name": "María José Pérez Tzoc",
    "title": "Jueza",
    "affiliation": "Cristo Rey",
    "city": "Huehuetenango",
    "region": "Huehuetenango",
    "country": "GT",
}


def path_of(signature, language="en"):
    return f"/{language}/signature/{self_service_token(signature)}/"


def page_of(signature, language="en"):
    return Client().get(path_of(signature, language)).content.decode()


def correct(signature, **changes):
    line = {name: getattr(signature, name) for name in LINE}
    if signature.kind == "organization":
        line["representative"] = signature.representative
    return press(path_of(signature), "correct", **{**line, **changes})
