"""Filling in the organizers' pages of a release as a browser does."""

import re

BASE = "/organize/letters/border/press/"


def path(release, page=""):
    return f"{BASE}{release.pk}/{page}"


def fields(page):
    """What a browser would send of the page's form, if nobody wrote anything."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in attributes and attributes.get("type") != "submit":
            found[attributes["name"]] = attributes.get("value", "")
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = value
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def form_of(client, address):
    return fields(client.get(address).content.decode())


def words(response):
    return response.content.decode()
