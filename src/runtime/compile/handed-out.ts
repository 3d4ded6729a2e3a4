import { isCelError, unknownIn } from '../cel/index.js'
import { frozen } from '../frozen.js'

/**
 * A value for code of users: frozen, for what one rule changed others would judge. What holds something unknown is handed out
 * behind a guard that throws where that is read.
 */
export function handedOut<Value>(value: Value): Value {
  return guarded(value) as Value
}

/** The very value of the data, whichever way it was handed out. */
export function takenBack(value: string | object): string | object {
  return typeof value === 'object' ? (originals.get(value) ?? value) : value
}

const guards = new WeakMap<object, object>()
const originals = new WeakMap<object, object>()

function guarded(value: unknown): unknown {
  if (isCelError(value)) throw new Error(value.message)
  if (typeof value !== 'object' || value === null || unknownIn(value) === undefined) return frozen(value)
  const guard = guards.get(value) ?? new Proxy(value, handler)
  guards.set(value, guard)
  originals.set(guard, value)
  return guard
}

const handler: ProxyHandler<object> = {
  get: (target, key, receiver) => guarded(Reflect.get(target, key, receiver)),
  getOwnPropertyDescriptor: (target, key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)
    if (!descriptor?.configurable) return descriptor
    const { value, enumerable = false } = descriptor
    // Which members there are is known: who lists them has not read them yet.
    return { configurable: true, enumerable, get: () => guarded(value) }
  },
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
  preventExtensions: () => false,
}
