import { readFileSync } from 'node:fs'

/** The documents that show files of examples. */
export const embeddingDocuments = ['README.md', 'docs/writing-policies.md', 'docs/typescript.md']

/**
 * A Markdown file in which every block below a comment with the path of a file, `<!-- examples/… -->`, has what is in this
 * file: what documents show is what tests run.
 */
export function embedded(file: string): string {
  return readFileSync(file, 'utf8').replace(
    /^(<!-- (examples\/\S+) -->\n```\w*\n).*?^```$/gms,
    (_, opening: string, path: string) => `${opening}${readFileSync(path, 'utf8').trimEnd()}\n\`\`\``,
  )
}
