import { append } from '../../append.js'
import type { Diagnostic } from '../../model/index.js'
import { closest } from '../../suggest.js'
import { errorAt } from '../mistakes/places.js'
import { handedMistakes } from '../pack/handed-over.js'
import { importMistakes } from '../pack/linked.js'
import type { Pack } from '../pack/read.js'

const howToFind = "name its folder too, put it beside this pack, or add 'from: npm:<package>'"

/** Packs, each with the packs that it imports from; what is not there, or comes to import itself, is a mistake. */
export function linkPacks(packs: readonly Pack[]): {
  readonly linked: ReadonlyMap<Pack, Pack>
  readonly diagnostics: readonly Diagnostic[]
} {
  const linked = new Map<Pack, Pack>()
  const diagnostics: Diagnostic[] = []
  const names = packs.map(({ name }) => name).sort()
  const link = (pack: Pack, path: readonly Pack[]): Pack => {
    const known = linked.get(pack)
    if (known) return known
    const way = [...path, pack]
    const imports = pack.imports.map((each) => {
      const from = packs.find(({ name }) => name === each.pack)
      if (!from) {
        const near = closest(each.pack, names)
        const hint = near ? `did you mean '${near}'?` : howToFind
        diagnostics.push(errorAt(each.place, 'unknown-reference', `unknown pack '${each.pack}'`, hint))
        return each
      }
      const start = way.indexOf(from)
      if (start < 0) return { ...each, from: link(from, way) }
      const circle = [...way.slice(start), from].map(({ name }) => name).join(' → ')
      const message = `the pack '${from.name}' comes to import itself: ${circle}`
      diagnostics.push(errorAt(each.place, 'circular', message, 'move what both need into a third pack'))
      return each
    })
    const result = { ...pack, imports }
    linked.set(pack, result)
    append(diagnostics, importMistakes(result))
    append(diagnostics, handedMistakes(result))
    return result
  }
  for (const pack of packs) link(pack, [])
  return { linked, diagnostics }
}
