#!/usr/bin/env node
// A file that exists before the build does, so that npx can link it in a fresh checkout.
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { fileURLToPath } from 'node:url'
import { loadKept } from './kept.js'

const main = new URL('../dist/code/main.js', import.meta.url)
if (existsSync(main)) {
  const [kind = ''] = process.argv.slice(2)
  const command = loadKept(
    fileURLToPath(new URL('command.cjs', main)),
    /^[a-z]{1,12}$/.test(kind) ? kind : 'other',
  )
  const code = await command?.runWithoutCode(process.argv.slice(2))
  if (code !== undefined) process.exitCode = code
  else {
    // Modules: Node 22 and later keep of them what stands outside of functions.
    module.enableCompileCache?.()
    await import(main)
  }
} else {
  process.stderr.write("policytest is not built yet: run 'npm run build'\n")
  process.exitCode = 2
}
