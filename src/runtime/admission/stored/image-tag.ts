const domain =
  '(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?'
const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const reference = new RegExp(
  `^(${domain}/${part}(?:/${part})*)(?::([A-Za-z0-9_][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
)
const digest = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/

/**
 * Whether an image is the latest one of its name, for which pulling defaults to Always: by its tag, or because it has neither
 * tag nor digest. What cannot be read as an image is not.
 */
export function isLatest(image: string): boolean {
  if (image.length > 1000 || /^[a-f0-9]{64}$/.test(image)) return false
  const slash = image.indexOf('/')
  const first = image.slice(0, Math.max(slash, 0))
  const hasDomain =
    slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const path = hasDomain ? image.slice(slash + 1) : image
  const name = path.split(':', 1)[0] as string
  if (name.toLowerCase() !== name) return false
  const official = !hasDomain && slash < 0 ? 'library/' : ''
  const match = reference.exec(`${hasDomain ? first : 'docker.io'}/${official}${path}`)
  if (!match || (match[1] as string).length > 255) return false
  if (match[3] !== undefined && !digest.test(match[3])) return false
  return match[2] === undefined ? match[3] === undefined : match[2] === 'latest'
}
