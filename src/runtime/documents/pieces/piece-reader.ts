import type { Document, Location, Position, Subject } from '../../model/index.js'
import type { Layout } from './layout.js'

export interface PiecesOptions {
  readonly file: string
  readonly subject: Subject
}

/** Where a piece begins, as places tell it. */
export interface PieceStart extends Position {
  /** How many items of its list stand before it, where that is known. */
  readonly items?: number | undefined
}

/** Where the next piece begins. */
export interface PieceEnd {
  /** Its offset. */
  readonly next: number
  readonly end: PieceStart
}

/** One piece of an export. What it says holds until the next one is read, unless it is kept. */
export interface Piece extends PieceEnd {
  readonly documents: readonly Document[]
  /** Whether texts in the data are parts of the text of the piece, which each that is kept would keep in memory whole. */
  readonly hasParts?: boolean
  /** Places in it are asked for later too. */
  keep(): void
}

/** An export of which pieces are read, each from the beginning of an item. */
export interface PieceReader {
  readonly layout: Layout
  /** Where the first piece begins: its offset, and its place. */
  readonly first: number
  readonly start: PieceStart
  /** Where the last one ends. */
  readonly until: number
  /**
   * Reads a piece of about so many bytes, of whole items, of which places are told as if it began at `start`.
   * @throws NotInPieces where anything is not as expected
   */
  read(from: number, length: number, start: PieceStart): Piece
  /**
   * Only finds out where such a piece ends: `read` says whether it is one.
   * @throws NotInPieces where anything is seen not to be as expected
   */
  pass(from: number, length: number, start: PieceStart): PieceEnd
  /**
   * Finds places of what stands around lists of which the pieces have the items. Passes over the file once more, so many bytes
   * at a time; undefined where that is not told.
   */
  readonly around?: (length: number) => (pointer: string) => Location
}
