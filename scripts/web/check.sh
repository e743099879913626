#!/usr/bin/env bash
# The page's scripts: form and habits with Biome, types with tsc. The tools lie beside the virtual environment's own
# files, never in this tree; they are fetched again only when the lock changes.
# usage: scripts/web/check.sh BIN_DIR
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(cd "${1:?folder of the virtual environment\'s programs}" && pwd)
tools=$(dirname "$bin")/share/page-checks
here=scripts/web
export PATH="$bin:$PATH"
if ! cmp -s "$here/package-lock.json" "$tools/package-lock.json"; then
  mkdir -p "$(dirname "$tools")"
  fresh=$(mktemp -d "$tools.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  cp "$here/package.json" "$here/package-lock.json" "$fresh"
  "$bin/npm" ci --prefix "$fresh" --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
  rm -rf "$tools"
  mv "$fresh" "$tools"
fi
"$bin/node" "$tools/node_modules/@biomejs/biome/bin/biome" ci --config-path="$here/biome.json" --colors=off \
  prosmed_gis/outputs/web/assets
"$bin/node" "$tools/node_modules/typescript/bin/tsc" -p "$here" --typeRoots "$tools/node_modules/@types"
