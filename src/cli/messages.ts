import type { Diagnostic } from '../runtime/model/index.js'
import { formatDiagnostic } from '../wording/diagnostic.js'
import { printable } from '../wording/printable.js'
import type { Stream } from './stream.js'

/** What is said beside the output: whole lines in which nothing can drive a terminal, and one line of progress. */
export interface Messages {
  /** Says one or several lines. */
  say(text: string): void
  /** Says mistakes and warnings, with their places. */
  diagnose(diagnostics: readonly Diagnostic[]): void
  /** Shows what is going on, in place of what was shown before; only to a terminal. */
  progress(text: string): void
  /** Takes the line of progress away, before anything else is written to the terminal. */
  endProgress(): void
}

/** Messages on a stream: standard error. */
export function messagesTo(stream: Stream): Messages {
  const eraseLine = '\r\u001b[2K'
  let isShowing = false
  const endProgress = () => {
    if (isShowing) stream.write(eraseLine)
    isShowing = false
  }
  const say = (text: string) => {
    endProgress()
    stream.write(`${printable(text)}\n`)
  }
  return {
    say,
    diagnose: (diagnostics) => diagnostics.forEach((diagnostic) => void say(formatDiagnostic(diagnostic))),
    progress: (text) => {
      if (!stream.isTerminal) return
      stream.write(`${eraseLine}${printable(text)}`)
      isShowing = true
    },
    endProgress,
  }
}
