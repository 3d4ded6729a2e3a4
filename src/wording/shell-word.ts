/** A word as a POSIX shell takes it: what is not plain is quoted, so that nothing in it is expanded or ends it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
