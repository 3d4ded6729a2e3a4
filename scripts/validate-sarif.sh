#!/bin/sh
# Validates SARIF files with Microsoft's validator, by the standard's rules and by those of GitHub code scanning.
# Usage: scripts/validate-sarif.sh FILE...
# Exits 0 when no file has an error, 1 when one has, 2 when the validator could not run.
# The validator itself exits 0 even when it finds errors, so they are counted in the log that it writes.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 FILE..." >&2
  exit 2
fi

tool=$(node -p "require('@microsoft/sarif-multitool')")
# Installed without install scripts it is not executable.
[ -x "$tool" ] || chmod +x "$tool"
# Where the ICU library is missing it does not start otherwise.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
status=0
for file in "$@"; do
  log=$logs/log.sarif
  rm -f "$log"
  if ! "$tool" validate "$file" --rule-kind 'Sarif;Ghas' --level 'Error;Warning' --output "$log" >"$logs/out" 2>&1; then
    cat "$logs/out" >&2
    exit 2
  fi
  node --input-type=module - "$file" "$log" <<'JS' || status=1
import { readFileSync } from 'node:fs'

const [file, log] = process.argv.slice(2)
const { runs } = JSON.parse(readFileSync(log, 'utf8').replace(/^\uFEFF/, ''))
const notifications = runs.flatMap(({ invocations = [] }) =>
  invocations.flatMap((i) => [...(i.toolExecutionNotifications ?? []), ...(i.toolConfigurationNotifications ?? [])]),
)
const problems = [...runs.flatMap(({ results }) => results), ...notifications]
const errors = problems.filter(({ level }) => level === 'error')
for (const { ruleId, descriptor, message, locations } of errors) {
  const line = locations?.[0]?.physicalLocation?.region?.startLine ?? 1
  const text = [message.text, ...(message.arguments ?? [])].filter(Boolean).join(' ')
  console.error(`${file}:${line}: ${ruleId ?? descriptor?.id}: ${text}`)
}
console.log(`${file}: ${errors.length} errors, ${problems.length - errors.length} warnings`)
process.exitCode = errors.length > 0 ? 1 : 0
JS
done
exit $status
