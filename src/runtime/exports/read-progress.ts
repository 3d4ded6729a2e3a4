import { statSync } from 'node:fs'

/** How many bytes of some files are read, of how many. */
export interface ReadProgress {
  readonly done: number
  readonly all: number
}

/** Adds up how far files are read, one after the other: gives what is to be told how many bytes of the next one are. */
export function addProgress(
  paths: readonly string[],
  tell: ((progress: ReadProgress) => void) | undefined,
): (path: string) => { readonly read: (bytes: number) => void; readonly end: () => void } {
  if (!tell) return () => ({ read: () => {}, end: () => {} })
  const sizes = new Map(paths.map((path) => [path, sizeOf(path)]))
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  let before = 0
  return (path) => {
    const size = sizes.get(path) ?? 0
    const read = (bytes: number) => tell({ done: before + bytes, all })
    return {
      read,
      end() {
        read(size)
        before += size
      },
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
