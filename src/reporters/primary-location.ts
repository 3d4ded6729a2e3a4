import type { Finding, Location } from '../runtime/model/index.js'
import { repositoryPath } from '../wording/repository-path.js'

/**
 * Where a viewer should point: the export when it is a file of the repository, else the policy's own line.
 * Standard input and files outside of it are not. `folder` is where the working directory lies in it.
 */
export function primaryLocation({ location, policyLocation }: Finding, folder?: string): Location {
  return repositoryPath(location.file, folder) === undefined ? policyLocation : location
}
