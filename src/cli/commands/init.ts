import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InputError } from '../../runtime/input-error.js'
import { displayPath } from '../../runtime/paths.js'
import { printable } from '../../wording/printable.js'
import { exitCodes } from '../exit-codes.js'
import type { World } from '../world.js'
import { writeNew } from '../write-new.js'
import { packFiles, projectFiles } from './init-files.js'

/**
 * `policytest init [folder]`: a project, or a pack of policies, that works as it stands.
 * @throws InputError naming every file that exists already; then nothing is written
 */
export function initCommand(path: string, what: keyof typeof beginnings, world: World): number {
  const folder = resolve(world.root, path)
  const shown = displayPath(world.root, folder)
  const { filesOf, steps } = beginnings[what]
  const files = filesOf(folder)
  const existing = [...files.keys()].filter((file) => existsSync(join(folder, file)))
  if (existing.length > 0) {
    throw new InputError(
      existing.map((file) => ({
        code: 'output',
        level: 'error',
        message: `${displayPath(world.root, join(folder, file))} exists already: nothing was written`,
        hint: 'move it away, or name another folder: policytest init <folder>',
      })),
    )
  }
  for (const [file, text] of files) writeNew(join(folder, file), text)
  world.stdout.write(printable(nextSteps(shown, [...files.keys()], steps)))
  return exitCodes.clean
}

/** What can be begun: its files, and what to do then. */
const beginnings = {
  project: {
    filesOf: projectFiles,
    steps: [
      '  npm install --save-dev policytest   # once; the workflow runs npm ci',
      '  npx policytest                      # run the tests, judge the sample export',
      '  npx policytest test --coverage      # rules that no case makes true, or false',
      '  npx policytest lint                 # unused names, missing tests',
      '',
      'Then put your own exports into exports/: kubectl get pods -A -o json > exports/pods.json',
    ],
  },
  pack: {
    filesOf: packFiles,
    steps: [
      '  npm install',
      '  npm test                                # run the tests, lint',
      '  npx policytest mutate --threshold 100   # changes that no test notices',
      '  npm publish --dry-run                   # the files that would be published',
      '',
      'Then write your own policies; README.md says what to do before the first npm publish.',
    ],
  },
}

function nextSteps(folder: string, files: readonly string[], steps: readonly string[]): string {
  return [
    `Created in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    '',
    'Next:',
    ...(folder === '.' ? [] : [`  cd ${folder}`]),
    ...steps,
    '',
  ].join('\n')
}
