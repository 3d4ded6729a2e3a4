#!/usr/bin/env node
// A file that exists before the build does, so that npx can link it in a fresh checkout.
import { existsSync } from 'node:fs'

const main = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(main)) await import(main)
else {
  process.stderr.write("policytest is not built yet: run 'npm run build'\n")
  process.exitCode = 2
}
