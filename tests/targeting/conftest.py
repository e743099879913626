from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def shared():
    folder = Path(os.environ.get("PROSMED_SHARED", Path(__file__).parents[2].parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared folder at {folder}; set PROSMED_SHARED")
    return folder
