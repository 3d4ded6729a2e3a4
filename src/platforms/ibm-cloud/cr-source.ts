import { field, isRecord, listAt, textAt, wordOf } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind } from './collections.js'

/**
 * An image of the registry, as its API lists images (`RepoTags`, `RepoDigests`, `Vulnerable`), whichever of the three ways
 * the command has printed it in. What is printed stays beside that.
 */
const image: Kind = {
  type: 'ibm.cr/Image',
  lists: [],
  is: (item) => isListed(item) || isByDigest(item) || isFlat(item),
  idOf: (item) => textAt(item, 'Id') ?? textAt(item, 'id') ?? textAt(item, 'Digest'),
  view: {
    data: (item) =>
      isListed(item) ? item : { ...item, ...(isByDigest(item) ? ofDigest(item) : ofFlat(item)) },
    // what is put together from several places stands where the item does
    pointer: (pointer, item) =>
      isListed(item) || field(item, pointer.split('/')[1] ?? '') !== undefined ? pointer : '',
  },
  lacks: (item) => {
    const view = isListed(item) ? item : isByDigest(item) ? ofDigest(item) : ofFlat(item)
    // of an image without a tag the registry tells nothing
    if ('Vulnerable' in view || listAt(view, 'RepoTags').length === 0) return undefined
    return {
      message: 'its vulnerability status is not in this export',
      hint: 'ibmcloud cr image-digests --va --output json',
    }
  },
}

/** As the API lists images. */
function isListed(item: Item): boolean {
  return (
    textAt(item, 'Id') !== undefined && ('RepoTags' in item || 'RepoDigests' in item || 'DigestTags' in item)
  )
}

/** A digest with its tags by repository. */
function isByDigest(item: Item): boolean {
  return (textAt(item, 'id')?.startsWith('sha256:') ?? false) && isRecord(item.repoTags)
}

/** A row of the table. */
function isFlat(item: Item): boolean {
  return textAt(item, 'Repository') !== undefined && textAt(item, 'Digest') !== undefined
}

function ofDigest(item: Item): Item {
  const tags = Object.entries(isRecord(item.repoTags) ? item.repoTags : {}).flatMap(([repository, states]) =>
    isRecord(states)
      ? Object.entries(states).map(([tag, state]) => ({ name: `${repository}:${tag}`, state }))
      : [],
  )
  const worst = worstOf(
    tags.map(({ state }) => state).filter((state) => field(state, 'vulnerable') !== undefined),
  )
  return {
    RepoDigests: Object.keys(isRecord(item.repoTags) ? item.repoTags : {}).map(
      (name) => `${name}@${item.id}`,
    ),
    RepoTags: tags.map(({ name }) => name),
    ...(worst !== undefined && {
      Vulnerable: wordOf(field(worst, 'vulnerable')),
      VulnerabilityCount: field(worst, 'vulnerabilityCount') ?? 0,
      ConfigurationIssueCount: field(worst, 'configurationIssueCount') ?? 0,
      IssueCount: field(worst, 'issueCount') ?? 0,
      ExemptIssueCount: field(worst, 'exemptIssueCount') ?? 0,
    }),
  }
}

/** The first that is vulnerable, else that which is not yet judged, else any. */
function worstOf(states: readonly unknown[]): unknown {
  const word = (state: unknown) => wordOf(field(state, 'vulnerable'))
  return (
    states.find((state) => word(state) === 'true') ??
    states.find((state) => word(state) !== 'false') ??
    states[0]
  )
}

function ofFlat(item: Item): Item {
  const [repository, digest] = [textAt(item, 'Repository'), textAt(item, 'Digest') ?? '']
  const tags = [...listAt(item, 'Tags'), textAt(item, 'Tag')].filter((tag) => typeof tag === 'string')
  const status = textAt(item, 'SecurityStatus') ?? textAt(field(item, 'SecurityStatus'), 'Status')
  const issues = /^(\d+) Issues?$/i.exec(status ?? '')?.[1]
  return {
    // tables cut digests short, and a part of one names no image
    RepoDigests: /^sha256:[0-9a-f]{64}$/.test(digest) ? [`${repository}@${digest}`] : [],
    RepoTags: tags.map((tag) => `${repository}:${tag}`),
    ...(status !== undefined && {
      Vulnerable: issues !== undefined ? 'true' : /^No Issues$/i.test(status) ? 'false' : status,
      IssueCount: Number(issues ?? 0),
    }),
  }
}

/** A namespace of the registry. */
const namespace: Kind = {
  type: 'ibm.cr/Namespace',
  lists: ['namespaces'],
  is: (item) =>
    textAt(item, 'name') !== undefined &&
    ((textAt(item, 'crn')?.includes(':container-registry:') ?? false) || 'created_date' in item),
  idOf: (item) => textAt(item, 'name'),
}

export const crKinds: readonly Kind[] = [image, namespace]

/** `ibmcloud cr …`: the images of the registry, and its namespaces where they are more than names. */
export const ibmCr = collectionSource(
  'ibm-cr',
  'ibmcloud cr image-digests|image-list --va, namespace-list --output json',
  crKinds,
)
