"""`classeur.xlsx`: the run for a steering committee, with the criteria's live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.exceptions import FileCreateError

from prosmed_gis.errors import OutputError
from prosmed_gis.outputs.workbook.access import write_access, write_chain
from prosmed_gis.outputs.workbook.book import Book
from prosmed_gis.outputs.workbook.communes import write_communes
from prosmed_gis.outputs.workbook.criteria import write_criteria
from prosmed_gis.outputs.workbook.deciding import write_deciding
from prosmed_gis.outputs.workbook.lists import write_institutions, write_partners, write_problems
from prosmed_gis.outputs.workbook.nesting import write_nesting
from prosmed_gis.outputs.workbook.placement import write_placement
from prosmed_gis.outputs.workbook.plan import write_budget, write_coverage, write_plan
from prosmed_gis.outputs.workbook.readme import write_readme
from prosmed_gis.outputs.workbook.robustness import write_firmness, write_views
from prosmed_gis.outputs.workbook.selection import write_indicators, write_selection
from prosmed_gis.outputs.workbook.tracking import write_tracking, write_works
from prosmed_gis.outputs.workbook.values import write_functions, write_values

if TYPE_CHECKING:
    from pathlib import Path

    from prosmed_gis.domain.products import Products


def write_workbook(products: Products, path: Path) -> Path:
    """Write the workbook of a run; the same products give the same bytes.

    The products should be those of their audience already: nothing is filtered here.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    book = Book(products, path)
    write_readme(book)
    write_selection(book)
    write_criteria(book)
    write_firmness(book)
    write_views(book)
    write_deciding(book)
    write_nesting(book)
    write_indicators(book)
    write_values(book)
    write_functions(book)
    write_communes(book)
    works_rows = write_plan(book)
    write_budget(book, works_rows)
    write_coverage(book)
    write_access(book)
    write_chain(book)
    write_placement(book)
    write_tracking(book)
    write_works(book)
    write_institutions(book)
    write_partners(book)
    write_problems(book)
    try:
        book.file.close()
    except (OSError, FileCreateError) as error:
        msg = f"{path.name}: cannot be written ({error})"
        raise OutputError(msg) from error
    return path
