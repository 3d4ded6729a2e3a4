/**
 * The path of a file below the folder that files are made in. Its parts may come from an export, so what would lead out of
 * the folder, hide the file or mean something to a shell is no path.
 * @returns what is wrong with it, in words; undefined when nothing is
 */
export function pathProblem(path: string): string | undefined {
  const parts = path.split('/')
  if (path.length > 200) return 'it is longer than 200 characters'
  if (parts.length > 4) return 'it has more than four parts'
  const odd = parts.find((part) => !/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(part))
  return odd === undefined
    ? undefined
    : "its parts are made of letters, digits, '.', '-' and '_', and begin and end with a letter or digit"
}
