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

/** What a thread answers, be it in several parts. */
export interface Answers<Answer> {
  /** Takes the parts that have come in, so that they are not in the memory of two threads. */
  collect(): void
  /**
   * Waits for the rest, without leaving this turn, and gives all parts.
   * @throws ThreadLost where the thread could not do it, whatever the reason: then it is to be done here
   */
  all(): readonly Answer[]
}

type Message<Answer> = { readonly answer: Answer } | { readonly failure: string }

/**
 * Has a task done by a thread beside this one, which goes on meanwhile.
 * @param adopt told each part as it comes in
 */
export function callThread<Answer>(
  threads: Threads,
  task: unknown,
  adopt: (part: Answer) => void = () => {},
): Answers<Answer> {
  const { port1, port2 } = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(8))
  threads.start(task, { port: port2, signal })
  const answers: Answer[] = []
  let failure: string | undefined
  const collect = () => {
    for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
      const message = next.message as Message<Answer>
      if ('answer' in message) {
        adopt(message.answer)
        answers.push(message.answer)
      } else failure = message.failure
    }
  }
  return {
    collect,
    all() {
      try {
        for (let seen = -1; Atomics.wait(signal, done, 0, patience) === 'timed-out'; ) {
          const now = Atomics.load(signal, beats)
          if (now === seen) throw new ThreadLost('no sign of life')
          seen = now
        }
        collect()
        if (failure !== undefined || answers.length === 0) throw new ThreadLost(String(failure))
        return answers
      } finally {
        port1.close()
      }
    },
  }
}

/**
 * Does a task in a thread and answers the one that waits; never throws.
 * @param work gives the parts of the answer; told how to show that it is alive
 */
export function answer({ port, signal }: Call, work: (beat: () => void) => Iterable<unknown>): void {
  try {
    for (const part of work(() => Atomics.add(signal, beats, 1))) port.postMessage({ answer: part })
  } catch (error) {
    port.postMessage({ failure: String(error) })
  } finally {
    Atomics.store(signal, done, 1)
    Atomics.notify(signal, done)
    port.close()
  }
}
