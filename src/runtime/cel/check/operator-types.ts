import type { Binary } from '../syntax/ast.js'
import { join, known, listOf, type Type, types } from './type.js'

const numbers = ['int', 'uint', 'double']
const ordered = [...numbers, 'bool', 'string', 'bytes', types.timestamp.name, types.duration.name]

/** The type of `left operator right`; undefined when there is no such operator for them. */
export function operatorType(operator: Binary['operator'], left: Type, right: Type): Type | undefined {
  const dyn = left.name === 'dyn' || right.name === 'dyn'
  const [l, r] = [left.name, right.name]
  switch (operator) {
    case '==':
    case '!=':
      return join(left, right) || l === 'null_type' || r === 'null_type' ? types.bool : undefined
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const orderable = (type: Type): boolean => type.name === 'dyn' || ordered.includes(type.name)
      if (!orderable(left) || !orderable(right)) return undefined
      return dyn || l === r || (numbers.includes(l) && numbers.includes(r)) ? types.bool : undefined
    }
    case 'in': {
      if (r === 'dyn') return types.bool
      if (r !== 'list' && r !== 'map') return undefined
      const element = known(right.args[0])
      if (join(left, element)) return types.bool
      return numbers.includes(l) && numbers.includes(element.name) && r === 'map' ? types.bool : undefined
    }
    default:
      return arithmeticType(operator, left, right)
  }
}

function arithmeticType(operator: string, left: Type, right: Type): Type | undefined {
  const [l, r] = [left.name, right.name]
  const { timestamp, duration } = types
  if (l === 'dyn' && r === 'dyn') return types.dyn
  if (operator === '+' && (l === timestamp.name || r === timestamp.name)) {
    return [l, r].includes(duration.name) || [l, r].includes('dyn') ? timestamp : undefined
  }
  if (operator === '-' && l === timestamp.name) {
    if (r === timestamp.name) return duration
    return r === duration.name ? timestamp : r === 'dyn' ? types.dyn : undefined
  }
  if (l === 'dyn' || r === 'dyn') {
    const known = l === 'dyn' ? right : left
    if (known.name === duration.name) return operator === '+' || operator === '-' ? types.dyn : undefined
    if (known.name === timestamp.name) return operator === '-' ? types.duration : undefined
    if (known.name === 'list') return operator === '+' ? listOf(types.dyn) : undefined
    return operatorHas(operator, known.name) ? known : undefined
  }
  if (l !== r) return undefined
  if (l === duration.name) return operator === '+' || operator === '-' ? duration : undefined
  if (l === 'list')
    return operator === '+'
      ? listOf(join(left.args[0] as Type, right.args[0] as Type) ?? types.dyn)
      : undefined
  return operatorHas(operator, l) ? left : undefined
}

function operatorHas(operator: string, name: string): boolean {
  if (name === 'int' || name === 'uint') return true
  if (name === 'double') return operator !== '%'
  return operator === '+' && (name === 'string' || name === 'bytes' || name === 'list')
}
