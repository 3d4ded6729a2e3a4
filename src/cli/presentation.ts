import { pathIn, repositoryOf } from '../programs/git/repository.js'
import { inputError } from '../runtime/input-error.js'
import type { LinkTarget, ReporterOptions } from '../runtime/model/index.js'
import type { CommonFlags } from './flags.js'
import type { World } from './world.js'

/** How reports name the files of the repository, and how long they may be. */
export type Presentation = Pick<ReporterOptions, 'folder' | 'link' | 'maxSize'>

/** Sizes that have a name: a comment on GitHub takes 65,536 characters, a step summary 1 MiB. */
const sizes = { comment: 65_000, summary: 1024 * 1024 } as const

/** @throws InputError for a size or a link that is none */
export function presentationOf({ maxSize, link }: CommonFlags, world: World): Presentation {
  const top = repositoryOf(world.root)
  const folder = top === undefined ? undefined : pathIn(top, world.root)
  return {
    folder,
    link: link === undefined ? linkOf(world, folder) : { prefix: prefixOf(link), folder },
    maxSize: maxSize === undefined ? undefined : sizeOf(maxSize),
  }
}

/** The commit that a workflow on GitHub runs for. */
function linkOf({ env }: World, folder: string | undefined): LinkTarget | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env
  if (!server || !repository || !commit || !URL.canParse(`${server}/${repository}`)) return undefined
  return { prefix: new URL(`${server}/${repository}/blob/${commit}/`).href, folder }
}

function prefixOf(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url.href
  throw inputError('usage', `--link: '${link}' is no address of the web`, {
    hint: 'write what the path of a file is appended to: https://github.com/acme/infra/blob/main/',
  })
}

function sizeOf(given: string): number {
  const known = Object.entries(sizes).find(([name]) => name === given)
  const bytes = known?.[1] ?? Number(/^\d{3,10}$/.test(given) ? given : Number.NaN)
  if (!Number.isNaN(bytes)) return bytes
  throw inputError('usage', `--max-size: '${given}' is no size`, {
    hint: `write bytes, at least 100, or one of: ${Object.keys(sizes).join(', ')}`,
  })
}
