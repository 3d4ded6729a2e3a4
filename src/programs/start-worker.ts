import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread. Where the program runs from its sources, the thread learns to read TypeScript by itself: the one that
 * starts it may be waiting, and cannot help.
 * @param entry what the thread runs: a `.js` beside the module
 * @param beside the URL of the module
 */
export function startWorker(entry: string, beside: string, options: WorkerOptions): Worker {
  if (isBuilt(beside)) return new Worker(new URL(entry, beside), options)
  const source = JSON.stringify(new URL(entry.replace(/\.js$/, '.ts'), beside).href)
  const code = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(code, { ...options, eval: true })
}

/** Whether a module is a part of the package, and none of its sources. */
export function isBuilt(module: string): boolean {
  return /\.c?js$/.test(module)
}
