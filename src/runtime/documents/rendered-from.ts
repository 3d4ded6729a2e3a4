import type { Location, Subject } from '../model/index.js'
import type { Lines } from './lines.js'

const mark = '# Source: '
const mostComments = 20

/** Tells the template that a document of a text was rendered from, as `helm template` says in a comment above it. */
export function renderedFrom(lines: Lines): (locate: (pointer: string) => Location) => Subject {
  if (!lines.text.includes(mark)) return () => ({})
  return (locate) => {
    const { line: first } = locate('').start
    for (let line = first - 1; line > first - mostComments; line--) {
      const text = lines.lineAt(line)
      const [, template] = /^# Source: (\S{1,200})\s*$/.exec(text) ?? []
      if (template !== undefined) return { template }
      if (!/^\s*(?:#|$)/.test(text)) break
    }
    return {}
  }
}
