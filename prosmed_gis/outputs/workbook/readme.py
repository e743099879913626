"""First sheet: what this is, from when, how to read it, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prosmed_gis.domain.messages import text
from prosmed_gis.domain.symbology import STATES
from prosmed_gis.outputs.workbook.book import HEADING, HEADING_FILL, LINE_HEIGHT, WARNING, Book, Column, lines_needed
from prosmed_gis.outputs.workbook.nesting import named_sizes

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEETS = (
    "selection",
    "criteria",
    "robustness",
    "views",
    "deciding",
    "nesting",
    "indicators",
    "values",
    "functions",
    "communes",
    "plan",
    "budget",
    "coverage",
    "access",
    "chain",
    "placement",
    "tracking",
    "works",
    "partners",
    "problems",
)
GENERATED = "generated_data"
"""Note of a comparison that proves nothing: its words are others, and no number stands in them."""
COLUMNS = (Column("what", "", 30), Column("words", "", 110, "wrap"))


def write_readme(book: Book) -> None:
    """Write the sheet `Lisez-moi`."""
    page = book.sheet("readme", COLUMNS, head_row=0)
    page.freeze_panes(0, 0)
    row = 2
    if book.products.label.illustrative:
        look = book.form(
            "wrap", bold=True, font_size=12, bg_color=WARNING, border=1, border_color="#c0562b", valign="vcenter"
        )
        page.merge_range(row, 0, row, 1, f"⚠ {text('illustrative', book.language)}", look)
        page.set_row(row, 24)
        row += 2
    row = _pairs(book, page, row, _facts(book))
    row = _list(
        book,
        page,
        row + 1,
        "notes",
        [("•", note) for note in book.products.every_note],
    )
    row = _list(
        book,
        page,
        row + 1,
        "contents",
        [
            (book.say(f"sheet.{name}", **named_sizes(book)), book.say(f"about.{name}", **named_sizes(book)))
            for name in _sheets(book)
        ],
    )
    row = _legend(book, page, row + 1)
    _list(book, page, row + 1, "sources", [("•", source) for source in book.products.label.sources])


def _sheets(book: Book) -> list[str]:
    products = book.products
    absent = {
        "communes": products.communes is None,
        "nesting": products.robustness.nesting is None,
        "access": products.access is None or products.access.states.empty,
        "chain": products.access is None or products.access.chain.empty,
        "placement": products.meaning is None,
    }
    return [name for name in SHEETS if not absent.get(name)]


def _facts(book: Book) -> list[tuple[str, str]]:
    products = book.products
    label = products.label
    dates = [
        book.say("as_of", date=book.day(label.as_of)),
        book.say("tracking_as_of", date=book.day(label.tracking_as_of)),
    ]
    facts = [
        (book.say("dates"), " ; ".join(dates)),
        (book.say("scenario"), label.scenario or book.say("scenario_base")),
        (book.say("audience"), book.name_of("audience", label.audience)),
        (book.say("selected_count"), str(int(products.selection["selected"].astype(bool).sum()))),
        *_reference(book),
    ]
    if len(products.firmness):
        counts = products.firmness["class"].value_counts()
        values = {name: int(counts.get(name, 0)) for name in ("core", "exchange", "out")}
        facts.append((book.say("firmness"), book.say("firmness_value", **values)))
    gap = f"{products.plan.gap:.2%}"
    if book.language == "fr":
        gap = gap.replace(".", ",").replace("%", "\u00a0%")
    facts.append((book.say("plan"), book.say(f"plan.{products.plan.status}", gap=gap)))
    facts.append((book.say("version"), label.version))
    return facts


def _reference(book: Book) -> list[tuple[str, str]]:
    reference = book.products.reference
    if not reference:
        return []
    names = book.products.layers.cercles["name"]
    lists = {
        key: ", ".join(str(names.get(code, code)) for code in _codes(reference.get(key))) or book.say("none")
        for key in ("missed", "extra")
    }
    form = f".{GENERATED}" if reference.get("note") == GENERATED else ""
    counts = {key: reference.get(key, "") for key in ("hits", "of")}
    found = book.say(f"reference_value{form}", **counts, note=reference.get(f"note_{book.language}", ""), **lists)
    facts = [(book.say(f"reference{form}", name=reference.get("name", "")), found.strip())]
    if reference.get("communes") is not None:
        expected = reference.get("communes_expected")
        words = book.say("communes_value", count=reference["communes"], expected="–" if expected is None else expected)
        facts.append((book.say("communes"), words))
    return facts


def _codes(value: object) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list | tuple) else []


def _pairs(book: Book, page: Worksheet, row: int, pairs: list[tuple[str, str]]) -> int:
    for what, words in pairs:
        page.write_string(row, 0, what, book.form("wrap", bold=True))
        page.write_string(row, 1, words, book.form("wrap"))
        _height(page, row, what, words)
        row += 1
    return row


def _list(book: Book, page: Worksheet, row: int, title: str, pairs: list[tuple[str, str]]) -> int:
    if not pairs:
        return row
    row = book.block(page, row, book.say(title), len(COLUMNS))
    for what, words in pairs:
        look = book.form(align="right" if what == "•" else "left", font_color=HEADING, bold=what != "•")
        page.write_string(row, 0, what, look)
        page.write_string(row, 1, words, book.form("wrap"))
        _height(page, row, what, words)
        row += 1
    return row


def _height(page: Worksheet, row: int, what: str, words: str) -> None:
    lines = max(lines_needed(what, COLUMNS[0].width, HEADING_FILL), lines_needed(words, COLUMNS[1].width))
    if lines > 1:
        page.set_row(row, LINE_HEIGHT * lines)


def _legend(book: Book, page: Worksheet, row: int) -> int:
    row = book.block(page, row, book.say("legend"), len(COLUMNS))
    for category in STATES:
        book.state(page, row, 0, category.value)
        row += 1
    return row
