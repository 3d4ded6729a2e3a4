import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'

/** Threads beside the one that runs, for whoever has any to spare. */
export interface Threads<Task = unknown> {
  /** How many work at the same time, beside this one. */
  readonly count: number
  /** Starts one that does the task and says what came of it by {@link answer}. */
  start(task: Task, call: Call): void
}

/** By what a thread tells what it has done; can be handed over to it. */
export interface Call {
  readonly port: MessagePort
  /** Whether it is done, and how often it has shown that it is alive. */
  readonly signal: Int32Array
}

/** A thread that has not answered. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost'
}

/** How long a thread may show no sign of life, in milliseconds. */
const patience = 60_000

const [done, beats] = [0, 1]

/**
 * Has a task done by a thread beside this one, which goes on meanwhile.
 * @returns waits for the answer, without leaving this turn
 * @throws ThreadLost (when asked) where the thread could not do it, whatever the reason: then it is to be done here
 */
export function callThread<Answer>(threads: Threads, task: unknown): () => Answer {
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(8))
  threads.start(task, { port: port2, signal })
  return () => {
    try {
      for (let seen = -1; Atomics.wait(signal, done, 0, patience) === 'timed-out'; ) {
        const now = Atomics.load(signal, beats)
        if (now === seen) throw new ThreadLost('no sign of life')
        seen = now
      }
      const { message } = receiveMessageOnPort(port1) ?? {}
      if (message?.answer === undefined) throw new ThreadLost(String(message?.failure))
      return message.answer
    } finally {
      port1.close()
    }
  }
}

/**
 * Does a task in a thread and answers the one that waits; never throws.
 * @param work told how to show that it is alive
 */
export function answer({ port, signal }: Call, work: (beat: () => void) => unknown): void {
  try {
    port.postMessage({ answer: work(() => Atomics.add(signal, beats, 1)) })
  } catch (error) {
    port.postMessage({ failure: String(error) })
  } finally {
    Atomics.store(signal, done, 1)
    Atomics.notify(signal, done)
    port.close()
  }
}
