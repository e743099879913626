"""CSV in whatever dress it comes, and the quotation marks that would swallow its lines."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from prosmed_gis.domain.problems import Problem
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError

SEPARATORS = (",", ";", "\t")
SNIFFED_RECORDS = 20
FOREIGN = {b"PK\x03\x04": "ZIP / XLSX", b"SQLite": "GeoPackage / SQLite", b"%PDF": "PDF", b"\x00\x00'\n": "SHP"}
"""First bytes of files that people rename to .csv."""
LONGEST_RECORD = 20
"""Lines of one record above which it is told: a note of site visits has some paragraphs, not pages."""
ALIKE = {1: 10**9, 2: 5, 3: 3}
"""Cells of the heading -> lines inside one record, cut like the heading, from which they must be records themselves.
Two will do where lines have four cells or more; prose has a comma or two a line as well."""
DOS = re.compile(r"[^\W\d_]+[‚ƒ„…†‡ˆ‰‹“”•]+[^\W\d_]+")
"""Words with a sign inside that no word has: é, è, à and ç of code page 850 read as Windows-1252."""
STATED = re.compile(r'"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""First line by which Excel is told the separator; it is no heading."""
LINE_END = re.compile(r"\r\n|\r|\n")

Records = list[tuple[int, list[str]]]
"""Line number and cells of each record that is not blank."""


def file_bytes(path: Path, reporter: Reporter) -> bytes:
    """Return the bytes of a text file, unpacked where it is a .gz.

    Raises
    ------
    RefusedError
        The archive is damaged, or the first bytes are those of another kind of file.
    """
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as error:
            raise RefusedError(reporter.fatal("file.unreadable", reason=f"GZIP: {error}")) from error
    elif path.suffix.casefold() == ".gz":
        raise RefusedError(reporter.fatal("format.other", value=raw[:8], expected="GZIP"))
    for start, kind in FOREIGN.items():
        if raw.startswith(start):
            raise RefusedError(reporter.fatal("format.other", value=kind, expected="CSV"))
    if raw.lstrip()[:1] in (b"{", b"<"):
        raise RefusedError(reporter.fatal("format.other", value=raw.lstrip()[:12], expected="CSV"))
    return raw


def decoded(raw: bytes, reporter: Reporter, encoding: str | None = None) -> tuple[str, list[Problem]]:
    """Return the text of a file and how it was read, where that is worth telling; see `tables.read_table`."""
    if encoding is not None:
        try:
            return raw.decode(encoding), []
        except LookupError as error:
            allowed = "utf-8, cp1252, cp850, ..."
            raise RefusedError(
                reporter.fatal("option.value", column="encoding", value=encoding, allowed=allowed)
            ) from error
        except UnicodeDecodeError as error:
            raise RefusedError(reporter.fatal("encoding.unknown")) from error
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return raw.decode("utf-16"), [reporter.info("encoding.utf16")]
        except UnicodeDecodeError as error:
            raise RefusedError(reporter.fatal("encoding.unknown")) from error
    if b"\x00" in raw:
        raise RefusedError(reporter.fatal("format.other", value=raw[:8], expected="CSV"))
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise RefusedError(reporter.fatal("encoding.unknown")) from error
    found = DOS.search(text)
    if found is None:
        return text, [reporter.info("encoding.cp1252")]
    meant = found[0].encode("cp1252").decode("cp850")
    return text, [reporter.warning("encoding.cp850", value=found[0], meant=meant)]


@dataclass(eq=False)
class _Lines:
    """Physical lines of a text, the ones of the record under way kept."""

    source: io.StringIO
    held: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.source)
        self.held.append(line)
        return line


def csv_records(text: str, reporter: Reporter) -> tuple[Records, str, list[Problem]]:
    """Return the records of a CSV text, its separator, and what is odd about its quotation marks.

    The separator is the one of `SEPARATORS` that cuts the heading into most cells, or the one that a first line `sep=;`
    states. A quotation mark inside a cell that
    does not start with one is a letter like any other.

    Raises
    ------
    RefusedError
        A quotation mark is never closed, or closed so much later that the lines between are records; a cell is larger
        than any cell can be.
    """
    stated = STATED.match(text)
    body = text[stated.end() :] if stated else text
    separator = stated[1] if stated else max(SEPARATORS, key=lambda mark: _cut(text, mark))
    lines = _Lines(io.StringIO(body, newline=""))
    reader = csv.reader(lines, delimiter=separator)
    records: Records = []
    problems: list[Problem] = []
    start, width = (2 if stated else 1), 0
    while True:
        before, lines.held = lines.held, []
        try:
            cells = next(reader)
        except StopIteration:
            _refuse_open("".join(before), separator, start - len(before), reporter)
            return records, separator, problems
        except csv.Error as error:
            _refuse_open("".join(lines.held), separator, start, reporter)
            raise RefusedError(reporter.fatal("file.unreadable", reason=str(error))) from error
        if any(cell.strip() for cell in cells):
            records.append((start, cells))
            width = width or len(cells)
        if len(lines.held) > 1 and len(records) > 1:
            problems += _swallowing(lines.held, separator, start, width, reporter)
        start += len(lines.held)


def _refuse_open(text: str, separator: str, start: int, reporter: Reporter) -> None:
    for opened, closed in _quoted(text, separator):
        if closed is None:
            line = start + len(LINE_END.findall(text[:opened]))
            shown = LINE_END.sub(" ", text[opened : opened + 40])
            raise RefusedError(reporter.fatal("quote.open", value=shown, line=line))


def _swallowing(held: list[str], separator: str, start: int, width: int, reporter: Reporter) -> list[Problem]:
    """Return a warning of a very long record; refuse one whose quoted cell holds lines that are records themselves."""
    text = "".join(held)
    spans = [(a, b) for a, b in _quoted(text, separator) if b is not None and LINE_END.search(text[a:b])]
    if not spans:
        return []
    opened = spans[0][0]
    line = start + len(LINE_END.findall(text[:opened]))
    alike = sum(part.count(separator) == width - 1 for part in held)
    # What follows a closing mark is the next cell or the next line; else it was an opening mark that closed.
    is_torn = any(text[b : b + 1] not in ("", separator, "\r", "\n") for _, b in spans if b is not None)
    if is_torn or alike >= ALIKE.get(width, 2):
        shown = LINE_END.sub(" ", text[opened : opened + 40])
        last = start + len(held) - 1
        raise RefusedError(reporter.fatal("quote.swallows", value=shown, line=line, last=last))
    if len(held) > LONGEST_RECORD:
        return [reporter.warning("record.long", row=start, value=len(held), opened=line)]
    return []


def _quoted(text: str, separator: str) -> Iterator[tuple[int, int | None]]:
    """Start and end of each cell in quotation marks; the end is None where the text ends before it."""
    ends = re.compile(rf"[{re.escape(separator)}\r\n]")
    position = 0
    while position < len(text):
        if text[position] == '"':
            closed = _closing(text, position + 1)
            yield position, closed
            if closed is None:
                return
            position = closed
        found = ends.search(text, position)
        if found is None:
            return
        position = found.end()


def _closing(text: str, position: int) -> int | None:
    while (end := text.find('"', position)) >= 0:
        if text[end + 1 : end + 2] != '"':
            return end + 1
        position = end + 2
    return None


def _cut(text: str, separator: str) -> tuple[int, int]:
    """Cells of the heading, then how many of the first records have as many: more is likelier."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        first = next(reader, [])
        following = [len(cells) for cells, _ in zip(reader, range(SNIFFED_RECORDS), strict=False)]
    except csv.Error:
        return 0, 0
    return len(first), sum(length == len(first) for length in following)
