import { field, setOwn } from '../../member.js'
import { double } from './values.js'

/** JSON data whose numbers at these paths are doubles, although their values are those of integers. Changes the data. */
export function withDoubles(data: unknown, paths: readonly (readonly (string | number)[])[]): unknown {
  let result = data
  for (const path of paths) {
    const value = field(result, ...path)
    if (typeof value !== 'number' && typeof value !== 'bigint') continue
    const last = path.at(-1)
    if (last === undefined) result = double(Number(value))
    else
      setOwn(
        field(result, ...path.slice(0, -1)) as Record<string, unknown>,
        String(last),
        double(Number(value)),
      )
  }
  return result
}
