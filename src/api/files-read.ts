/** Told of a file, by its absolute path, before it is read. */
export type FileReader = (path: string) => void

/** Those who want to know which files are read for the policies of programs: nobody, but where tests are watched. */
export const fileReaders = new Set<FileReader>()

export function tellRead(path: string): void {
  for (const reader of fileReaders) reader(path)
}
