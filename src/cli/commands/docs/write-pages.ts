import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { type Page, pageMark } from '../../../compliance/index.js'
import { InputError } from '../../../runtime/input-error.js'
import { displayPath } from '../../../runtime/paths.js'
import { writeWhole } from '../../write-whole.js'

/** What became of the pages of earlier runs, as paths to show. */
export interface WrittenPages {
  /** Gone: in the folder of a pack that was written, and no page of it any more. */
  readonly removed: readonly string[]
  /** Kept: in the folder of a pack that this run does not know. */
  readonly left: readonly string[]
}

/**
 * Writes the pages into a folder. Only what begins with the mark of a page is ever replaced or removed.
 * @throws InputError, before anything is written, when a file that is none of ours stands in the way
 */
export function writePages(folder: string, pages: readonly Page[], root: string): WrittenPages {
  const inTheWay = pages
    .map(({ path }) => join(folder, path))
    .filter((file) => existsSync(file) && !isPage(file))
  if (inTheWay.length > 0) {
    throw new InputError(
      inTheWay.map((file) => ({
        code: 'output',
        level: 'error',
        message: `${displayPath(root, file)} was not written by policytest docs, and stays as it is`,
        hint: 'move it away, or choose another folder with --out',
      })),
    )
  }
  for (const { path, text } of pages) writeWhole(join(folder, path), text)

  const current = new Set(pages.map(({ path }) => path))
  const folders = new Set(pages.map(({ path }) => dirname(path)))
  const earlier = pagesIn(folder).filter((path) => !current.has(path))
  const removed = earlier.filter((path) => folders.has(dirname(path)))
  for (const path of removed) rmSync(join(folder, path))
  const shown = (paths: readonly string[]) => paths.map((path) => displayPath(root, join(folder, path)))
  return { removed: shown(removed), left: shown(earlier.filter((path) => !removed.includes(path))) }
}

/** The pages in a folder and its folders, sorted, with forward slashes; links are not followed. */
function pagesIn(folder: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return ['', ...folders.map(({ name }) => name)]
    .flatMap((inside) =>
      readdirSync(join(folder, inside), { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
        .map((entry) => join(inside, entry.name)),
    )
    .filter((path) => isPage(join(folder, path)))
    .map((path) => path.split(sep).join('/'))
    .sort()
}

function isPage(file: string): boolean {
  if (!statSync(file).isFile()) return false
  const mark = Buffer.from(pageMark)
  const start = Buffer.alloc(mark.length)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, start)
  } finally {
    closeSync(descriptor)
  }
  return start.equals(mark)
}
