#!/usr/bin/env node
// A file that exists before the build does, so that npx can link it in a fresh checkout.
import { existsSync } from 'node:fs'
import * as module from 'node:module'

// Node 22 and later keep what they compiled: the next start has it at once.
module.enableCompileCache?.()

const main = new URL('../dist/code/main.js', import.meta.url)
if (existsSync(main)) await import(main)
else {
  process.stderr.write("policytest is not built yet: run 'npm run build'\n")
  process.exitCode = 2
}
