import type { DockerfileParser, Instruction } from 'dockerfile-ast'
import type { Lines } from '../../runtime/documents/lines.js'
import { type ValuePlaces, valuePlaces } from '../../runtime/documents/value-places.js'
import { setOwn } from '../../runtime/member.js'
import type { Diagnostic, Location } from '../../runtime/model/index.js'

/** What a Dockerfile says, as policies see it. */
export interface Dockerfile {
  /** The arguments before the first stage, with their defaults; null for those without. */
  readonly args: Readonly<Record<string, unknown>>
  readonly stages: readonly Stage[]
}

export interface Stage {
  /** As it is written, variables too: `node:${VERSION}`, or the name of an earlier stage. */
  readonly image: string
  /** What it is called: `AS build`. */
  readonly name?: string
  readonly platform?: string
  readonly instructions: readonly Command[]
}

export interface Command {
  /** In capitals. */
  readonly keyword: string
  /** All behind the keyword and its flags, without the ends of lines that are continued; then the texts of heredocs. */
  readonly value: string
  readonly arguments: readonly string[]
  /** By name, without `--`; all values, for there may be several `--mount`. */
  readonly flags: Readonly<Record<string, readonly string[]>>
  /** The texts that follow it line by line: `COPY <<EOF /etc/app.conf`. They are no arguments. */
  readonly heredocs?: readonly Heredoc[]
  /** The words of the JSON form: `CMD ["node", "app.js"]`. */
  readonly exec?: readonly string[]
  /** What ARG, ENV and LABEL set; null for an argument without a default. */
  readonly sets?: Readonly<Record<string, string | null>>
}

export interface Heredoc {
  readonly name: string
  readonly content: string
}

/** The methods that some kinds of instructions have. */
type AnyInstruction = Pick<Instruction, 'getKeyword' | 'getRange' | 'getArguments'> & {
  getHeredocs?(): readonly {
    getName(): string
    getStartRange(): Range
    getContentRange(): Range | null
  }[]
  getFlags?(): readonly { getName(): string; getValue(): string | null; getRange(): Range }[]
  getJSONStrings?(): readonly { getJSONValue(): string; getRange(): Range }[]
  getProperties?(): readonly { getName(): string; getValue(): string | null; getRange(): Range }[]
}

type Range = ReturnType<Instruction['getRange']>
type Path = readonly (string | number)[]

export interface DockerfileReading {
  readonly data: Dockerfile
  locate(pointer: string): Location
  readonly problems: readonly Diagnostic[]
}

const keywords =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  )

/** A Dockerfile with a place for each instruction and each of its parts; what `docker build` would refuse is a problem. */
export function readDockerfile(parser: typeof DockerfileParser, lines: Lines): DockerfileReading {
  const places = valuePlaces(lines)
  const mark = marker(lines, places)
  const problems: Diagnostic[] = []
  const args: Record<string, unknown> = {}
  const stages: (Stage & { readonly instructions: Command[] })[] = []
  // The parser takes a lone carriage return for the end of a line; Docker, and everybody who shows lines, does not.
  const text = lines.text.replace(/\r(?!\n)/g, ' ')
  const problem = (message: string, line: number) =>
    problems.push({ code: 'text-syntax', level: 'error', message, location: lines.lineLocation(line) })
  for (const instruction of parser
    .parse(text)
    .getInstructions() as readonly object[] as readonly AnyInstruction[]) {
    const stage = stages.at(-1)
    const keyword = instruction.getKeyword()
    const line = instruction.getRange().start.line + 1
    if (!keywords.includes(keyword)) {
      problem('no instruction of a Dockerfile', line)
    } else if (stage === undefined && !['FROM', 'ARG'].includes(keyword)) {
      problem(`${keyword} before the first FROM`, line)
    } else if (keyword === 'FROM') {
      stages.push(stageOf(instruction, ['stages', stages.length], mark))
    } else if (stage !== undefined) {
      const path = ['stages', stages.length - 1, 'instructions', stage.instructions.length]
      stage.instructions.push(commandOf(instruction, path, mark))
    } else {
      const { sets = {} } = commandOf(instruction, ['args'], () => '')
      for (const [name, value] of Object.entries(sets)) setOwn(args, name, value)
      for (const property of instruction.getProperties?.() ?? [])
        mark(['args', property.getName()], property.getRange())
    }
  }
  if (stages.length === 0 && problems.length === 0) problem('a Dockerfile without FROM', 1)
  return { data: { args, stages }, locate: places.locate, problems }
}

/** Notes where a value stands; gives what is written there. */
type Mark = (path: Path, range: Range) => string

function marker(lines: Lines, places: ValuePlaces): Mark {
  const offset = ({ line, character }: Range['start']) =>
    lines.offset({ line: line + 1, column: character + 1 })
  return (path, range) => {
    const [start, end] = [offset(range.start), offset(range.end)]
    places.set(path, start, end)
    return lines.text.slice(start, end)
  }
}

function stageOf(from: AnyInstruction, path: Path, mark: Mark): Stage & { readonly instructions: Command[] } {
  mark(path, from.getRange())
  const [image, as, name] = from.getArguments()
  const isNamed = as?.getValue().toUpperCase() === 'AS' && name !== undefined
  const platform = from.getFlags?.().find((flag) => flag.getName() === 'platform')
  if (image) mark([...path, 'image'], image.getRange())
  if (isNamed) mark([...path, 'name'], name.getRange())
  if (platform) mark([...path, 'platform'], platform.getRange())
  return {
    image: image?.getValue() ?? '',
    ...(isNamed && { name: name.getValue() }),
    ...(platform && { platform: platform.getValue() ?? '' }),
    instructions: [],
  }
}

function commandOf(instruction: AnyInstruction, path: Path, mark: Mark): Command {
  mark(path, instruction.getRange())
  const flags: Record<string, string[]> = {}
  for (const flag of instruction.getFlags?.() ?? []) {
    const name = flag.getName()
    const values = Object.hasOwn(flags, name) ? (flags[name] ?? []) : []
    mark([...path, 'flags', name], flag.getRange())
    mark([...path, 'flags', name, values.length], flag.getRange())
    setOwn(flags, name, [...values, flag.getValue() ?? ''])
  }
  const texts = instruction.getHeredocs?.() ?? []
  const heredocs = texts.map((heredoc, i) => {
    const range = heredoc.getContentRange()
    const content = range ? mark([...path, 'heredocs', i], range) : ''
    return { name: heredoc.getName(), content }
  })
  const lastLine = texts.at(-1)?.getStartRange().start.line ?? Number.POSITIVE_INFINITY
  // the parser takes the lines of such a text for arguments
  const words = instruction.getArguments().filter((word) => word.getRange().start.line <= lastLine)
  for (const [i, word] of words.entries()) mark([...path, 'arguments', i], word.getRange())
  const exec = (instruction.getJSONStrings?.() ?? []).map((word, i) =>
    wordOf(mark([...path, 'exec', i], word.getRange()), word.getJSONValue()),
  )
  const properties = instruction.getProperties?.()
  const sets: Record<string, string | null> = {}
  for (const property of properties ?? []) {
    mark([...path, 'sets', property.getName()], property.getRange())
    setOwn(sets, property.getName(), property.getValue())
  }
  return {
    keyword: instruction.getKeyword(),
    value: [words.map((word) => word.getValue()).join(' '), ...heredocs.map(({ content }) => content)].join(
      '\n',
    ),
    arguments: words.map((word) => word.getValue()),
    flags,
    ...(heredocs.length > 0 && { heredocs }),
    ...(exec.length > 0 && { exec }),
    ...(properties && { sets }),
  }
}

/** A word of the JSON form; the parser loses the blanks in it. */
function wordOf(written: string, parsed: string): string {
  try {
    const word: unknown = JSON.parse(written)
    return typeof word === 'string' ? word : parsed
  } catch (error) {
    if (error instanceof SyntaxError) return parsed
    throw error
  }
}
