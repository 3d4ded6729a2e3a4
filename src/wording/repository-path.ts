/** Parts of a path that name no file or folder. */
const odd = /(?:^|\/)\.{0,2}(?:\/|$)/

/**
 * The path of a file in its repository, `/` between its parts. `file` is relative to the working directory, which lies at
 * `folder` in the repository. Nothing for what is not a file of the repository: standard input, files outside of it or in
 * packages.
 */
export function repositoryPath(file: string, folder = ''): string | undefined {
  if (/^(\/|[a-z]:[\\/]|[a-z][a-z0-9+.-]*:\/\/|policytest:|npm:|<[^/]*>$)/i.test(file)) return undefined
  if (folder === '' && !odd.test(file)) return file
  const parts: string[] = []
  for (const part of [...folder.split('/'), ...file.split('/')]) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** A path as part of a URL. A lone surrogate has no UTF-8 form: encodeURIComponent would throw. */
export function encodePath(path: string): string {
  if (/^[\w./-]*$/.test(path)) return path
  const segments = path.replace(/\p{Surrogate}/gu, '\ufffd').split('/')
  return segments.map(encodeURIComponent).join('/')
}

/** A file as a URI, relative where its path is; what stands outside of the repository keeps its way there, a package its name. */
export function fileUri(file: string): string {
  const path = file.replaceAll('\\', '/')
  const [, scheme, inPackage] = /^(policytest:|npm:)(.*)$/s.exec(path) ?? []
  if (scheme !== undefined && inPackage !== undefined) return scheme + encodePath(inPackage)
  if (/^[a-z]:\//i.test(path)) return `file:///${path.slice(0, 2)}${encodePath(path.slice(2))}`
  return `${path.startsWith('/') ? 'file://' : ''}${encodePath(path)}`
}
