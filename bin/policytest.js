#!/usr/bin/env node
// A file that exists before the build does, so that npx can link it in a fresh checkout. CommonJS, as `package.json` beside it
// says: setting up its modules takes Node ten milliseconds, which a command without a configuration in code does not need.
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const loadKept = require('./kept.js')

const code = join(__dirname, '../dist/code')
if (existsSync(code)) run()
else {
  process.stderr.write("policytest is not built yet: run 'npm run build'\n")
  process.exitCode = 2
}

async function run() {
  const argv = process.argv.slice(2)
  const [named = ''] = argv
  const kind = /^[a-z]{1,12}$/.test(named) ? named : 'other'
  const exitCode = await loadKept(join(code, 'command.cjs'), kind)?.runWithoutCode(argv)
  if (exitCode !== undefined) process.exitCode = exitCode
  else {
    // Modules: Node 22 and later keep of them what stands outside of functions.
    require('node:module').enableCompileCache?.()
    await import(pathToFileURL(join(code, 'main.js')).href)
  }
}
