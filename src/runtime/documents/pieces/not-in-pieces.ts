/** What cannot be read in pieces, or not without a mistake: then it is read as a whole, which tells what is wrong. */
export class NotInPieces extends Error {
  override readonly name = 'NotInPieces'
}
