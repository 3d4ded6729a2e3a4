#!/usr/bin/env bash
# What action.yml runs: one run with all reports; the exit code is policytest's own.
set -euo pipefail

# The version that the project has installed, else the one of this action.
if [ -f node_modules/policytest/bin/policytest.js ]; then
  policytest=(node node_modules/policytest/bin/policytest.js)
else
  if [ ! -f "$GITHUB_ACTION_PATH/dist/code/main.js" ]; then
    (cd "$GITHUB_ACTION_PATH" && npm ci --no-audit --no-fund >&2)
  fi
  policytest=(node "$GITHUB_ACTION_PATH/bin/policytest.js")
fi

args=()
while IFS= read -r line; do
  [ -z "$line" ] || args+=("$line")
done <<<"${POLICYTEST_ARGS:-}"

out=$(mktemp -d "${RUNNER_TEMP:-/tmp}/policytest.XXXXXX")
code=0
"${policytest[@]}" ${args[@]+"${args[@]}"} --max-size summary \
  -r console -r "sarif=$POLICYTEST_SARIF" -r "json=$out/report.json" \
  -r "github=$out/annotations" -r "markdown=$out/summary.md" || code=$?

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
# A run that could not begin may have written nothing.
[ ! -f "$POLICYTEST_SARIF" ] || echo "sarif=$POLICYTEST_SARIF" >>"$GITHUB_OUTPUT"
[ ! -f "$out/report.json" ] || echo "report=$out/report.json" >>"$GITHUB_OUTPUT"
[ ! -f "$out/annotations" ] || cat "$out/annotations"
[ ! -f "$out/summary.md" ] || cat "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"
exit "$code"
