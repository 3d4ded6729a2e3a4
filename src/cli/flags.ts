import { type Command, Option } from 'commander'
import { diffReporterNames, mutationReporterNames, reporterNames } from '../reporters/names.js'
import { inputError } from '../runtime/input-error.js'
import {
  type FailOnName,
  failOnNames,
  type KubernetesVersion,
  kubernetesVersions,
  newestKubernetes,
} from '../runtime/model/index.js'

/** Flags that every command knows. */
export interface CommonFlags {
  readonly policies?: readonly string[]
  readonly exclude?: readonly string[]
  readonly params?: string
  readonly profile?: readonly string[]
  readonly waivers?: string
  readonly config?: string
  readonly configCode?: boolean
  readonly failOn?: FailOnName
  readonly baseline?: string
  readonly jobs?: string
  readonly reporter?: readonly string[]
  readonly maxSize?: string
  readonly link?: string
  readonly now?: string
  readonly kubernetesVersion?: KubernetesVersion
  readonly strict?: boolean
  readonly allow?: readonly string[]
  readonly quiet?: boolean
  readonly debug?: boolean
  readonly timings?: boolean
  readonly color: boolean
}

/** Adds the options that every command knows. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--policies <path...>',
      'files, folders or globs with policies, policytest:<pack> or npm:<package> (default: ./policies)',
    )
    .option(
      '--exclude <glob...>',
      'files and folders to leave out of folders and globs; adds to those of the configuration',
    )
    .option('--params <file>', 'YAML or JSON: values of parameters by pack')
    .option('--profile <pack=id...>', "the profile of a pack's guidelines (default: the pack's own default)")
    .option('--waivers <file>', 'accepted findings, each with reason, owner and expiry date')
    .option('--config <file>', 'configuration (default: ./policytest.config.yaml, .ts, .mts, .js or .mjs)')
    .option(
      '--no-config-code',
      'refuse a configuration that is a program, and parsers that are not installed beside policytest',
    )
    .addOption(
      new Option(
        '--fail-on <severity>',
        'the least severity of a finding that fails the run; new: those that --baseline does not know',
      ).choices(failOnNames),
    )
    .option('--now <time>', "the run's time, ISO 8601 (default: SOURCE_DATE_EPOCH, else the clock)")
    .addOption(
      new Option(
        '--kubernetes-version <version>',
        `the API server whose rules policies of Kubernetes have to keep (default: ${newestKubernetes})`,
      ).choices(kubernetesVersions),
    )
    .option('--quiet', 'only problems')
    .option('--debug', 'show where a bug of policytest itself happened')
    .option('--no-color', 'no colours')
}

/** Adds the options of the commands that a strict run makes sense for. */
export function withStrictOptions(command: Command): Command {
  return command
    .option('--strict', 'fail the run for what is not decided, not read or without effect')
    .option('--no-strict', 'whatever the configuration says')
    .addOption(
      new Option('--allow <name>', 'what --strict lets pass: no-data, unmatched, …; repeatable').argParser(
        collected,
      ),
    )
}

/** Adds the options of the commands that judge exports. */
export function withBaseline(command: Command): Command {
  return withTimings(withJobs(command)).option(
    '--baseline <report>',
    'a report of the json reporter: its findings are known, others are marked as new',
  )
}

/** Adds the option of commands that write reports. */
export function withReporters(command: Command): Command {
  return withMarkdownOptions(command.addOption(reporterOption(reporterNames)))
}

/** Adds the options of the command that writes reports on what changed. */
export function withDiffReporters(command: Command): Command {
  return withMarkdownOptions(command.addOption(reporterOption(diffReporterNames)))
}

function withMarkdownOptions(command: Command): Command {
  return command
    .option(
      '--max-size <size>',
      'the most bytes of the markdown report, or: comment, summary (default: summary)',
    )
    .option(
      '--link <prefix>',
      "the markdown report links places to this with the file's path (default: from the variables of GitHub Actions)",
    )
}

/** Adds the option of the command that writes reports on mutants. */
export function withMutationReporters(command: Command): Command {
  return command.addOption(reporterOption(mutationReporterNames))
}

function reporterOption(names: readonly string[]): Option {
  return new Option('-r, --reporter <name[=file]>', `${names.join(', ')}; repeatable`).argParser(collected)
}

/** The values of an option that can be given several times. */
export function collected(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

/**
 * The flags of a command; those given before the command's name count too.
 * @throws InputError for one of these that the command does not know
 */
export function flagsOf<Flags extends CommonFlags>(command: Command): Flags {
  const knows = new Set(command.options.map((option) => option.attributeName()))
  for (const option of command.parent?.options ?? []) {
    const name = option.attributeName()
    if (!knows.has(name) && command.parent?.getOptionValueSource(name) === 'cli')
      throw inputError('usage', `policytest ${command.name()} does not know ${option.flags}`)
  }
  const given = (from: Command | null) =>
    Object.entries(from?.opts() ?? {}).filter(([name]) => from?.getOptionValueSource(name) !== 'default')
  return { color: true, ...Object.fromEntries([...given(command.parent), ...given(command)]) } as Flags
}

/** Adds the option that shows where the time goes. */
function withTimings(command: Command): Command {
  return command.option(
    '--timings',
    'print on stderr where the time went, by step and by policy, the slowest first; judges in one thread',
  )
}

/** Adds the option of how many threads judge a large export. */
function withJobs(command: Command): Command {
  return command.option(
    '--jobs <n>',
    'how many threads read and judge a large export; 1: no others (default: one for each core)',
  )
}
