import type { DockerfileParser } from 'dockerfile-ast'
import { fileNameOf, resourceAt } from '../../runtime/documents/resource-at.js'
import { boundedLines } from '../../runtime/documents/text-format.js'
import { isNamedAs } from '../../runtime/globs.js'
import type { Source } from '../../runtime/model/index.js'
import { readDockerfile } from './dockerfile.js'

const type = 'docker/Dockerfile'

/** As known by their names to editors and builders. */
const files = [
  'Dockerfile',
  'Dockerfile.*',
  '*.Dockerfile',
  '*.dockerfile',
  'Containerfile',
  'Containerfile.*',
]

/** The parser takes quadratic time for some texts. */
const longest = 200_000

/** A Dockerfile: its stages, their instructions, and the words of these. Variables are left as they are written. */
export const dockerfile: Source = {
  name: 'dockerfile',
  reads: 'Dockerfiles, by their names',
  files,
  accepts: ({ format, file }) => format === 'text' && isNamedAs(files, file),
  needs: { parser: 'dockerfile-ast', types: [type] },
  read(document, parsers) {
    const parser = parsers.load<{ readonly DockerfileParser: typeof DockerfileParser }>(
      'dockerfile-ast',
      document,
    )
    const { data, locate, problems } = readDockerfile(
      parser.DockerfileParser,
      boundedLines(document, longest),
    )
    const name = fileNameOf(document)
    const resource = resourceAt(document, '', data, { type, id: name, name })
    return { resources: [{ ...resource, locate }], problems, covers: [type] }
  },
}
