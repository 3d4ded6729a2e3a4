import { helpOf } from '../src/cli/program.js'
import { platforms } from '../src/platforms/index.js'

/** docs/reference/cli.md: the help of every command, and the contract of exit codes. */
export function cliReference(): string {
  return [
    '# Command line',
    '',
    'Generated from the program itself (`npm run generate`).',
    '',
    '## Exit codes',
    '',
    'Stable: scripts may rely on them.',
    '',
    '| code | meaning |',
    '| --- | --- |',
    '| 0 | clean: nothing at or above `--fail-on`, every test case passed |',
    '| 1 | findings at or above `--fail-on`, a rule that could not be evaluated, failed test cases, problems found by `lint`; under `--strict` whatever was not decided |',
    '| 2 | could not run: a bad flag, a mistake in a policy, unreadable input |',
    '| 3 | nothing was evaluated: no test case, or no policy applied to any resource |',
    '',
    'A rule that could not be evaluated (a missing field, for example) counts whatever `--fail-on` says: nobody knows',
    'what it would have found. Findings with a valid waiver do not count; with an expired one they do.',
    'With [`--strict`](../strict.md) everything that was not decided, not read or without effect counts, too.',
    '',
    'Standard output carries the output of the reporter without a file, and nothing else. Warnings go to standard error,',
    'progress too, and only to a terminal.',
    '',
    '## Environment',
    '',
    '| variable | meaning |',
    '| --- | --- |',
    '| `SOURCE_DATE_EPOCH` | seconds since 1970 that stand in for the clock: same input, same bytes out |',
    '| `NO_COLOR`, `FORCE_COLOR` | no colours, colours even without a terminal |',
    '',
    ...helpOf(platforms).flatMap(({ name, help }) => [`## ${name}`, '', '```', help.trimEnd(), '```', '']),
  ].join('\n')
}
