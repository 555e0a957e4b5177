#!/usr/bin/env bash
# Builds a commit twice, in two folders of different length, and says whether the packages are the same to the byte. (The
# wheel is built by pip, again from source: install_everywhere.sh compares its program with that of the archive.)
#
#   tests/packaging/reproducible.sh [--keep FOLDER] [COMMIT]
#
# COMMIT is HEAD if none is given; --keep copies the packages into FOLDER. Without compiler cache, so it takes minutes.
set -euo pipefail

keep=""
while [[ "${1:-}" == --* ]]; do
  case "$1" in
    --keep)
      keep="$2"
      shift
      ;;
    *)
      echo "reproducible.sh: there is no option $1" >&2
      exit 2
      ;;
  esac
  shift
done
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)"
commit="$(git -C "$root" rev-parse --verify "${1:-HEAD}^{commit}")"
grammar="${HCL_GRAMMAR:-$root/.cache/hcl-grammar}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export CCACHE_DISABLE=1

build() {
  local folder="$1"
  git clone --quiet --no-checkout "$root" "$folder"
  git -C "$folder" checkout --quiet --detach "$commit"
  (
    cd "$folder"
    cmake --preset release -DPILLARLINT_TESTS=OFF -DPILLARLINT_HCL_GRAMMAR="$grammar"
    cmake --build --preset release --target pillarlint
  ) >"$work/log" 2>&1 || { cat "$work/log" >&2; return 2; }
  python3 "$folder/src/cmake/packaging/build.py" --only deb,archive,image --output "$folder/dist"
}

build "$work/first"
build "$work/a folder/with another name"
if diff "$work/first/dist/SHA256SUMS" "$work/a folder/with another name/dist/SHA256SUMS"; then
  echo "reproducible: two builds of $commit are the same"
  if [[ -n "$keep" ]]; then
    mkdir -p "$keep"
    cp "$work"/first/dist/* "$keep/"
  fi
else
  echo "not reproducible: two builds of $commit differ" >&2
  exit 1
fi
