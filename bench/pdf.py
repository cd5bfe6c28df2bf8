"""How long a list of names takes to print: ours, the textbook way, and ReportLab.

    .venv/bin/python -m bench.pdf [--repeat 3] [--names 1000 10000]

Every run is a process of its own, so that peak memory is that run's. Libraries are
imported before the clock starts.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

from bench.report import save, table

FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
FIRST = "María José Ana Guadalupe John Tomás Pedro Fátima Rigoberta Óscar".split()
LAST = "Pérez Tzoc Hernández Smith O’Brien Xol Caal López Menchú Romero".split()
TITLES = ["", "", "Pastor", "Executive Director"]
AFFILIATIONS = ["", "First Baptist Church*", "Diócesis de Huehuetenango*"]
PLACES = ["Huehuetenango, Guatemala", "El Paso, Texas, United States"]


def entries(count: int) -> list[list[str]]:
    """The parts of the lines, the same for every way of printing them."""
    chance = random.Random(1)  # noqa: S311  nothing is secret here
    return [
        [
            " ".join(chance.choices(FIRST, k=2) + chance.choices(LAST, k=2)),
            *filter(None, (chance.choice(TITLES), chance.choice(AFFILIATIONS))),
            chance.choice(PLACES),
        ]
        for _number in range(count)
    ]


def page(css: str, items: list[str]) -> str:
    lines = "".join(f"<li>{item}</li>\n" for item in items)
    return (
        f'<!doctype html><html lang="en"><title>Bench</title><style>{css}</style>'
        f'<h1>Names</h1><ul class="names">{lines}</ul>'
    )


def ours(count: int, path: Path) -> Callable[[], object]:
    """The list design: one tagged item for each name, PDF/UA-1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    import weasyprint  # noqa: F401  loads Pango before the clock starts

    django.setup()
    from exports.markup import STYLESHEET, with_characters
    from exports.pdf import print_page

    parts = entries(count)

    def run() -> object:
        items = [", ".join(map(with_characters, entry)) for entry in parts]
        return print_page(page(STYLESHEET.read_text(), items), path, loadable=())

    return run


def columns(count: int, path: Path) -> Callable[[], object]:
    """As one writes it first: the same list in two CSS columns, untagged."""
    import weasyprint

    css = "@page { size: letter } ul { columns: 2; font: 9.25pt/1.42 'Noto Sans' }"
    parts = entries(count)

    def run() -> object:
        items = [escape(", ".join(entry)) for entry in parts]
        return weasyprint.HTML(string=page(css, items)).write_pdf(path)

    return run


def reportlab(count: int, path: Path) -> Callable[[], object]:
    """ReportLab Platypus, a paragraph for each name: no tags, no shaping, one font."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("NotoSans", FONT))
    style = ParagraphStyle("name", fontName="NotoSans", fontSize=9.25, leading=13.1)
    parts = entries(count)

    def run() -> object:
        story = [Paragraph(escape(", ".join(entry)), style) for entry in parts]
        return SimpleDocTemplate(str(path), pagesize=letter).build(story)

    return run


WAYS = {"ours": ours, "columns": columns, "reportlab": reportlab}


def measure(way: str, count: int) -> dict[str, float]:
    """In this process: seconds, and peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder  # settings keep secrets there
        run = WAYS[way](count, Path(folder) / "names.pdf")
        start = time.perf_counter()
        run()
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kilobyte = 1024 if sys.platform == "darwin" else 1
    return {"seconds": seconds, "megabytes": peak / kilobyte / 1024}


def repeat(way: str, count: int, times: int) -> dict[str, float]:
    """Medians of several processes."""
    command = [sys.executable, "-m", "bench.pdf", "--run", way, "--names", str(count)]
    runs = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)  # noqa: S603
        for _time in range(times)
    ]
    return {
        key: round(statistics.median(run[key] for run in runs), 2)
        for key in ("seconds", "megabytes")
    }


def bench(counts: list[int], times: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for count in counts:
        results = {way: repeat(way, count, times) for way in WAYS}
        for way, result in results.items():
            ratio = result["seconds"] / results["ours"]["seconds"]
            rows.append(
                {"names": count, "way": way, **result, "times ours": round(ratio, 2)}
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--names", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--run", choices=WAYS, help="one run, as JSON")
    options = parser.parse_args()
    if options.run:
        result = measure(options.run, options.names[0])
        sys.stdout.write(json.dumps(result) + "\n")
        return
    rows = bench(options.names, options.repeat)
    save("pdf", rows)
    sys.stdout.write(table(rows))


if __name__ == "__main__":
    main()
