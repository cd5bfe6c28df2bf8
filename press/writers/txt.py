from collections.abc import Iterator
from pathlib import Path

from core.characters import legal
from exports.writers.txt import WIDTH, wrap, wrapped_body
from press.content import Content


def write_txt(content: Content, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{legal(line)}\n" for line in text_lines(content))


def text_lines(content: Content) -> Iterator[str]:
    """The release as a mail has it, line by line."""
    yield from (content.campaign, "", wrap(content.marking), "")
    if content.contacts:
        yield content.contacts_heading
        for contact in content.contacts:
            yield wrap(" · ".join(contact), hanging="  ")
        yield ""
    yield from (wrap(content.headline), "")
    opening = f"{content.dateline} – " if content.dateline else ""
    yield from wrapped_body(f"{opening}{content.lead}")
    yield from wrapped_body(content.body)
    for quotation in content.quotations:
        for line in quotation.text.splitlines():
            yield wrap(line)
        yield from (wrap(f"— {quotation.speaker}", hanging="  "), "")
    yield from _below(content)
    yield content.end_mark.center(WIDTH).rstrip()


def _below(content: Content) -> Iterator[str]:
    """What stands below the story."""
    if content.figures:
        yield from (wrap(content.figures), "")
    for address in content.addresses:
        yield from (wrap(f"{address.words}:"), wrap(address.url), "")
    for partner in content.partners:
        yield from (wrap(partner.name), "-" * min(len(partner.name), WIDTH), "")
        yield from wrapped_body(partner.text)
    if content.about:
        heading = content.about_heading
        yield from (wrap(heading), "-" * min(len(heading), WIDTH), "")
        yield from wrapped_body(content.about)
