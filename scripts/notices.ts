import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rolldown'

/**
 * Writes THIRD-PARTY-NOTICES.txt beside the bundle: name, version and licence text of each package whose code is in it, or
 * in the bundle before it.
 * A package without a text of its licence ends the build.
 */
export function notices(): Plugin {
  const folders = new Set<string>()
  return {
    name: 'notices',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
          const folder = packageFolder(id)
          if (folder !== undefined) folders.add(folder)
        }
      }
      const source = [...folders]
        .sort()
        .map(noticeOf)
        .join(`\n${'-'.repeat(80)}\n\n`)
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source })
    },
  }
}

function packageFolder(module: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.[0]
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const text = ownFile(folder, /^licen[cs]e/i) ?? ownFile(folder, /^readme/i)?.split(/^## licen[cs]e$/im)[1]
  if (text === undefined) throw new Error(`${name} has no text of its licence`)
  return `${name} ${version} (${license})\n\n${text.trim()}\n`
}

function ownFile(folder: string, name: RegExp): string | undefined {
  const file = readdirSync(folder).find((entry) => name.test(entry))
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8')
}
