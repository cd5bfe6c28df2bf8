"""How long a list of names takes to print: ours in each design, and others.

    .venv/bin/python -m bench.pdf [--repeat 3] [--names 1000 10000 100000]

Ours is what an organizer gets: the letter's text laid out, every name tagged, PDF/A-3a and
PDF/UA-1. The others print the same lines, untagged: the textbook way (WeasyPrint, two CSS
columns), ReportLab's Platypus and Typst, as lists and run in.

Every run is a process of its own, so that peak memory is that run's. Before the clock
starts, libraries are imported, the names are made up, and a list of ten is printed: a
worker has done so, too, when a document comes.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

from bench.memory import peak_memory, peak_of_children
from bench.report import save, table

FOLDER = Path("/usr/share/fonts/truetype/noto")
FONT = FOLDER / "NotoSans-Regular.ttf"
RUN_IN = 50  # names to the paragraph
WARM_UP = 10  # names
# It needs minutes and gigabytes for more.
TEXTBOOK_MAXIMUM = 10_000
Run = Callable[[Path], object]
Measures = dict[str, float]
Results = dict[tuple[str, int], Measures]  # by way and count


def ours(design: str) -> Callable[[int, Path], Run]:
    def prepare(count: int, lines: Path) -> Run:
        import weasyprint  # noqa: F401  loads Pango before the clock starts

        from bench.people import make_roll
        from exports.designs import Look
        from exports.pdf import write_pdf

        roll, look = make_roll(count), Look(design=design)
        return lambda path: write_pdf([roll], path, lambda percent: None, look)

    return prepare


def textbook(count: int, lines: Path) -> Run:
    """As one writes it first."""
    import weasyprint

    css = "@page { size: letter } ul { columns: 2; font: 9.25pt/1.42 'Noto Sans' }"
    names = read(lines)

    def run(path: Path) -> object:
        items = "".join(f"<li>{escape(name)}</li>\n" for name in names)
        html = (
            f"<!doctype html><title>Bench</title><style>{css}</style><ul>{items}</ul>"
        )
        return weasyprint.HTML(string=html).write_pdf(path)

    return run


def reportlab(size: float, together: int) -> Callable[[int, Path], Run]:
    """Platypus: no tags, no shaping, one font."""

    def prepare(count: int, lines: Path) -> Run:
        from reportlab.lib.pagesizes import letter
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.platypus import Paragraph, SimpleDocTemplate

        pdfmetrics.registerFont(TTFont("NotoSans", FONT))
        style = ParagraphStyle(
            "name", fontName="NotoSans", fontSize=size, leading=1.4 * size
        )
        names = read(lines)

        def run(path: Path) -> object:
            paragraphs = [escape(text) for text in paragraphed(names, together)]
            story = [Paragraph(text, style) for text in paragraphs]
            return SimpleDocTemplate(str(path), pagesize=letter).build(story)

        return run

    return prepare


def typst(size: float, together: int) -> Callable[[int, Path], Run]:
    """Rust, shaped, untagged."""

    def prepare(count: int, lines: Path) -> Run:
        import typst

        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(FOLDER)],
        )
        setting = (
            f'#set page("us-letter")\n#set text(font: "Noto Sans", size: {size}pt)\n'
        )
        names = read(lines)

        def run(path: Path) -> object:
            # Everything that is not a letter or a digit could be markup.
            paragraphs = (
                "".join(
                    char if char.isalnum() or char == " " else f"\\{char}"
                    for char in text
                )
                for text in paragraphed(names, together)
            )
            source = setting + "\n\n".join(paragraphs)
            return typst.compile(
                source.encode(), str(path), font_paths=fonts, pdf_tags=False
            )

        return run

    return prepare


def read(lines: Path) -> list[str]:
    return lines.read_text().splitlines()


def paragraphed(names: list[str], together: int) -> list[str]:
    return [
        " · ".join(names[at : at + together]) for at in range(0, len(names), together)
    ]


DESIGNS = ("classic", "columns", "compact")
WAYS: dict[str, Callable[[int, Path], Run]] = {
    **{design: ours(design) for design in DESIGNS},
    "textbook": textbook,
    "reportlab": reportlab(9.25, 1),
    "reportlab run in": reportlab(8, RUN_IN),
    "typst": typst(9.25, 1),
    "typst run in": typst(8, RUN_IN),
}


def write_lines(count: int, path: Path) -> None:
    from bench.people import make_roll
    from exports.roll import line

    roll = make_roll(count)
    path.write_text("\n".join(line(entry, str, roll.parts) for entry in roll.entries))


def measure(way: str, count: int, lines: Path) -> Measures:
    """In this process: seconds, peak memory in megabytes, and what came out."""
    import pikepdf

    path = lines.with_suffix(".pdf")
    run = WAYS[way](count, lines)
    WAYS[way](WARM_UP, lines.with_name(f"{WARM_UP}.txt"))(path)
    children = peak_of_children()
    start = time.perf_counter()
    run(path)
    seconds = time.perf_counter() - start
    memory = peak_memory(children)
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    return {
        "seconds": seconds,
        "MB": memory.largest,
        "MB of all": memory.total,
        "pages": pages,
        "file MB": path.stat().st_size / 1e6,
    }


def in_process(*arguments: str) -> str:
    command = [sys.executable, "-m", "bench.pdf", *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603


def repeat(way: str, count: int, lines: Path, times: int) -> Measures:
    """Medians of several processes."""
    options = ("--run", way, "--names", str(count), "--lines", str(lines))
    runs = [json.loads(in_process(*options)) for _time in range(times)]
    return {
        key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]
    }


def bench(
    counts: list[int], times: int, folder: Path
) -> dict[tuple[str, int], Measures]:
    results = {}
    for count in (WARM_UP, *counts):
        lines = folder / f"{count}.txt"
        in_process("--write-lines", "--names", str(count), "--lines", str(lines))
    for count in counts:
        lines = folder / f"{count}.txt"
        for way in WAYS:
            if way != "textbook" or count <= TEXTBOOK_MAXIMUM:
                results[way, count] = repeat(way, count, lines, times)
    return results


# What, over what, and how often that is to be: at most, or where it says so at least.
TEN, HUNDRED = 10_000, 100_000
TARGETS: list[tuple[str, tuple[str, int], tuple[str, int], str, float]] = [
    ("textbook / columns", ("textbook", TEN), ("columns", TEN), "at least", 12),
    *(
        ("classic / reportlab", ("classic", count), ("reportlab", count), "at most", 1)
        for count in (1000, TEN, HUNDRED)
    ),
    ("reportlab / compact", ("reportlab", TEN), ("compact", TEN), "at least", 2),
    (
        "compact / typst run in",
        ("compact", HUNDRED),
        ("typst run in", HUNDRED),
        "at most",
        1,
    ),
    *(
        (f"{design}: growth", (design, HUNDRED), (design, TEN), "at most", 11)
        for design in DESIGNS
    ),
]
SHARE_OF_MEMORY, MEGABYTES = 0.2, 250  # of Typst's, and in any process


def targets(results: Results) -> list[dict[str, object]]:
    """What is promised, as far as these counts show it."""
    rows = [
        target(name, over[1], _ratio(results, over, under), bound, limit)
        for name, over, under, bound, limit in TARGETS
        if over in results and under in results
    ]
    if ("compact", HUNDRED) in results:
        memory, theirs = (
            results[way, HUNDRED]["MB"] for way in ("compact", "typst run in")
        )
        share = memory / theirs
        rows.append(
            target("compact / typst: MB", HUNDRED, share, "at most", SHARE_OF_MEMORY)
        )
    most, count = max(
        (row["MB"], count) for (way, count), row in results.items() if way in DESIGNS
    )
    rows.append(target("ours: MB", count, most, "at most", MEGABYTES))
    return rows


def _ratio(results: Results, over: tuple[str, int], under: tuple[str, int]) -> float:
    return results[over]["seconds"] / results[under]["seconds"]


def target(
    name: str, count: int, found: float, bound: str, limit: float
) -> dict[str, object]:
    is_met = found <= limit if bound == "at most" else found >= limit
    return {
        "target": name,
        "names": count,
        "wanted": f"{bound} {limit:g}",
        "found": round(found, 2),
        "": "met" if is_met else "NOT MET",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--names", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--run", choices=WAYS, help="one run, as JSON")
    parser.add_argument("--write-lines", action="store_true")
    parser.add_argument("--lines", type=Path)
    options = parser.parse_args()
    if options.run or options.write_lines:
        os.environ["DATA_DIR"] = str(
            options.lines.parent
        )  # settings keep secrets there
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        if options.write_lines or options.run in DESIGNS:
            import django

            django.setup()
        if options.write_lines:
            write_lines(options.names[0], options.lines)
        else:
            result = measure(options.run, options.names[0], options.lines)
            sys.stdout.write(json.dumps(result) + "\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        results = bench(options.names, options.repeat, Path(folder))
    rows: list[dict[str, object]] = [
        {"names": count, "way": way, **result}
        for (way, count), result in results.items()
    ]
    wanted = targets(results)
    save("pdf", rows)
    save("pdf targets", wanted)
    sys.stdout.write(table(rows))
    sys.stdout.write("\n" + table(wanted))


if __name__ == "__main__":
    main()
