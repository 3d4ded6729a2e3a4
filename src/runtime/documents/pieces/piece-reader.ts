import type { Document, Position, Subject } from '../../model/index.js'
import type { Layout } from './layout.js'

export interface PiecesOptions {
  readonly file: string
  readonly subject: Subject
}

/** Where the next piece begins. */
export interface PieceEnd {
  /** Its offset. */
  readonly next: number
  /** As places tell it. */
  readonly end: Position
}

/** One piece of an export. What it says holds until the next one is read, unless it is kept. */
export interface Piece extends PieceEnd {
  readonly documents: readonly Document[]
  /** Whether they have some of the items of a list, as if there were no others; else they are whole. */
  readonly isCut: boolean
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
  readonly start: Position
  /** Where the last one ends. */
  readonly until: number
  /**
   * Reads a piece of about so many bytes, of whole items, of which places are told as if it began at `start`.
   * @throws NotInPieces where anything is not as expected
   */
  read(from: number, length: number, start: Position): Piece
  /**
   * Only finds out where such a piece ends: `read` says whether it is one.
   * @throws NotInPieces where anything is seen not to be as expected
   */
  pass(from: number, length: number, start: Position): PieceEnd
}
