import { append } from '../append.js'
import { limitHints, maxYamlFiles } from '../documents/limits.js'
import { attempt, InputError, inputError } from '../input-error.js'
import type {
  Diagnostic,
  Digest,
  FilePart,
  Gap,
  InputSummary,
  Provenance,
  Resource,
  Shard,
} from '../model/index.js'
import { displayPath, stdinName } from '../paths.js'
import { contentOf } from './content.js'
import type { FileReading } from './file-reading.js'
import { type Disk, expand, type FileRequest, type InputRequest, type TakenSnapshot } from './files.js'
import { type ObjectsRequest, readObjects } from './objects.js'
import { refuseOutput } from './outputs.js'
import { type PieceOptions, readByPieces, seemsShareable } from './read-by-pieces.js'
import { addProgress, type ReadProgress } from './read-progress.js'
import type { PieceJudge } from './read-share.js'
import { readWhole } from './read-whole.js'
import { inShard, notShareable, type ShardRequest } from './shard.js'
import type { Sources } from './sources.js'
import { unquoted } from './unquoted.js'

/** Exports that belong together: those of one snapshot, or all that belong to none. Joins stay inside. */
export interface ExportSet {
  /** The snapshot's folder; undefined for the exports without one. */
  readonly snapshot?: string
  /** Names of the packs that judge them; all when undefined. Policies without a pack always do. */
  readonly packs?: readonly string[]
  /** Without those that were judged while they were read and that no join needs. */
  readonly resources: readonly Resource[]
  /** Those of them that were judged, but for joins, while they were read. */
  readonly judged?: ReadonlySet<Resource>
  /** Types that the exports list, even where there is none: an empty list of floating IPs is data too. */
  readonly coveredTypes: ReadonlySet<string>
  /** What the exports say they do not hold. */
  readonly gaps?: readonly Gap[]
}

export interface Inputs {
  readonly sets: readonly ExportSet[]
  readonly inputs: readonly InputSummary[]
  readonly warnings: readonly Diagnostic[]
  /** The snapshots among the exports that say when they were taken. */
  readonly snapshots: readonly TakenSnapshot[]
  /** Of a run that reads its share of them. */
  readonly shard?: Shard
}

export interface ReadOptions {
  /** Default: `exports`. */
  readonly kind?: 'exports' | 'fixtures'
  /** How many times as much YAML is read as one file may hold. */
  readonly mostYaml?: number
  /** Whether digests of the files are wanted, beside those that a snapshot lists. Default: yes. */
  readonly digests?: boolean | undefined
  /** Judges large exports while they are read, so that they need not be kept. */
  readonly judge?: PieceJudge | undefined
  /** How they are read then. */
  readonly pieces?: Omit<PieceOptions, 'progress'> | undefined
  /** Told how many bytes of the files are read, of how many. */
  readonly progress?: ((bytes: ReadProgress) => void) | undefined
  /** Reads one share of the exports; default: all. */
  readonly shard?: ShardRequest | undefined
}

/**
 * Reads the exports and turns them into resources. A mistake in an export quotes nothing of it, which may be a
 * secret; one in a fixture may.
 * @throws InputError with the diagnostics of every file that cannot be read, parsed or recognised
 */
export function readInputs(
  requests: readonly (InputRequest | ObjectsRequest)[],
  disk: Disk,
  sources: Sources,
  options: ReadOptions = {},
): Inputs {
  const { kind = 'exports', mostYaml = maxYamlFiles } = options
  const yaml = yamlAllowance(mostYaml)
  const sets = new Map<string, GrowingSet>()
  const inputs: InputSummary[] = []
  const warnings: Diagnostic[] = []
  const snapshots: TakenSnapshot[] = []
  const expanded = attempt(
    requests.map(
      (request) => () =>
        'objects' in request ? [request] : expand(request, disk, sources, { warnings, snapshots }),
    ),
  )
  const asked = eachOnce(expanded.results.flat())
  const parts: FilePart[] = []
  const { own, shard } =
    options.shard && expanded.mistakes.length === 0
      ? inShard(asked, options.shard, disk.root, (request) =>
          seemsShareable(request, disk, sources, options.pieces),
        )
      : { own: asked }
  const begin = addProgress(
    own.flatMap((request) => ('path' in request ? [request.path] : [])),
    options.progress,
  )
  const readOne = (request: FileRequest) => {
    const { read, end } = begin(request.path)
    const found = readFile(request, disk, sources, yaml, options, read)
    end()
    return found
  }
  const add = (request: FileRequest | ObjectsRequest) => {
    const isFile = 'path' in request
    const found = isFile ? readOne(request) : objectsOf(request, sources)
    const snapshot = isFile ? request.snapshot : undefined
    const { packs } = request
    const together = JSON.stringify([snapshot, packs])
    const set = sets.get(together) ?? {
      ...(snapshot !== undefined && { snapshot }),
      ...(packs && { packs }),
      resources: [],
      judged: new Set<Resource>(),
      coveredTypes: new Set<string>(),
      gaps: [],
    }
    sets.set(together, set)
    append(set.resources, found.resources)
    for (const resource of found.judged) set.judged.add(resource)
    for (const type of found.coveredTypes) set.coveredTypes.add(type)
    append(set.gaps, found.gaps)
    append(warnings, found.warnings)
    append(inputs, found.inputs)
    append(parts, found.parts)
  }
  const { mistakes: unread } = attempt(own.map((request) => () => add(request)))
  const all = [...expanded.mistakes, ...(kind === 'fixtures' ? unread : unread.map(unquoted))]
  if (all.length > 0) throw new InputError(withoutEcho(all))
  return {
    sets: [...sets.values()],
    inputs,
    warnings,
    snapshots,
    ...(shard && { shard: { ...shard, ...(parts.length > 0 && { parts }) } }),
  }
}

/** Of many files that no source recognises, one is told what sources there are. */
function withoutEcho(mistakes: readonly Diagnostic[]): readonly Diagnostic[] {
  const said = new Set<string>()
  return mistakes.map((mistake) => {
    const { hint, ...rest } = mistake
    if (mistake.code !== 'source-unknown' || hint === undefined) return mistake
    if (said.has(hint)) return rest
    said.add(hint)
    return mistake
  })
}

/** A set that is still growing. */
type GrowingSet = Omit<ExportSet, 'resources'> & {
  readonly resources: Resource[]
  readonly judged: Set<Resource>
  readonly coveredTypes: Set<string>
  readonly gaps: Gap[]
}

/** Without the requests that say what an earlier one says. */
function eachOnce<Request extends FileRequest | ObjectsRequest>(requests: readonly Request[]): Request[] {
  const seen = new Set<string>()
  return requests.filter((request) => {
    if (!('path' in request)) return true
    const { path, source, subject, packs } = request
    const key = JSON.stringify([path, source, subject, packs])
    return !seen.has(key) && seen.add(key)
  })
}

function readFile(
  request: FileRequest,
  disk: Disk,
  sources: Sources,
  yaml: (file: string, weight: number) => void,
  options: ReadOptions,
  progress: (bytes: number) => void,
) {
  const { root, readStdin, outputs = [], onRead } = disk
  const stdin = request.path === '-'
  if (stdin && !readStdin) throw inputError('input', 'standard input cannot be read here')
  const file = stdin ? (request.name ?? stdinName) : displayPath(root, request.path)
  if (!stdin) {
    onRead?.(request.path)
    refuseOutput(request.path, file, outputs)
  }
  const told = { ...options, pieces: { ...options.pieces, progress } }
  const read = readContent(request, file, disk, sources, yaml, told)
  const provenance = provenanceOf(request, disk)
  const { snapshot } = request
  return {
    ...read,
    warnings: [...read.warnings, ...changed(request, file, read.digest)],
    inputs: summariesOf(read, file, { ...read.digest, ...provenance }, snapshot),
    parts: read.part ? [{ file, ...read.part }] : [],
  }
}

function objectsOf(request: ObjectsRequest, sources: Sources) {
  const { name: file = '<objects>' } = request
  const read = readObjects(request, file, sources)
  return { ...read, inputs: summariesOf(read, file), parts: [] }
}

/** What each source has read of a file. */
function summariesOf(
  { bySource }: Pick<FileReading, 'bySource'>,
  file: string,
  known: Partial<InputSummary> = {},
  snapshot?: string,
): InputSummary[] {
  return [...bySource].map(([source, { types, gaps }]) => ({
    file,
    source,
    ...(snapshot !== undefined && { snapshot }),
    resources: [...types.values()].reduce((sum, count) => sum + count, 0),
    types: Object.fromEntries([...types].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...known,
    ...(gaps.length > 0 && { gaps }),
  }))
}

/** The content of a file piece by piece, or else whole, and the digest of the file where it is wanted. */
function readContent(
  request: FileRequest,
  file: string,
  disk: Disk,
  sources: Sources,
  yaml: (file: string, weight: number) => void,
  { judge, pieces = {}, digests = true }: ReadOptions,
): FileReading {
  const content = contentOf(request.path, file, disk)
  try {
    const isWanted = digests || request.expected !== undefined
    const digest = isWanted ? content.startDigest(pieces.threads) : undefined
    const read =
      (judge && readByPieces(request, file, content.parts, sources, judge, pieces)) ??
      readWhole(request, file, content.whole(), sources, (weight) => yaml(file, weight))
    if (request.slice && !read.part) throw notShareable(file)
    return { ...read, ...(digest && { digest: digest() }) }
  } finally {
    content.close()
  }
}

/** What the snapshot says of how a file came about; when it was last written, where nobody says when it was taken. */
function provenanceOf({ path, provenance = {} }: FileRequest, { modified }: Disk): Provenance {
  if (provenance.taken || path === '-' || !modified) return provenance
  return { ...provenance, taken: { at: modified(path).toISOString(), from: 'file' } }
}

/** A file that is not what the snapshot's digest was made of. */
function changed({ expected }: FileRequest, file: string, digest: Digest | undefined): Diagnostic[] {
  if (!expected || expected.sha256 === digest?.sha256) return []
  const message = `${file} is not the file that the snapshot lists: its SHA-256 is ${digest?.sha256}`
  const hint = 'restore it, or take a new snapshot: policytest collect'
  const { location } = expected
  return [{ code: 'snapshot-mismatch', level: 'warning', message, hint, location }]
}

/** Refuses the files of YAML beyond what is held at once; says so of the first. */
function yamlAllowance(most: number): (file: string, weight: number) => void {
  let held = 0
  let isSaid = false
  return (file, weight) => {
    // What is too large by itself is not read, and says so.
    if (weight > 1) return
    held += weight
    if (held <= most) return
    if (isSaid) throw new InputError([])
    isSaid = true
    const message = `${file}: with this file it is more YAML than is held at once`
    throw inputError('document-limit', message, { hint: limitHints.allYaml })
  }
}
