/** The expression as our compiler sees it: the library's tree made regular, with exact ranges. */
interface Base {
  /** Index of the node in its expression, dense from 0. */
  readonly id: number
  readonly start: number
  readonly end: number
}

export interface Literal extends Base {
  readonly kind: 'literal'
  /** A CEL value. */
  readonly value: unknown
}
export interface Ident extends Base {
  readonly kind: 'ident'
  /** Written with a leading dot: not a variable of a macro. */
  readonly absolute?: true
  readonly name: string
}
export interface Select extends Base {
  readonly kind: 'select'
  readonly operand: Node
  readonly field: string
  /** Range of the field's name. */
  readonly fieldStart: number
  readonly optional: boolean
}
export interface Index extends Base {
  readonly kind: 'index'
  readonly operand: Node
  readonly index: Node
  readonly optional: boolean
}
export interface Call extends Base {
  readonly kind: 'call'
  readonly name: string
  /** Range of the function's name. */
  readonly nameStart: number
  readonly target?: Node
  readonly args: readonly Node[]
}
export interface ListLiteral extends Base {
  readonly kind: 'list'
  readonly elements: readonly { readonly value: Node; readonly optional: boolean }[]
}
export interface MapLiteral extends Base {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: Node; readonly value: Node; readonly optional: boolean }[]
}
export interface Conditional extends Base {
  readonly kind: 'conditional'
  readonly condition: Node
  readonly whenTrue: Node
  readonly whenFalse: Node
}
/** A whole chain of `&&` or of `||`. */
export interface Logic extends Base {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Node[]
}
export interface Unary extends Base {
  readonly kind: 'not' | 'negate'
  readonly operand: Node
}
export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%'
export interface Binary extends Base {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Node
  readonly right: Node
}
export type Node =
  | Literal
  | Ident
  | Select
  | Index
  | Call
  | ListLiteral
  | MapLiteral
  | Conditional
  | Logic
  | Unary
  | Binary

/** Every direct sub-expression, in source order. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'ident':
      return []
    case 'select':
      return [node.operand]
    case 'index':
      return [node.operand, node.index]
    case 'call':
      return node.target ? [node.target, ...node.args] : node.args
    case 'list':
      return node.elements.map((element) => element.value)
    case 'map':
      return node.entries.flatMap((entry) => [entry.key, entry.value])
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse]
    case 'and':
    case 'or':
      return node.operands
    case 'not':
    case 'negate':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
  }
}
