#!/usr/bin/env bash
# Step of action.yml: puts the program of a release in place, checked by its SHA-256, and says where it is as output `program`.
set -euo pipefail

fail() {
  printf '::error title=pillarlint::%s\n' "$1"
  exit 2
}

if [[ "$INPUT_VERSION" == installed ]]; then
  program="$(type -P pillarlint)" || fail "version is 'installed', but there is no pillarlint on the path"
  printf 'program=%s\n' "$program" >>"$GITHUB_OUTPUT"
  exit 0
fi

# The version of the action itself stands where the program's does.
version="${INPUT_VERSION:-$(sed -n 's/^project(pillarlint VERSION \([0-9.]*\).*/\1/p' "$GITHUB_ACTION_PATH/CMakeLists.txt")}"
version="${version#v}"
[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "version is not one like 0.1.0, and not 'installed'"
[[ -z "$INPUT_SHA256" || "$INPUT_SHA256" =~ ^[0-9a-f]{64}$ ]] || fail "sha256 is not 64 hexadecimal digits"
[[ "$ACTION_REPOSITORY" =~ ^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$ ]] ||
  fail "the repository of the action is not known here: install pillarlint in a step before, and give version 'installed'"
[[ "$(uname -s)-$(uname -m)" == Linux-x86_64 ]] ||
  fail "there is no package for this runner: build pillarlint from source, and give version 'installed'"

name="pillarlint-$version-linux-x86_64"
release="$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version"
work="$(mktemp -d "$RUNNER_TEMP/pillarlint-XXXXXX")"
download() {
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$work/$1" "$release/$1" ||
    fail "$1 of version $version can not be downloaded"
}

download "$name.tar.gz"
if [[ -z "$INPUT_SHA256" ]]; then
  download SHA256SUMS
  INPUT_SHA256="$(awk -v name="$name.tar.gz" '$2 == name { print $1 }' "$work/SHA256SUMS")"
  [[ "$INPUT_SHA256" =~ ^[0-9a-f]{64}$ ]] || fail "SHA256SUMS of version $version does not name $name.tar.gz"
fi
printf '%s  %s\n' "$INPUT_SHA256" "$work/$name.tar.gz" | sha256sum --check --status --strict ||
  fail "$name.tar.gz has another SHA-256 than $INPUT_SHA256"
tar --extract --gzip --file "$work/$name.tar.gz" --directory "$work" --no-same-owner "$name/bin/pillarlint"
printf 'program=%s\n' "$work/$name/bin/pillarlint" >>"$GITHUB_OUTPUT"
