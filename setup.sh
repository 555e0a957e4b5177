#!/usr/bin/env bash
# Installs what is missing, builds pillarlint, and scans a folder or runs all tests. Debian 12 and its relatives.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: ./setup.sh scan [FOLDER]   build pillarlint and scan FOLDER (default: fixtures/projects/chat-public)
       ./setup.sh test            build pillarlint and run all its tests
       ./setup.sh packages        only install the Debian packages and the HCL grammar that the build needs

All install missing Debian packages first (and name them before they do), and put the hash-pinned source of the HCL
grammar into .cache/; `test` also installs the hash-pinned tools of the tests there. The program is build/release/pillarlint.
TEXT
}

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
tools="$root/.cache/test-tools"
grammar="$root/.cache/hcl-grammar"

packages=(
  g++ cmake ninja-build pkg-config ccache git python3-pip python3-venv
  nlohmann-json3-dev libyaml-cpp-dev libre2-dev libcli11-dev catch2 libpugixml-dev libfmt-dev libexpected-dev
  libtree-sitter-dev
)

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 2
}

# Debian's own interpreter where there is one: a python3 earlier on the path may be a version manager's shim.
python=python3
[[ -x /usr/bin/python3 ]] && python=/usr/bin/python3

# Runs a command whose output matters only when it fails.
quietly() {
  local log status=0
  log="$(mktemp)"
  "$@" >"$log" 2>&1 || status=$?
  if ((status != 0)); then
    cat "$log" >&2
    say "failed with status $status: $*"
  fi
  rm -f "$log"
  return "$status"
}

missing_packages() {
  local package installed
  installed="$(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null |
    sed -n 's/ installed$//p')" || true
  for package in "${packages[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
  done
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "no apt-get here: nothing is installed. The build needs a C++20 compiler, cmake 3.25, ninja and these libraries:"
    say "nlohmann-json, yaml-cpp, re2, CLI11, Catch2 v2, pugixml, fmt, tl-expected, tree-sitter; python 3 with pip, setuptools"
    say "and wheel; the tests need python 3 with venv"
    return
  fi
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "missing Debian packages; as root, type: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing Debian packages: ${missing[*]}"
  quietly "${as_root[@]}" apt-get update -qq
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

install_grammar() {
  "$python" "$root/parsers/fetch_grammar.py" "$grammar"
}

build() {
  local ninja_flags=()
  [[ -t 2 ]] || ninja_flags=(-- --quiet) # a line for each of the targets helps nobody in a log
  [[ -f build/release/build.ninja ]] || say "configuring and building in build/release (minutes the first time)"
  quietly cmake --preset release --no-warn-unused-cli -DPython3_EXECUTABLE="$(command -v "$python")"
  cmake --build --preset release "$@" "${ninja_flags[@]}" >&2
}

# node and npm from PyPI, the SARIF tools from npm; both locked by hash, neither runs a script of a package.
install_test_tools() {
  local stamp
  stamp="$(cat requirements-test.txt tests/node/package.json tests/node/package-lock.json | sha256sum)"
  [[ -f "$tools/stamp" && "$(<"$tools/stamp")" == "$stamp" ]] && return
  say "installing the tools of the tests into .cache/test-tools, locked by hash:"
  say "  from PyPI: $(sed -n 's/^\([a-z][^ ]*\)==\([^ ]*\).*/\1 \2/p' requirements-test.txt | paste -sd, | sed 's/,/, /g')"
  say "  from npm:  $(sed -n '/"dependencies"/,/}/s/^ *"\(.*\)": "\(.*\)".*/\1 \2/p' tests/node/package.json | paste -sd, | sed 's/,/, /g')"
  rm -rf "$tools"
  mkdir -p "$tools"
  quietly "$python" -m venv "$tools/venv"
  quietly "$tools/venv/bin/python" -m pip install --disable-pip-version-check --require-hashes --no-deps \
    --only-binary :all: -r requirements-test.txt
  cp tests/node/package.json tests/node/package-lock.json tests/node/.npmrc "$tools/"
  (
    cd "$tools"
    export PATH="$tools/venv/bin:$PATH" npm_config_cache="$root/.cache/npm"
    quietly npm ci --ignore-scripts
  )
  chmod u+x "$tools"/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool
  printf '%s' "$stamp" >"$tools/stamp"
}

scan() {
  local folder="$1"
  install_packages
  install_grammar
  (cd "$root" && build --target pillarlint)
  exec "$root/build/release/pillarlint" scan "$folder"
}

run_tests() {
  cd "$root"
  packages+=(neovim) # the editor of tests/lsp: 6 MB to fetch, 27 MB on disk
  install_packages
  install_grammar
  install_test_tools
  build
  ctest --preset release -j "$(nproc)"
}

case "${1:-}" in
  scan)
    (($# <= 2)) || fail "scan takes one folder, got $(($# - 1))"
    scan "${2:-$root/fixtures/projects/chat-public}"
    ;;
  test)
    (($# == 1)) || fail "test takes no arguments"
    run_tests
    ;;
  packages)
    (($# == 1)) || fail "packages takes no arguments"
    install_packages
    install_grammar
    ;;
  -h | --help | help)
    usage
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
