import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { InputError } from '../runtime/input-error.js'
import type { Diagnostic } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'
import { problemReport } from '../runtime/report/problem-report.js'
import type { CommonFlags } from './flags.js'
import { type Presentation, presentationOf } from './presentation.js'
import { isShipped, parseReporters, type ReporterRequest } from './reporter-requests.js'
import { readSettings, type Settings, startOf } from './settings.js'
import type { World } from './world.js'
import { writeReports } from './write-reports.js'

/**
 * Runs a command that writes reports. Where mistakes keep it from running, the reports are written all the same, with
 * these mistakes in them: whoever uploads them afterwards must not find those of yesterday.
 */
export function reporting(flags: CommonFlags, world: World, command: (settings: Settings) => number): number {
  const start = startReporting(flags, world)
  try {
    return command(start.settings())
  } catch (error) {
    start.failed(error)
    throw error
  }
}

/** The same for a command that takes its time. */
export async function reportingLater(
  flags: CommonFlags,
  world: World,
  command: (settings: Settings) => Promise<number>,
): Promise<number> {
  const start = startReporting(flags, world)
  try {
    return await command(start.settings())
  } catch (error) {
    start.failed(error)
    throw error
  }
}

function startReporting(flags: CommonFlags, world: World) {
  let requests: readonly ReporterRequest[] = []
  let presentation: Presentation = {}
  return {
    settings: () => {
      // Before the configuration is read: its mistakes are told by the reporters that are known already.
      requests = parseReporters((flags.reporter ?? []).filter(isShippedOrUnknown(world)), world.root)
      presentation = presentationOf(flags, world)
      const settings = readSettings(flags, world)
      requests = settings.reporters
      return settings
    },
    failed: (error: unknown) => reportMistakes(error, requests, presentation, flags, world),
  }
}

/** A custom reporter is known only when the configuration is read. */
function isShippedOrUnknown({ configCode }: World) {
  return (request: string) => configCode === undefined || isShipped(request)
}

function reportMistakes(
  error: unknown,
  requests: readonly ReporterRequest[],
  presentation: Presentation,
  flags: CommonFlags,
  world: World,
): void {
  const problems = problemsOf(error)
  // A mistake about the reports themselves: what they would be written over is no report, or cannot be written.
  if (problems.some(({ code }) => code === 'output')) return
  const wanted = requests.filter(({ name, file }) => file !== undefined || name !== 'console')
  const safe = wanted.filter(({ file }) => file === undefined || !isSomethingElse(file))
  for (const { file = '' } of wanted.filter((request) => !safe.includes(request)))
    world.messages.say(
      `warning: no report was written: ${displayPath(world.root, file)} is there, and no report of policytest`,
    )
  const report = { ...problemReport(problems, { startedAt: startOf(world) }), couldNotRun: true as const }
  const screen = {
    color: false,
    quiet: flags.quiet ?? false,
    presentation,
    out: (text: string) => world.stdout.write(text),
  }
  world.messages.endProgress()
  writeReports(report, safe, screen)
}

function problemsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof InputError) return error.diagnostics
  const message = `this is a bug in policytest: ${error instanceof Error ? error.message : String(error)}`
  return [{ code: 'bug', level: 'error', message }]
}

/** How reports begin, each in its format. */
const beginnings = [
  /^\{\s*"apiVersion": "policytest\.dev\/v1",\s*"kind": "(?:Mutation)?Report(?:Diff)?"/,
  /^\{\s*"\$schema": "https:\/\/json\.schemastore\.org\/sarif[\s\S]*"name": "policytest"/,
  /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<testsuites/,
  /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8" \/>\s*<meta name="generator" content="policytest /,
  /^(?:<!-- policytest -->\n### Policy report|<!-- policytest diff -->\n### Policy diff|# Mutation report)\n/,
]

/** Whether a file is there that is neither empty nor a report. The run ended before it knew all that it would have read. */
function isSomethingElse(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false
  const start = beginningOf(file)
  return start !== '' && !beginnings.some((beginning) => beginning.test(start))
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(1024)
  const descriptor = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(descriptor, bytes)).toString()
  } finally {
    closeSync(descriptor)
  }
}
