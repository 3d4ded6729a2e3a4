import type { YamlDocument } from '../../documents/yaml.js'
import type {
  FailOnName,
  KubernetesVersion,
  Location,
  SensitivePart,
  StrictName,
  Subject,
} from '../../model/index.js'
import { attestationsOutOfOrder, type GivenAttestation } from '../attestations.js'
import { requireKind } from '../formats/kinds.js'
import { checked, onlyDocument } from '../mistakes/check.js'
import { type Place, placeOf } from '../mistakes/places.js'
import { incompleteOverrides, type OverrideEntry } from '../overrides.js'
import { type ParamLayer, paramLayers } from '../params/layers.js'
import { type Waiver, waiversWithoutTarget } from '../waivers.js'
import { type ConfigDocument, configFormat } from './format.js'

/** What `policytest` does without arguments. Paths are as written: relative to the folder of the file. */
export interface Config {
  readonly file: string
  /** Configurations that are under this one. */
  readonly extends: readonly PathEntry[]
  readonly policies: readonly PathEntry[]
  readonly tests: readonly PathEntry[]
  /** Globs of what is left out of folders. */
  readonly exclude: readonly PathEntry[]
  readonly inputs: readonly ConfigInput[]
  /** By pack. */
  readonly params: ReadonlyMap<string, ParamLayer>
  /** The profile of each pack, with its place. */
  readonly profiles: ReadonlyMap<string, { readonly id: string; readonly place: Place }>
  /** Their `paths` are as written. */
  readonly overrides: readonly (OverrideEntry & { readonly location: Location })[]
  readonly waivers: readonly Waiver[]
  readonly waiverFiles: readonly PathEntry[]
  readonly attestations: readonly GivenAttestation[]
  readonly attestationFiles: readonly PathEntry[]
  readonly strict?: boolean
  /** What a strict run lets pass. */
  readonly allow: readonly StrictName[]
  /** Guidelines that need not be decided. */
  readonly accept: readonly (NonNullable<ConfigDocument['spec']['accept']>[number] & {
    readonly location: Location
  })[]
  readonly reporters: readonly { readonly name: string; readonly file?: string; readonly place: Place }[]
  readonly failOn?: FailOnName
  readonly baseline?: string
  readonly redact: readonly SensitivePart[]
  readonly redactContainers?: boolean
  readonly quiet?: boolean
  readonly kubernetesVersion?: KubernetesVersion
}

export interface PathEntry {
  readonly path: string
  readonly place: Place
}

export interface ConfigInput extends PathEntry {
  readonly source?: string
  readonly subject?: Subject
  /** Names of the packs that judge it; all when undefined. */
  readonly packs?: readonly string[]
}

/** The configuration of a policytest.config.yaml; throws InputError with every mistake of the file. */
export function parseConfig(file: string, text: string): Config {
  return readConfig(file, onlyDocument(file, text))
}

/** The same of a document of this file. */
export function readConfig(file: string, document: YamlDocument): Config {
  requireKind(document, 'Config')
  const { spec } = checked(configFormat(), document, [
    waiversWithoutTarget('/spec/waivers/*'),
    incompleteOverrides('/spec/overrides/*'),
    attestationsOutOfOrder('/spec/attestations/*'),
  ])
  const at = (pointer: string) => placeOf(document, `/spec/${pointer}`)
  const entries = (key: string, list: readonly unknown[] = []) =>
    list.flatMap((path, i) => (typeof path === 'string' ? [{ path, place: at(`${key}/${i}`) }] : []))
  return {
    file,
    extends: entries('extends', spec.extends),
    policies: entries('policies', spec.policies),
    tests: entries('tests', spec.tests),
    exclude: entries('exclude', spec.exclude),
    inputs: (spec.inputs ?? []).map((input, i) => ({
      ...(typeof input === 'string' ? { path: input } : input),
      place: at(`inputs/${i}`),
    })),
    params: paramLayers(document, '/spec/params', spec.params ?? {}, true),
    profiles: new Map(
      Object.entries(spec.profiles ?? {}).map(([pack, id]) => [pack, { id, place: at(`profiles/${pack}`) }]),
    ),
    overrides: inline(document, 'overrides', spec.overrides),
    waivers: inline(document, 'waivers', spec.waivers),
    waiverFiles: entries('waivers', spec.waivers),
    attestations: inline(document, 'attestations', spec.attestations),
    attestationFiles: entries('attestations', spec.attestations),
    ...(spec.strict === undefined ? {} : { strict: spec.strict }),
    allow: spec.allow ?? [],
    accept: inline(document, 'accept', spec.accept),
    reporters: (spec.reporters ?? []).map((reporter, i) => ({
      ...readReporter(reporter),
      place: at(`reporters/${i}`),
    })),
    ...(spec.failOn === undefined ? {} : { failOn: spec.failOn }),
    ...(spec.baseline === undefined ? {} : { baseline: spec.baseline }),
    redact: (spec.redact ?? []).map((part, i) => {
      const { type, path } = typeof part === 'string' ? { type: '*', path: part } : part
      return { type, path: path.split('.'), location: document.locate(`/spec/redact/${i}`) }
    }),
    ...(spec.redactContainers === undefined ? {} : { redactContainers: spec.redactContainers }),
    ...(spec.quiet === undefined ? {} : { quiet: spec.quiet }),
    ...(spec.kubernetesVersion === undefined ? {} : { kubernetesVersion: spec.kubernetesVersion }),
  }
}

function inline<Entry extends object>(
  document: YamlDocument,
  key: string,
  list: readonly (string | Entry)[] = [],
) {
  return list.flatMap((entry, i) =>
    typeof entry === 'string' ? [] : [{ ...entry, location: document.locate(`/spec/${key}/${i}`) }],
  )
}

/** `sarif=out.sarif` or `{name: sarif, file: out.sarif}`. */
function readReporter(reporter: NonNullable<ConfigDocument['spec']['reporters']>[number]) {
  if (typeof reporter !== 'string') return reporter
  const separator = reporter.indexOf('=')
  if (separator < 0) return { name: reporter }
  return { name: reporter.slice(0, separator), file: reporter.slice(separator + 1) }
}
