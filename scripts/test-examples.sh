#!/usr/bin/env bash
# Every example as its user has it: in a folder of its own, with what npm would publish; its own "npm test".
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --ignore-scripts --pack-destination "$work" >/dev/null 2>&1
package=$(echo "$work"/policytest-*.tgz)
for example in examples/*/package.json; do
  name=$(basename "$(dirname "$example")")
  echo "example $name"
  cp -R "examples/$name" "$work/$name"
  rm -rf "$work/$name/node_modules"
  (
    cd "$work/$name"
    npm pkg set "devDependencies.policytest=file:$package"
    npm install --no-audit --no-fund --loglevel=error
    npm test
  )
done
