import { Command, Option } from 'commander'
import { type InputError, inputError } from '../runtime/input-error.js'
import type { Platform } from '../runtime/model/index.js'
import { version } from '../runtime/report/version.js'
import { didYouMean } from '../runtime/suggest.js'
import { exitCodes } from './exit-codes.js'
import {
  collected,
  flagsOf,
  withBaseline,
  withCommonOptions,
  withDiffReporters,
  withMutationReporters,
  withReporters,
  withStrictOptions,
} from './flags.js'
import { loadConfig } from './load-config.js'
import { type World, worldOf } from './world.js'

/** The help of the program and of each command, as 100 columns of plain text. */
export function helpOf(platforms: readonly Platform[]): { readonly name: string; readonly help: string }[] {
  const silent = { isTerminal: false, write: () => {} }
  const nowhere = worldOf({
    root: '.',
    env: {},
    clock: () => new Date(0),
    readStdin: () => Buffer.alloc(0),
    stdout: silent,
    stderr: silent,
  })
  const program = buildProgram(nowhere, platforms, () => {})
  return [program, ...program.commands].map((command) => {
    const lines: string[] = []
    command.configureOutput({ writeOut: (text) => lines.push(text), getOutHelpWidth: () => 100 }).outputHelp()
    const name = command === program ? 'policytest' : `policytest ${command.name()}`
    return { name, help: lines.join('') }
  })
}

/**
 * The commands and their options, in the words of the help; `done` is told the exit code of the one that ran.
 * A command is loaded when it runs. The platforms are those that the help of `scan` names.
 */
export function buildProgram(
  world: World,
  platforms: readonly Platform[],
  done: (code: number) => void,
): Command {
  const program = new Command('policytest')
    .description('Policy-as-code testing: YAML policies with CEL, judged on fixtures and live exports.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.messages.say(text.replace(/\n$/, '')),
    })

  program.hook('preAction', async (_, command) => {
    if (!command.options.some(({ long }) => long === '--config')) return
    const { config, configCode } = { ...program.opts(), ...command.opts() }
    await loadConfig(
      { config: config ?? program.opts().config, configCode: configCode && program.opts().configCode },
      world,
    )
  })

  const command = (usage: string, description: string, examples: string): Command =>
    withCommonOptions(program.command(usage).description(description)).addHelpText('after', `\n${examples}`)

  const judging: typeof command = (...words) => withStrictOptions(withReporters(command(...words)))

  withBaseline(withStrictOptions(withReporters(withCommonOptions(program)))).addHelpText(
    'after',
    `
Without a command, and with a policytest.config.yaml or .ts: runs the tests, then scans the configured inputs.

Exit codes: 0 clean; 1 findings, failed cases, or under --strict anything undecided; 2 could not run;
3 nothing was evaluated.`,
  )
  program.allowExcessArguments().action(async (_, self: Command) => {
    const [unknown] = self.args
    if (unknown !== undefined) throw unknownCommand(unknown, program)
    const { configuredCommand } = await import('./commands/configured.js')
    const code = configuredCommand(flagsOf(self), world)
    if (code === undefined) {
      world.messages.say('no command, and no policytest.config.yaml here\n')
      program.outputHelp({ error: true })
    }
    done(code ?? exitCodes.cannotRun)
  })

  judging(
    'test [path...]',
    'run the test cases of policies',
    `Example:
  $ policytest test policies --filter ssh --coverage`,
  )
    .option('--filter <text>', 'run only the cases whose policy or name contains this text')
    .option('--coverage', 'list the rules that no case makes true, and those that none makes false')
    .option('--watch', 'run again whenever a file that was read changes, or a policy is added')
    .action(async (paths: string[], _, self: Command) => {
      const { testCommand } = await import('./commands/test.js')
      done(await testCommand(paths, flagsOf(self), world))
    })

  withBaseline(
    judging(
      'scan <input...>',
      'judge exports: files, folders, globs in quotes, - for standard input',
      `Sources:
${platforms
  .flatMap(({ sources = [] }) => sources)
  .map(({ name, reads }) => `  ${name.padEnd(12)} ${reads}`)
  .join('\n')}

Examples:
  $ kubectl get pods -A -o json | policytest scan - --policies policies/pods
  $ policytest scan exports/ -r sarif=out.sarif -r console
  $ policytest scan exports/ --baseline report.json --fail-on new,high`,
    ),
  )
    .option('--as <source>', 'how to read inputs whose shape does not tell: a source, or json:<type>')
    .option(
      '--shard <i/n>',
      'judge one of n shares of the exports, 1/n to n/n; merge makes one report of them',
    )
    .option('--stdin-name <file>', 'what standard input is called in reports (default: <stdin>)')
    .action(async (inputs: string[], _, self: Command) => {
      const { scanCommand } = await import('./commands/scan.js')
      done(await scanCommand(inputs, flagsOf(self), world))
    })

  withBaseline(
    judging(
      'merge <report...>',
      'make the reports of parts of a run, as scan --shard writes them, the one report of all',
      `The parts have the same policies, parameters, waivers and time (--now), and no export in common. Without -r the report
is written as JSON. Exit codes are those of a run over everything; 3 when no part judged anything.

Example:
  $ policytest merge shards/*.json -r json=report.json -r sarif=out.sarif`,
    ),
  ).action(async (reports: string[], _, self: Command) => {
    const { mergeCommand } = await import('./commands/merge.js')
    done(mergeCommand(reports, flagsOf(self), world))
  })

  command(
    'explain <policy> <input...>',
    'show every rule of a policy (a name or a file) with the value of every sub-expression',
    `Example:
  $ policytest explain vsi-accepts-only-ssh exports/security-groups.json`,
  )
    .option('--as <source>', 'how to read inputs whose shape does not tell: a source, or json:<type>')
    .action(async (policy: string, inputs: string[], _, self: Command) => {
      const { explainCommand } = await import('./commands/explain.js')
      done(explainCommand(policy, inputs, flagsOf(self), world))
    })

  judging(
    'lint [path...]',
    'compile and type-check policies; find unknown or unused names, missing tests, guidelines without policy',
    `Example:
  $ policytest lint policies/ibm-pag`,
  ).action(async (paths: string[], _, self: Command) => {
    const { lintCommand } = await import('./commands/lint.js')
    done(await lintCommand(paths, flagsOf(self), world))
  })

  withMutationReporters(
    command(
      'mutate [path...]',
      'change policies in one place at a time, and list the changes that no test notices',
      `Exit codes: 0 done, and the score reaches --threshold if there is one; 1 it does not; 2 could not run, or the
tests fail without any change; 3 there is nothing to change.

Example:
  $ policytest mutate policies/pods --threshold 95`,
    ),
  )
    .option('--filter <text>', 'only policies and packs whose name contains this text')
    .option(
      '--since <commit>',
      'only policies with a file, test or pack that differs from this commit of git',
    )
    .option('--threshold <percent>', 'the least score that is good enough')
    .option('--jobs <n>', 'how many mutants are tried at the same time (default: one for each core)')
    .action(async (paths: string[], _, self: Command) => {
      const { mutateCommand } = await import('./commands/mutate.js')
      done(await mutateCommand(paths, flagsOf(self), world))
    })

  command(
    'docs [path...]',
    'write compliance documents: a page for each guideline, an index for each pack',
    `Example:
  $ policytest scan exports/ -r json=report.json; policytest docs --results report.json`,
  )
    .option('--out <folder>', 'where the pages go (default: compliance)')
    .addOption(
      new Option(
        '--format <format>',
        'markdown: pages (default); oscal: component-definition.json, an OSCAL component definition',
      ).choices(['markdown', 'oscal']),
    )
    .option('--results <file>', 'a report of the json reporter: adds what was found, waived and attested')
    .action(async (paths: string[], _, self: Command) => {
      const { docsCommand } = await import('./commands/docs.js')
      done(docsCommand(paths, flagsOf(self), world))
    })

  withDiffReporters(
    command(
      'diff <old> <new>',
      'what changed between two reports of the json reporter: findings, statuses, policies, parameters',
      `Exit codes: 0 nothing new; 1 findings at or above --fail-on are new, open again, or worse than before; 2 could not run.

Example:
  $ policytest diff last-month.json report.json -r markdown=diff.md`,
    ),
  ).action(async (older: string, newer: string, _, self: Command) => {
    const { diffCommand } = await import('./commands/diff.js')
    done(diffCommand(older, newer, flagsOf(self), world))
  })

  command(
    'baseline [input...]',
    'write waivers for the findings that are open now, each with an owner and a last day',
    `Reads the inputs of the configuration when none are named. What cannot be accepted, rules that could not be evaluated,
is listed, and makes the exit code 1.

Examples:
  $ policytest baseline exports/ --owner network@example.com --expires 2027-03-31
  $ policytest baseline --results report.json --owner network@example.com --expires 2027-03-31 --out waivers/network.yaml`,
  )
    .option('--as <source>', 'how to read inputs whose shape does not tell: a source, or json:<type>')
    .option('--results <file>', 'a report of the json reporter: its findings instead of those of a scan')
    .option('--owner <who>', 'who answers for the findings; has to be given')
    .option('--expires <date>', 'the last day on which they are accepted; has to be given')
    .option('--reason <text>', "why they are accepted (default: 'known since <date>')")
    .option('--out <file>', 'the file of waivers, which must not exist (default: baseline-waivers.yaml)')
    .option('--force', 'write over the file')
    .action(async (inputs: string[], _, self: Command) => {
      const { baselineCommand } = await import('./commands/baseline.js')
      done(baselineCommand(inputs, flagsOf(self), world))
    })

  command(
    'attest <guideline>',
    "add a person's word on a guideline to the file of attestations",
    `The word is of today, or of --now, and holds as long as the pack lets it, or until --expires.

Example:
  $ policytest attest ibm-containers-2017/master-node-scanning --by "J. Doe" --evidence reviews/2027-q1.pdf`,
  )
    .option('--by <who>', 'who confirms it; has to be given')
    .option('--expires <date>', 'the last day on which it holds (default: the last one that the pack allows)')
    .option(
      '--failed',
      'it was looked at and does not hold: a finding of every scan until somebody confirms it',
    )
    .option('--statement <text>', "what is confirmed (default: the guideline's own words)")
    .option('--evidence <file>', 'what it rests on: a scan says when the file is another one')
    .option(
      '--file <file>',
      'where the word is added (default: the one that the configuration names, else attestations.yaml)',
    )
    .action(async (guideline: string, _, self: Command) => {
      const { attestCommand } = await import('./commands/attest.js')
      done(attestCommand(guideline, flagsOf(self), world))
    })

  command(
    'collect [pack...]',
    'run the read-only export commands that packs need into a new snapshot folder, or print them',
    `Programs that it can start: kubectl get, calicoctl get, ibmcloud … list and get, tccli … Describe, and over ssh
iptables-save and sshd -T. It never starts a shell, and nothing else. Of Secrets it asks names and types only.
What --set does not name, clusters and access groups say, is listed first: all that there are. A folder is whole after
every export, so that --resume can go on where a collection ended.

Examples:
  $ policytest collect ibm-pag --dry-run
  $ policytest collect ibm-pag --set cluster=prod --set transitGateway=bdf8fa2b --out snapshots/today`,
  )
    .option('--dry-run', 'print the commands, run none')
    .option('--out <folder>', 'the folder, which must not exist (default: snapshot-<date>)')
    .option('--resume', 'go on in a folder that a collection has left: exports that are there are kept')
    .addOption(
      new Option(
        '--set <name=value>',
        'a value that commands need: a cluster, a node; repeatable, also for one name',
      ).argParser(collected),
    )
    .addOption(
      new Option('--skip <file>', 'leave out the exports with this name; a glob; repeatable').argParser(
        collected,
      ),
    )
    .option('--by <who>', 'who collects, for the snapshot (default: the user who is logged in)')
    .option('--timeout <seconds>', 'how long one command may take (default: 300)')
    .action(async (packs: string[], _, self: Command) => {
      const { collectCommand } = await import('./commands/collect.js')
      done(await collectCommand(packs, flagsOf(self), world))
    })

  command(
    'fix <pack> [input...]',
    'make the files that the documents of a pack recommend, from the data of exports: rules, policies, commands',
    `Reads the inputs of the configuration when none are named. Applies nothing: read the files, then apply them.

Examples:
  $ policytest fix portworx snapshots/today --dry-run
  $ policytest fix ibm-pag snapshots/today --out fixes`,
  )
    .option('--as <source>', 'how to read inputs whose shape does not tell: a source, or json:<type>')
    .option('--dry-run', 'print the files, write none')
    .option('--out <folder>', 'the folder, which must not exist (default: fix-<pack>)')
    .addOption(new Option('--only <fix>', 'make the files of this fix; repeatable').argParser(collected))
    .action(async (pack: string, inputs: string[], _, self: Command) => {
      const { fixCommand } = await import('./commands/fix.js')
      done(fixCommand(pack, inputs, flagsOf(self), world))
    })

  command(
    'list [pack...]',
    'list the packs in use here and those that ship; of named packs their documents, profiles, guidelines and policies',
    `Examples:
  $ policytest list
  $ policytest list ibm-pag npm:@acme/policies --json`,
  )
    .option('--json', 'as JSON')
    .action(async (packs: string[], _, self: Command) => {
      const { listCommand } = await import('./commands/list.js')
      done(listCommand(packs, flagsOf(self), world))
    })

  program
    .command('init [folder]')
    .description('write a first policy, its test, a sample export, a configuration and a CI workflow')
    .option('--pack', 'a pack of policies as a package instead, ready to be published')
    .addHelpText('after', '\nNever overwrites a file.')
    .action(async (folder = '.', { pack = false } = {}) => {
      const { initCommand } = await import('./commands/init.js')
      done(initCommand(folder, pack ? 'pack' : 'project', world))
    })

  return program
}

function unknownCommand(name: string, program: Command): InputError {
  const hint = didYouMean(
    name,
    program.commands.map((command) => command.name()),
    'commands',
  )
  return inputError('usage', `unknown command '${name}'`, hint === undefined ? {} : { hint })
}
