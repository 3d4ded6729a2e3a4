const {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs')
const { tmpdir } = require('node:os')
const { basename, dirname, join } = require('node:path')
const { constants, Script } = require('node:vm')

/** Longer runs than this many seconds keep nothing: V8 forgets what it has compiled and not called for a while. */
const longest = 10

/**
 * Loads a script, and those that it requires, with what V8 has compiled of them in an earlier run of this kind: functions too,
 * unlike Node's own cache. What this run compiles is kept when it ends. Undefined, and nothing is loaded, where nothing can be kept.
 * @param {string} file
 * @param {string} kind runs of one kind call the same functions, more or less
 */
module.exports = function loadKept(file, kind) {
  const folder = folderOfUser()
  const { USE_MAIN_CONTEXT_DEFAULT_LOADER: importModuleDynamically } = constants ?? {}
  if (folder === undefined || importModuleDynamically === undefined) return undefined
  const loaded = new Map()
  /** @type {{ script: Script, at: string }[]} */
  const unkept = []

  const requireBeside = (/** @type {string} */ id) => {
    if (id.startsWith('./')) return load(join(dirname(file), id))
    return rarelyUsed.includes(id) ? whenUsed(id) : require(id)
  }

  const load = (/** @type {string} */ filename) => {
    const known = loaded.get(filename)
    if (known) return known.exports
    const module = { exports: {} }
    loaded.set(filename, module)
    // The code is ASCII alone.
    const source = `(function(exports,require,module,__filename,__dirname){'use strict';${readFileSync(filename, 'latin1')}\n})`
    // The name of a file tells its content; the one that has none is short.
    const at = /-[\w-]{8}\.cjs$/.test(filename) && join(folder, `${basename(filename)}-${versions}-${kind}`)
    const cachedData = at ? readOf(at) : undefined
    const script = new Script(source, { filename, cachedData, importModuleDynamically })
    if (at && (cachedData === undefined || script.cachedDataRejected)) unkept.push({ script, at })
    script.runInThisContext()(module.exports, requireBeside, module, filename, dirname(filename))
    return module.exports
  }

  process.on('exit', (code) => {
    // A run that could not run has called little of what others will.
    if (code === 2 || process.uptime() > longest || unkept.length === 0) return
    for (const { script, at } of unkept) keep(at, script.createCachedData())
    unlessRefused(() => forgetOld(folder))
  })
  return load(file)
}

/** What starts programs and threads, and unpacks: Node takes some milliseconds to load them. */
const rarelyUsed = ['node:child_process', 'node:worker_threads', 'node:zlib']

/** A module of Node that is loaded when something of it is used. */
const whenUsed = (/** @type {string} */ id) =>
  new Proxy({}, { get: (_, name) => (name === '__esModule' ? undefined : require(id)[name]) })

const versions = `${process.version}-${process.arch}`

/** A folder that is this user's alone: what lies in it is run. Where Node's own cache is, or is switched off. */
function folderOfUser() {
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env
  if (NODE_DISABLE_COMPILE_CACHE) return undefined
  const user = process.getuid?.()
  const folder = join(NODE_COMPILE_CACHE || tmpdir(), `policytest-${user ?? 'kept'}`)
  return unlessRefused(() => {
    // One after the other: below a folder that takes none, as /proc, Node tries without end to make all that are missing.
    for (const path of [dirname(folder), folder]) makeFolder(path)
    const is = lstatSync(folder)
    const isOurs = is.isDirectory() && (user === undefined || (is.uid === user && (is.mode & 0o077) === 0))
    return isOurs ? folder : undefined
  })
}

/** @param {string} path */
function makeFolder(path) {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

const readOf = (/** @type {string} */ file) => unlessRefused(() => readFileSync(file))

/** Whole or not at all: others may read it at the same time. */
function keep(/** @type {string} */ file, /** @type {Buffer} */ data) {
  const part = `${file}.${process.pid}`
  const isKept = unlessRefused(() => {
    writeFileSync(part, data, { mode: 0o600 })
    renameSync(part, file)
    return true
  })
  if (!isKept) unlessRefused(() => rmSync(part, { force: true }))
}

/** What older versions have kept is left behind. */
function forgetOld(/** @type {string} */ folder) {
  const month = 30 * 24 * 60 * 60 * 1000
  for (const file of readdirSync(folder).map((name) => join(folder, name)))
    if (Date.now() - statSync(file).mtimeMs > month) rmSync(file, { force: true })
}

/**
 * Undefined where the disk refuses: it is only slower without.
 * @template T
 * @param {() => T} act
 * @returns {T | undefined}
 */
function unlessRefused(act) {
  try {
    return act()
  } catch (error) {
    if (error.syscall === undefined && error.code !== 'ERR_ACCESS_DENIED') throw error
    return undefined
  }
}
