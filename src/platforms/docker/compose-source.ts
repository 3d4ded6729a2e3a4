import { describe, fileNameOf, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isNamedAs } from '../../runtime/globs.js'
import { field, isRecord, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'

const files = ['compose*.yaml', 'compose*.yml', 'docker-compose*.yaml', 'docker-compose*.yml']

/** What a file of Compose has at its top; `x-…` may stand beside. */
const keys = ['name', 'version', 'include', 'services', 'networks', 'volumes', 'configs', 'secrets', 'models']

/**
 * Compose files, as they are written: the whole is a `compose/Project`, and each service a `compose/Service`. Short and long forms
 * stay what they are, files are not merged and variables not replaced: `docker compose config` writes a file in which they are.
 */
export const compose: Source = {
  name: 'compose',
  reads: 'files of Docker Compose, and what docker compose config prints',
  accepts: isCompose,
  read(document) {
    const services = field(document.data, 'services')
    const name = textAt(document.data, 'name') ?? fileNameOf(document)
    const problems: Diagnostic[] = []
    const resources: Resource[] = [
      resourceAt(document, '', document.data, { type: 'compose/Project', id: name, name }),
    ]
    for (const [service, data] of Object.entries(isRecord(services) ? services : {})) {
      const pointer = formatPointer(['services', service])
      if (service === '') {
        problems.push(itemProblem(document, pointer, 'a service without a name'))
      } else if (!isRecord(data)) {
        problems.push(itemProblem(document, pointer, `expected a service, found ${describe(data)}`))
      } else {
        resources.push(
          resourceAt(document, pointer, data, { type: 'compose/Service', id: service, name: service }),
        )
      }
    }
    return { resources, problems, covers: ['compose/Project', 'compose/Service'] }
  },
}

/** By its name, or by its keys and services that have an image or are built. */
function isCompose({ data, file }: Document): boolean {
  if (!isRecord(data) || 'apiVersion' in data) return false
  if (isNamedAs(files, file)) return isRecord(data.services) || 'include' in data
  const services = Object.values(isRecord(data.services) ? data.services : {})
  const isKnown = Object.keys(data).every((key) => keys.includes(key) || key.startsWith('x-'))
  return (
    isKnown &&
    services.length > 0 &&
    services.every(
      (service) => field(service, 'image') !== undefined || field(service, 'build') !== undefined,
    )
  )
}
