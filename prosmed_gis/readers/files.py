"""Where a layer's file is, and whether it is still the one that was recorded."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from prosmed_gis.config.study import LayerSource
from prosmed_gis.domain.reporting import Reporter
from prosmed_gis.readers.reading import RefusedError

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
BLOCK = 1 << 20


def located(source: LayerSource, base: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Return where a layer's file should be, there or not; a variable that is not set stays as written.

    A relative path starts at `base`; one that begins with a variable starts at the working folder, where whoever
    set the variable stood.
    """
    known = os.environ if environment is None else environment
    path = VARIABLE.sub(lambda found: known.get(found[1]) or found[0], source.path)
    return Path(path) if VARIABLE.match(source.path) else base / path


def locate(source: LayerSource, base: Path, reporter: Reporter, environment: Mapping[str, str] | None = None) -> Path:
    """Return the file of a layer: `${NAME}` takes an environment variable, a relative path starts at `base`.

    Raises
    ------
    RefusedError
        A variable is not set, or the file does not exist.
    """
    known = os.environ if environment is None else environment
    unset = sorted({name for name in VARIABLE.findall(source.path) if not known.get(name)})
    if unset:
        raise RefusedError(*(reporter.fatal("file.variable", value=name) for name in unset))
    path = located(source, base, known)
    if not path.is_file():
        raise RefusedError(reporter.fatal("file.missing", value=path))
    return path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal; of a shapefile, that of the `.shp` alone."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def verified(source: LayerSource, path: Path, reporter: Reporter) -> str:
    """Return the file's hash; raise RefusedError where the configuration records another."""
    found = sha256(path)
    if source.sha256 is not None and source.sha256.casefold() != found:
        raise RefusedError(reporter.fatal("file.hash", value=found, expected=source.sha256))
    return found
