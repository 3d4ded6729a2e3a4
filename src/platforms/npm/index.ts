import { fileNameOf, resourceAt } from '../../runtime/documents/resource-at.js'
import { isNamedAs } from '../../runtime/globs.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Platform, Source } from '../../runtime/model/index.js'

const type = 'npm/Package'

/** The description of a package, by the name of its file. */
const packageJson: Source = {
  name: 'package-json',
  reads: 'package.json: name, scripts, dependencies of a package of npm',
  accepts: ({ data, file }) => isNamedAs(['package.json'], file) && isRecord(data),
  read(document) {
    const name = textAt(document.data, 'name') ?? fileNameOf(document)
    return {
      resources: [resourceAt(document, '', document.data, { type, id: name, name })],
      covers: [type],
    }
  },
}

/** Packages of npm. */
export const npm: Platform = { name: 'npm', sources: [packageJson], types: [type] }
