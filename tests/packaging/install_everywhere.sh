#!/usr/bin/env bash
# Installs the packages of a release as people do, each where nothing of it was before, and runs what came of it.
#
#   tests/packaging/install_everywhere.sh DIST [ROOT]
#
# DIST holds the packages (src/cmake/packaging/build.py). ROOT is a Debian that may be changed: the .deb is installed there by its own
# dpkg (as root; without ROOT it is only unpacked, which packages_test.py does). Prints what each needs to start.
set -euo pipefail

dist="$(cd "$1" && pwd -P)"
root="${2:-}"
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)/fixtures/projects/chat-public"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# A program, and words before it that say where it runs.
try() {
  local name="$1" status=0
  shift
  "$@" --version
  "$@" scan --quiet "$scanned" >"$work/out" || status=$?
  if ((status != 1)) || ! grep -q ai-account-local-auth "$work/out"; then
    cat "$work/out"
    echo "install_everywhere: $name: the scan ended with $status" >&2
    exit 1
  fi
  local begin end
  begin="$(date +%s%N)"
  for _ in {1..50}; do "$@" --version >/dev/null; done
  end="$(date +%s%N)"
  printf '%s: %d findings, starts in %d µs\n' "$name" "$(wc -l <"$work/out")" "$(((end - begin) / 50000))"
}

(cd "$dist" && sha256sum --check --quiet --strict SHA256SUMS)

scanned="$project"
mkdir "$work/archive"
tar -xzf "$dist"/pillarlint-*-linux-*.tar.gz -C "$work/archive" --strip-components=1
try archive "$work/archive/bin/pillarlint"

for wheel in "$dist"/*.whl; do
  [[ -e "$wheel" ]] || continue
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet --no-index "$wheel"
  try wheel "$work/venv/bin/pillarlint"
  cmp "$work/archive/bin/pillarlint" "$work/venv/bin/pillarlint"
  "$work/venv/bin/pip" uninstall --quiet --yes pillarlint
  [[ ! -e "$work/venv/bin/pillarlint" ]]
done

if [[ -n "$root" ]]; then
  cp "$dist"/*.deb "$root/tmp/pillarlint.deb"
  mkdir -p "$root/tmp/project"
  cp -r "$project/." "$root/tmp/project/"
  scanned=/tmp/project
  chroot "$root" dpkg --install /tmp/pillarlint.deb
  try deb chroot "$root" pillarlint
  chroot "$root" dpkg --verify pillarlint
  chroot "$root" dpkg --purge pillarlint
  [[ ! -e "$root/usr/bin/pillarlint" ]]
fi
echo "install_everywhere: all of it works"
