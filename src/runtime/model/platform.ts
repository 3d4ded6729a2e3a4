import type { CelFunction } from './cel-function.js'
import type { Diagnostic } from './diagnostic.js'
import type { Document } from './document.js'
import type { Location } from './location.js'
import type { ParserPackage, Parsers } from './parsers.js'
import type { Gap } from './report.js'
import type { Resource } from './resource.js'
import type { Ruleset } from './ruleset.js'

/**
 * All that is known of one vendor or product, as plain data. The runtime is handed a list of them and imports none: what
 * ships with policytest (src/platforms) comes through the same door as anybody's own. What a platform does not have, it
 * leaves out.
 */
export interface Platform {
  readonly name: string
  /** The readers of its exports. */
  readonly sources?: readonly Source[]
  /** Which of its resources are firewalls, and how their rules are read. */
  readonly rulesets?: readonly RulesetReader[]
  /** The read-only commands that write its exports, in the order in which they run. */
  readonly exports?: readonly ExportCommand[]
  /** Commands that list what a `<name>` of its export commands can stand for. */
  readonly listings?: readonly Listing[]
  /** By program the arguments with which it prints its version, which a snapshot records. */
  readonly versions?: Readonly<Record<string, readonly string[]>>
  /** Types that no command exports: what to do instead. */
  readonly byHand?: Readonly<Record<string, string>>
  /** The types of resources that its sources give, as far as they are known beforehand. */
  readonly types?: readonly string[]
  /** Functions for expressions, beside those of the language and of the view of firewalls. */
  readonly functions?: readonly CelFunction[]
  /** What is never quoted of its resources. */
  readonly sensitive?: readonly SensitivePart[]
  /** What is not quoted of containers where the user asks for that: the values of their environment, their arguments. */
  readonly containers?: readonly SensitivePart[]
  /** The field in which its objects give the id of a security group, where that is not `id`. */
  readonly groupId?: string
}

/** Reads one export format: decides by shape whether a document is its own and turns it into resources. */
export interface Source {
  readonly name: string
  /** One sentence for `--help` and error messages. */
  readonly reads: string
  /** Of a format that is neither JSON nor YAML: whether a text is written in it. */
  isText?(text: string): boolean
  /**
   * Of a format that is neither JSON nor YAML and that only its file's name tells: globs of names, `Dockerfile`, `*.toml`.
   * Such files of folders are read too; those of a source that can be told a type, where it is asked for.
   */
  readonly files?: readonly string[]
  /** Of a source that has to be told the type of its resources, `json:<type>`: itself for this type. */
  ofType?(type: string): Source
  /** Whether a document is its own. No two sources may accept the same document, unless one of them is {@link narrows}. */
  accepts(document: Document): boolean
  /** The names of sources of wider formats, whose documents it takes where it accepts them too. */
  readonly narrows?: readonly string[]
  /**
   * Whether it reads each item of a list by itself, so that a list may be cut: what it makes of one hangs on no other, and
   * whether a document is its own hangs on what stands around the list, or on some item.
   */
  readonly isItemwise?: boolean
  /**
   * Of a format that a package parses which may not be there, and of which it gives resources of these types: without the
   * package, such files of folders are left out unless a policy asks for one of them.
   */
  readonly needs?: { readonly parser: ParserPackage; readonly types: readonly string[] }
  /** The resources of a document that it accepts, or that the user says to be its own. */
  read(document: Document, parsers: Parsers): Reading
}

/** What a source makes of a document. */
export interface Reading {
  /** In the order of the document. */
  readonly resources: readonly Resource[]
  /** Types that the document lists even where there is none: an empty list of floating IPs is data too. */
  readonly covers?: readonly string[]
  /** What it says it does not hold: the other pages, say. Each is warned of, and nothing that hangs on it is green. */
  readonly gaps?: readonly Gap[]
  /** Lists that say how many items there are in all: of those that are not there it makes a gap. */
  readonly counted?: readonly CountedList[]
  /** What the user should know: a list that is not read. */
  readonly warnings?: readonly Diagnostic[]
  /** Of what it reads of this document, where {@link Source.isItemwise} does not hold for all of them. */
  readonly isItemwise?: boolean
  /** What it takes the items of a list for, where some of them tell it: parts of a list that are taken for others are read together. */
  readonly readAs?: string
  /** What cannot be read, with its place; with one of them nothing of the document is judged. */
  readonly problems?: readonly Diagnostic[]
}

/** A list in a document that tells of more: one page of several, say. */
export interface CountedList extends Omit<Gap, 'message' | 'location'> {
  /** Its RFC 6901 pointer. */
  readonly list: string
  /** How many items are in this document, and how many there are in all. */
  readonly here: number
  readonly all: number
}

/** Reads data of a kind as a ruleset: one object, or several of them that apply together. */
export interface RulesetReader {
  /** How messages call what it reads: `security group`. */
  readonly name: string
  /** The types of resources that it reads; globs. */
  readonly types: readonly string[]
  /** Whether data that is no resource, and so has no type, looks like what it reads. */
  looksLike(data: unknown): boolean
  /** The fields that it looks at; all, where it does not say: with something unknown in them, nothing is decided. */
  readonly looksAt?: readonly string[]
  one(data: unknown): Ruleset
  /** Missing where several of them do not simply apply together. */
  readonly all?: (list: readonly unknown[]) => Ruleset
}

/**
 * A read-only command whose output is an export. In its texts `<cluster>` stands for a value that the user gives, and
 * `<cluster?>` for one that is left out when it is not given.
 */
export interface ExportCommand {
  /** What the export holds. Several: the older names of the same thing, or what one command lists under either. */
  readonly types: readonly [string, ...string[]]
  readonly program: string
  readonly args: readonly string[]
  /** The file that it goes into. */
  readonly file: string
  /** The source to read it by, where its shape does not tell. */
  readonly source?: string
  /** What it does not say of itself. */
  readonly subject?: Readonly<Record<string, string>>
  /**
   * Of what need not be there: why the command may fail though nothing is amiss. With `when`, only where it says this;
   * else whatever it says.
   */
  readonly optional?: { readonly why: string; readonly when?: string }
}

/** A read-only command that lists the values of a `<name>`, for who gives none: its output is not kept. */
export interface Listing {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  /** The values in what it prints as JSON; never throws, whatever that is. */
  values(data: unknown): readonly string[]
}

/** A kind of resource that holds secrets: everything below the named keys is masked. */
export interface SensitivePart {
  /** Type glob. */
  readonly type: string
  /** Keys from the top of the resource; `*` stands for any key or index. */
  readonly path: readonly string[]
  /** Where a user asks for it. */
  readonly location?: Location
}
