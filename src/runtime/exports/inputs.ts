import { append } from '../append.js'
import { digestOf } from '../documents/digest.js'
import { parseDocuments } from '../documents/index.js'
import { limitHints, maxYamlFiles } from '../documents/limits.js'
import { readBytes } from '../documents/read-bytes.js'
import { attempt, InputError, inputError } from '../input-error.js'
import type { Diagnostic, Digest, Gap, InputSummary, Provenance, Resource } from '../model/index.js'
import { displayPath } from '../paths.js'
import { type Disk, expand, type FileRequest, type InputRequest, type TakenSnapshot } from './files.js'
import { noExport } from './no-export.js'
import { refuseOutput } from './outputs.js'
import type { Sources } from './sources.js'
import { unquoted } from './unquoted.js'

/** Exports that belong together: those of one snapshot, or all that belong to none. Joins stay inside. */
export interface ExportSet {
  /** The snapshot's folder; undefined for the exports without one. */
  readonly snapshot?: string
  /** Names of the packs that judge them; all when undefined. Policies without a pack always do. */
  readonly packs?: readonly string[]
  readonly resources: readonly Resource[]
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
}

/**
 * Reads the exports and turns them into resources. A mistake in an export quotes nothing of it, which may be a
 * secret; one in a fixture may.
 * @param mostYaml how many times as much YAML is read as one file may hold
 * @throws InputError with the diagnostics of every file that cannot be read, parsed or recognised
 */
export function readInputs(
  requests: readonly InputRequest[],
  disk: Disk,
  sources: Sources,
  kind: 'exports' | 'fixtures' = 'exports',
  mostYaml = maxYamlFiles,
): Inputs {
  const yaml = yamlAllowance(mostYaml)
  const sets = new Map<
    string,
    Omit<ExportSet, 'resources'> & { resources: Resource[]; coveredTypes: Set<string>; gaps: Gap[] }
  >()
  const inputs: InputSummary[] = []
  const warnings: Diagnostic[] = []
  const snapshots: TakenSnapshot[] = []
  const expanded = attempt(requests.map((request) => () => expand(request, disk, { warnings, snapshots })))
  const add = (request: FileRequest) => {
    const found = readFile(request, disk, sources, yaml)
    const { snapshot, packs } = request
    const together = JSON.stringify([snapshot, packs])
    const set = sets.get(together) ?? {
      ...(snapshot !== undefined && { snapshot }),
      ...(packs && { packs }),
      resources: [],
      coveredTypes: new Set<string>(),
      gaps: [],
    }
    sets.set(together, set)
    for (const resource of found.resources) set.resources.push(resource)
    for (const type of found.coveredTypes) set.coveredTypes.add(type)
    append(set.gaps, found.gaps)
    append(warnings, found.warnings)
    append(inputs, found.inputs)
  }
  const { mistakes: unread } = attempt(eachOnce(expanded.results.flat()).map((request) => () => add(request)))
  const all = [...expanded.mistakes, ...(kind === 'fixtures' ? unread : unread.map(unquoted))]
  if (all.length > 0) throw new InputError(all)
  return { sets: [...sets.values()], inputs, warnings, snapshots }
}

/** Without the requests that say what an earlier one says. */
function eachOnce(requests: readonly FileRequest[]): FileRequest[] {
  const seen = new Set<string>()
  return requests.filter(({ path, source, subject, packs }) => {
    const key = JSON.stringify([path, source, subject, packs])
    return !seen.has(key) && seen.add(key)
  })
}

function readFile(
  request: FileRequest,
  disk: Disk,
  sources: Sources,
  yaml: (file: string, weight: number) => void,
) {
  const { root, readStdin, outputs = [], onRead } = disk
  const stdin = request.path === '-'
  if (stdin && !readStdin) throw inputError('input', 'standard input cannot be read here')
  const file = stdin ? '<stdin>' : displayPath(root, request.path)
  if (!stdin) {
    onRead?.(request.path)
    refuseOutput(request.path, file, outputs)
  }
  const bytes = stdin && readStdin ? readStdin() : readBytes(request.path, file)
  const { source, subject } = request
  const reads = orLookalike(file, bytes, () =>
    parseDocuments(file, bytes, {
      isText: sources.isText,
      onYaml: (weight) => yaml(file, weight),
      ...(source !== undefined && sources.readsText(source) && { format: 'text' }),
      ...(subject && { subject }),
    }).map((document) => sources.read(document, source)),
  )
  const bySource = new Map<string, { resources: Resource[]; gaps: Gap[] }>()
  for (const { source, resources, gaps } of reads) {
    const known = bySource.get(source) ?? { resources: [], gaps: [] }
    bySource.set(source, known)
    append(known.resources, resources)
    append(known.gaps, gaps)
  }
  const digest = digestOf(bytes)
  const provenance = provenanceOf(request, disk)
  return {
    resources: distinct(reads.flatMap((read) => read.resources)),
    coveredTypes: reads.flatMap((read) => read.coveredTypes),
    gaps: reads.flatMap((read) => read.gaps),
    warnings: [...reads.flatMap((read) => read.warnings), ...changed(request, file, digest)],
    inputs: [...bySource].map(([source, { resources, gaps }]) => ({
      file,
      source,
      resources: resources.length,
      types: countTypes(resources),
      ...digest,
      ...provenance,
      ...(gaps.length > 0 && { gaps }),
    })),
  }
}

/** What the snapshot says of how a file came about; when it was last written, where nobody says when it was taken. */
function provenanceOf({ path, provenance = {} }: FileRequest, { modified }: Disk): Provenance {
  if (provenance.taken || path === '-' || !modified) return provenance
  return { ...provenance, taken: { at: modified(path).toISOString(), from: 'file' } }
}

/** A file that is not what the snapshot's digest was made of. */
function changed({ expected }: FileRequest, file: string, { sha256 }: Digest): Diagnostic[] {
  if (!expected || expected.sha256 === sha256) return []
  const message = `${file} is not the file that the snapshot lists: its SHA-256 is ${sha256}`
  const hint = 'restore it, or take a new snapshot: policytest collect'
  const { location } = expected
  return [{ code: 'snapshot-mismatch', level: 'warning', message, hint, location }]
}

function countTypes(resources: readonly Resource[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
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

/** A file that cannot be read is told by what it is, where that is known, instead of by where reading it ended. */
function orLookalike<T>(file: string, bytes: Buffer, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const known = error instanceof InputError ? noExport(file, bytes) : undefined
    throw known === undefined ? error : new InputError([known])
  }
}

/**
 * Resources that can be told apart by type, id and file: of several with one name in a file, as two manifests that overwrite
 * each other, the second is `web#2`. Reports and waivers speak of resources by these.
 */
function distinct(resources: readonly Resource[]): readonly Resource[] {
  const given = new Set(resources.map(keyOf))
  const seen = new Map<string, number>()
  return resources.map((resource) => {
    const key = keyOf(resource)
    let times = (seen.get(key) ?? 0) + 1
    const named = (): Resource => ({ ...resource, id: `${resource.id}#${times}` })
    // One of them may be called `web#2` by itself.
    while (times > 1 && given.has(keyOf(named()))) times++
    seen.set(key, times)
    return times === 1 ? resource : named()
  })
}

function keyOf({ type, id }: Resource): string {
  return `${type}\0${id}`
}
