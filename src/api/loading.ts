import type { Configured } from '../config/configured.js'
import { platforms as shippedPlatforms } from '../platforms/index.js'
import { exclusionOf } from '../runtime/exclusion.js'
import type { SettingsFile } from '../runtime/model/index.js'
import type { Loading } from './policies.js'

/** Around a configuration: where it is, which files it is read from, and who is told of bugs. */
interface Around {
  readonly root: string
  readonly settings: readonly SettingsFile[]
  readonly onBug?: ((error: unknown) => void) | undefined
}

/** What a configuration comes to for a program. */
export function loadingOf(given: Configured, { root, settings, onBug }: Around): Loading {
  const { inputs, exclude, strict, allow, platforms: own } = given
  return {
    policies: given.policies,
    params: given.params,
    profiles: given.profiles,
    waivers: given.waivers,
    attestations: given.attestations ?? [],
    overrides: given.overrides ?? [],
    accept: given.accept ?? [],
    redact: given.redact ?? [],
    redactContainers: given.redactContainers,
    kubernetesVersion: given.kubernetesVersion,
    strict: strict ? { allow } : undefined,
    disk: { root, exclusion: exclusionOf(exclude) },
    platforms: own.length === 0 ? shippedPlatforms : [...shippedPlatforms, ...own],
    settings,
    onBug,
    configured: inputs,
    ownPlatforms: own,
  }
}
