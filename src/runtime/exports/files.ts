import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, resolve, sep } from 'node:path'
import { shellWord } from '../../wording/shell-word.js'
import { glob as globs } from '../apart.js'
import { append } from '../append.js'
import { decode } from '../documents/decode.js'
import type { ParserPlaces } from '../documents/parsers.js'
import type { Slice } from '../documents/pieces/pieces.js'
import { type Exclusion, howToExclude } from '../exclusion.js'
import { entriesOf, isPassedOver, isVersionControl, shortList } from '../folders.js'
import { inputError } from '../input-error.js'
import type { Diagnostic, Location, Provenance, Subject } from '../model/index.js'
import { displayPath, unpackedName } from '../paths.js'
import { parseSnapshot, type Snapshot, type SnapshotInput } from '../policies/index.js'
import type { Sources } from './sources.js'

/** One thing to judge: a file, folder, glob or `-` for standard input. */
export interface InputRequest {
  readonly path: string
  /** Of standard input: the name of a file that stands for it. */
  readonly name?: string | undefined
  /** A source's name, or `json:<type>`, where the shape does not tell. */
  readonly source?: string | undefined
  readonly subject?: Subject | undefined
  /** Names of the packs that judge it; all when undefined. */
  readonly packs?: readonly string[] | undefined
  /** Where the request is written, when in a file. */
  readonly place?: { readonly location: Location; readonly sourceLine: string } | undefined
}

/** A file to read, and the snapshot that it is part of. */
export interface FileRequest extends InputRequest {
  readonly snapshot?: string | undefined
  /** Whether nobody has named it: it lies in a folder. */
  readonly isFound?: boolean | undefined
  /** How it came about, as the snapshot says. */
  readonly provenance?: Provenance | undefined
  /** Of a file that several runs judge: what this one reads of it. */
  readonly slice?: Slice | undefined
  /** What its digest has to be, and where that is written. */
  readonly expected?: { readonly sha256: string; readonly location: Location } | undefined
}

/** Where files are looked for, and what stands in for standard input. */
export interface Disk extends ParserPlaces {
  /** Absolute; paths in reports are relative to it. */
  readonly root: string
  readonly readStdin?: () => Buffer
  /** The same part by part, as they come in, so that it need not be held at once. */
  readonly stdinParts?: (() => Iterable<Buffer>) | undefined
  /** Absolute paths of the reports that will be written: a run refuses to read any of them. */
  readonly outputs?: readonly string[]
  /** What is left out of folders and globs. */
  readonly exclusion?: Exclusion | undefined
  /** Told of every file before it is read. */
  readonly onRead?: ((path: string) => void) | undefined
  /** When a file was last written; undefined for all where reports have to be the same byte for byte. */
  readonly modified?: ((path: string) => Date) | undefined
}

/** A snapshot that says when it was taken. */
export interface TakenSnapshot {
  /** Its folder. */
  readonly folder: string
  readonly takenAt: string
  readonly location: Location
}

/** What is found out beside the files. */
export interface Beside {
  readonly warnings: Diagnostic[]
  readonly snapshots: TakenSnapshot[]
}

const snapshotName = /(^|[\\/])snapshot\.ya?ml$/
const extensions = ['json', 'yaml', 'yml', 'ndjson', 'jsonl', 'rules', 'iptables', 'txt']

/** Every file that a request stands for, sorted, with the source and subject to read it by. */
export function expand(
  request: InputRequest,
  disk: Disk,
  sources: Pick<Sources, 'isNamed' | 'lacks'>,
  beside: Beside,
): FileRequest[] {
  const { path } = request
  const absolute = resolve(disk.root, path)
  if (path === '-') return [request]
  if (existsSync(absolute)) {
    if (snapshotName.test(absolute)) return expandFolder(request, dirname(absolute), disk, sources, beside)
    if (!statSync(absolute).isDirectory()) return [{ ...request, path: absolute }]
    return expandFolder(request, absolute, disk, sources, beside)
  }
  const matches = findFiles(path, disk.root).filter((match) => !disk.exclusion?.excludes(match))
  if (matches.length === 0) {
    const hint = 'give a file, a folder, a glob in quotes, or - for standard input'
    const shown = isAbsolute(path) ? displayPath(disk.root, path) : path
    throw inputError('input', `'${shown}' does not exist`, {
      hint: path.includes('\\') ? 'write the path with /' : hint,
      ...request.place,
    })
  }
  return matches.map((match) => ({ ...request, path: match }))
}

/** A folder: what its snapshot files say of the exports beside them, and all other exports as they are. */
function expandFolder(
  request: InputRequest,
  folder: string,
  disk: Disk,
  sources: Pick<Sources, 'isNamed' | 'lacks'>,
  { warnings, snapshots: taken }: Beside,
): FileRequest[] {
  const isExport = (file: string) => hasExtension(file) || sources.isNamed(file, request.source)
  const found = searchFolder(folder, disk, isExport)
  const unread = request.source === undefined ? unreadOf(found.files, sources) : new Map<string, string>()
  append(warnings, lackingParsers(unread, disk))
  const files = found.files.filter((file) => isExport(file) && !unread.has(file)).sort()
  const passedOver = [...found.files.filter((file) => !isExport(file)), ...found.passedOver].map(
    (path) => displayPath(disk.root, path) + (path.endsWith(sep) ? '/' : ''),
  )
  const snapshots = files.filter((file) => snapshotName.test(file))
  const listed = snapshots.flatMap((snapshot) => snapshotInputs(snapshot, disk, taken))
  const known = new Set([...snapshots, ...listed.map((input) => input.path)])
  const others = files.filter((file) => !known.has(file)).map((path) => beside(path, snapshots, disk))
  for (const { path, snapshot } of others) {
    if (snapshot === undefined) continue
    warnings.push({
      code: 'not-in-snapshot',
      level: 'warning',
      message: `${displayPath(disk.root, path)} is not listed in the snapshot of its folder`,
      hint: 'it is read as its shape tells; list it to say what it is and of whom',
    })
  }
  const all = [...listed, ...others]
    .filter(({ path }) => !disk.exclusion?.excludes(path))
    .map((input) => ({
      ...input,
      packs: request.packs,
      source: input.source ?? request.source,
      subject: { ...request.subject, ...input.subject },
    }))
  if (all.length === 0) {
    const others = passedOver.length === 0 ? '' : `; not read: ${shortList(passedOver.sort())}`
    throw inputError('input', `no exports in the folder '${request.path}'${others}`, {
      hint: `files that are looked for: *.{${extensions.join(',')}}`,
    })
  }
  if (passedOver.length > 0) {
    warnings.push({
      code: 'not-an-export',
      level: 'warning',
      message: `not read, by their names: ${shortList(passedOver.sort())}`,
      hint: `files that are read: *.{${extensions.join(',')}}, unless hidden; ${howToExclude}`,
    })
  }
  return all.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** The files that nobody asks for and that a package would have to read, with its name. */
function unreadOf(files: readonly string[], sources: Pick<Sources, 'lacks'>): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap((file) => {
      const lacking = sources.lacks(file)
      return lacking === undefined ? [] : [[file, lacking] as const]
    }),
  )
}

function lackingParsers(unread: ReadonlyMap<string, string>, { root }: Disk): Diagnostic[] {
  return [...new Set(unread.values())].map((name) => {
    const files = [...unread].flatMap(([file, of]) => (of === name ? [displayPath(root, file)] : []))
    return {
      code: 'parser-missing',
      level: 'warning',
      message: `not read, for want of the package ${name}: ${shortList(files.sort())}`,
      hint: `no policy asks for what is in them; npm install --save-dev ${name} to read them; ${howToExclude}`,
    }
  })
}

/** A file that no snapshot lists belongs to the nearest one above it all the same. */
function beside(path: string, snapshots: readonly string[], { root }: Disk): FileRequest {
  const above = snapshots
    .map((snapshot) => dirname(snapshot))
    .filter((folder) => path.startsWith(folder + sep))
  const nearest = above.sort((a, b) => a.length - b.length).at(-1)
  return { path, isFound: true, ...(nearest !== undefined && { snapshot: displayPath(root, nearest) }) }
}

function snapshotInputs(snapshot: string, { root, onRead }: Disk, taken: TakenSnapshot[]): FileRequest[] {
  onRead?.(snapshot)
  const file = displayPath(root, snapshot)
  const whole = parseSnapshot(file, decode(file, readFileSync(snapshot)))
  const { takenAt, takenAtLocation, inputs } = whole
  if (takenAt !== undefined && takenAtLocation)
    taken.push({ folder: displayPath(root, dirname(snapshot)), takenAt, location: takenAtLocation })
  return inputs.flatMap((input) => {
    const folder = dirname(snapshot)
    const named = resolve(folder, input.path)
    const matches = existsSync(named) ? [named] : findFiles(input.path, folder, root)
    const { location } = input
    if (matches.length === 0) throw inputError('input', `'${input.path}' does not exist`, { location })
    if (matches.some((match) => !match.startsWith(folder + sep))) {
      throw inputError('input', `'${input.path}' lies outside the snapshot's folder`, { location })
    }
    for (const match of matches) if (lstatSync(match).isSymbolicLink()) refuseOutside(match, folder, root)
    const { source, subject, sha256 } = input
    const expected = sha256 === undefined ? undefined : { sha256, location }
    const provenance = provenanceOf(input, whole)
    const shown = displayPath(root, folder)
    return matches.map((path) => ({ path, source, subject, snapshot: shown, provenance, expected }))
  })
}

function provenanceOf(input: SnapshotInput, whole: Snapshot): Provenance {
  const { command, takenWith, takenAt = whole.takenAt, takenBy = whole.takenBy } = input
  return {
    ...(takenAt !== undefined && { taken: { at: takenAt, from: 'snapshot' } }),
    ...(command !== undefined && {
      command: typeof command === 'string' ? command : command.map(shellWord).join(' '),
    }),
    ...(takenBy !== undefined && { takenBy }),
    ...(takenWith !== undefined && { takenWith }),
  }
}

/** What is in a folder and below it: absolute paths, those of folders with a separator at their end. */
interface Searched {
  readonly files: readonly string[]
  /** Hidden exports, hidden folders, node_modules, pipes: not looked into. */
  readonly passedOver: readonly string[]
}

/**
 * The files of a folder; links to folders are not followed.
 * @throws InputError for a folder that cannot be read, and for a link that leads out of the folder
 */
function searchFolder(top: string, { root, exclusion }: Disk, isExport: (file: string) => boolean): Searched {
  const files: string[] = []
  const passedOver: string[] = []
  const open = [top]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { path, name, is } of entriesOf(folder, root)) {
      if (exclusion?.excludes(path)) continue
      if (isPassedOver(name)) {
        if (is === 'folder' ? !isVersionControl(name) : isExport(name))
          passedOver.push(is === 'folder' ? path + sep : path)
      } else if (is === 'folder') open.push(path)
      else if (is === 'other') passedOver.push(path)
      else if (is === 'file' || isLinkedFile(path, top, root)) files.push(path)
    }
  }
  return { files, passedOver }
}

/** Whether a link leads to a file, inside the folder. */
function isLinkedFile(link: string, folder: string, root: string): boolean {
  refuseOutside(link, folder, root)
  return statSync(link).isFile()
}

function hasExtension(file: string): boolean {
  return extensions.includes(/\.([^.\\/]+)$/.exec(unpackedName(file))?.[1]?.toLowerCase() ?? '')
}

/**
 * Absolute paths of the files that a glob names, sorted with `<`; links to folders are not followed.
 * @throws InputError for a link that leads out of its folder: nobody has named what is there
 */
function findFiles(glob: string, cwd: string, root = cwd): string[] {
  const found = globs().globSync(glob, { cwd, nodir: true, follow: false, withFileTypes: true })
  return found
    .filter((path) =>
      path.isSymbolicLink() ? isLinkedFile(path.fullpath(), cwd, root) : path.isFile() || path.isUnknown(),
    )
    .map((path) => path.fullpath())
    .sort()
}

function refuseOutside(link: string, folder: string, root: string): void {
  const shown = displayPath(root, link)
  if (!existsSync(link)) {
    const hint = 'remove it, or restore what it leads to'
    throw inputError('input', `${shown} is a link that leads nowhere`, { hint })
  }
  const real = realpathSync(link)
  if ([folder, dirname(link)].some((inside) => real.startsWith(realpathSync(inside) + sep))) return
  throw inputError('link-outside', `${shown} is a link that leads out of the folder`, {
    hint: 'name what it leads to as a path of its own, or copy it',
  })
}
