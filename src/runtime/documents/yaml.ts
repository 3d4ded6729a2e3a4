import { parseKubernetesYaml } from './kubernetes-yaml.js'
import { type Lines, linesOf } from './lines.js'
import { compose, isEmpty, tooLarge, yamlWeight } from './yaml-compose.js'
import type { TreeOptions } from './yaml-data.js'
import { type YamlDocument, yamlDocument } from './yaml-document.js'
import type { ScalarReading } from './yaml-scalars.js'

export type { YamlDocument } from './yaml-document.js'

export interface YamlOptions {
  /** Default: `core`. */
  readonly scalars?: ScalarReading
  /** Which objects within a file read as `core` are Kubernetes' and read as such. */
  readonly isKubernetes?: TreeOptions['isKubernetes']
}

/** Parses every document of a YAML text; never throws for bad YAML. Empty documents (nothing but comments) are left out. */
export function parseYaml(
  file: string,
  text: string,
  { scalars = 'core', isKubernetes }: YamlOptions = {},
): YamlDocument[] {
  const lines = linesOf(file, text.replace(/^\ufeff/, ''))
  return [...(scalars === 'core' ? parseCore(lines, isKubernetes) : parseKubernetesYaml(lines))]
}

function* parseCore(lines: Lines, isKubernetes: TreeOptions['isKubernetes']): Generator<YamlDocument> {
  const { text } = lines
  const options = { reading: 'core', text, ...(isKubernetes && { isKubernetes }) } as const
  for (const document of yamlWeight(text) > 1 ? [tooLarge(text)] : compose(text)) {
    if (document.errors.length > 0 || !isEmpty(document.contents))
      yield yamlDocument(document, lines, options)
  }
}
