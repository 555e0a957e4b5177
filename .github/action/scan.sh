#!/usr/bin/env bash
# Step of action.yml: scans, and says what came of it as outputs `exit-code`, `findings` and `sarif-file`. Inputs come as
# variables and go on as elements of an array, so that nothing in them is ever read as shell.
set -euo pipefail

fail() {
  printf '::error title=pillarlint::%s\n' "$1"
  printf 'exit-code=2\nfindings=\nsarif-file=\n' >>"$GITHUB_OUTPUT"
  exit 2
}

# One line each: a value of two lines would write a second output.
for name in INPUT_CONFIG INPUT_FAIL_ON INPUT_FORMAT INPUT_SARIF_FILE INPUT_SUMMARY INPUT_CHANGED_ONLY INPUT_BASELINE BASE_REVISION; do
  [[ "${!name}" != *[$'\n\r']* ]] || fail "an input that takes one value has several lines (${name,,})"
done
for name in INPUT_SUMMARY INPUT_CHANGED_ONLY; do
  [[ "${!name}" == true || "${!name}" == false ]] || fail "${name,,} is neither true nor false"
done

work="$(mktemp -d "$RUNNER_TEMP/pillarlint-XXXXXX")"
command=("$PROGRAM" scan "--format=$INPUT_FORMAT" "--format=jsonl=$work/findings.jsonl")
[[ -z "$INPUT_SARIF_FILE" ]] || command+=("--format=sarif=$INPUT_SARIF_FILE")
[[ "$INPUT_SUMMARY" == false ]] || command+=("--format=markdown=$work/summary.md")
[[ -z "$INPUT_CONFIG" ]] || command+=("--config=$INPUT_CONFIG")
[[ -z "$INPUT_FAIL_ON" ]] || command+=("--fail-on=$INPUT_FAIL_ON")
[[ -z "$INPUT_BASELINE" ]] || command+=("--baseline=$INPUT_BASELINE")
if [[ "$INPUT_CHANGED_ONLY" == true ]]; then
  if [[ -z "$BASE_REVISION" || "$BASE_REVISION" =~ ^0+$ ]]; then
    printf '::notice title=pillarlint::changed-only: this event has no revision to compare with, so all is reported\n'
  else
    [[ "$BASE_REVISION" =~ ^[0-9a-f]{40,64}$ ]] || fail "the revision to compare with is not one of git"
    git rev-parse --verify --quiet "$BASE_REVISION^{commit}" >/dev/null ||
      fail "changed-only: the revision to compare with is not here; check out with 'fetch-depth: 0'"
    command+=("--changed-since=$BASE_REVISION")
  fi
fi
while IFS= read -r line || [[ -n "$line" ]]; do
  [[ -z "$line" ]] || command+=("$line")
done <<<"$INPUT_ARGS"
paths=()
while IFS= read -r line || [[ -n "$line" ]]; do
  [[ "$line" != -* ]] || line="./$line" # a file may be called like an option
  [[ -z "$line" ]] || paths+=("$line")
done <<<"$INPUT_PATH"
((${#paths[@]} > 0)) || fail "path is empty"

[[ -z "$INPUT_SARIF_FILE" ]] || rm -f -- "$INPUT_SARIF_FILE" # one of an earlier run would be sent
status=0
"${command[@]}" "${paths[@]}" || status=$?

findings=0
[[ ! -f "$work/findings.jsonl" ]] || findings="$(grep --count '^{"kind":"finding"' "$work/findings.jsonl")" || true
sarif="$INPUT_SARIF_FILE"
[[ -n "$sarif" && -f "$sarif" ]] || sarif=""
printf 'exit-code=%d\nfindings=%d\nsarif-file=%s\n' "$status" "$findings" "$sarif" >>"$GITHUB_OUTPUT"
[[ ! -f "$work/summary.md" ]] || cat "$work/summary.md" >>"$GITHUB_STEP_SUMMARY"
