#!/usr/bin/env bash
# Everything that must hold before a change lands: form, types, arrows, the page's scripts, tests.
# usage: scripts/check.sh BIN_DIR [--no-tests]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:?folder of the virtual environment\'s programs}
"$bin/ruff" format --check .
"$bin/ruff" check .
"$bin/mypy"
"$bin/lint-imports"
scripts/web/check.sh "$bin"
if [ "${2:-}" != "--no-tests" ]; then
  "$bin/python" -m pytest -n 2 --dist loadfile
fi
