/** Below, equal to or above zero as a comes before b or not. */
type Order<T> = (a: T, b: T) => number

interface Sorting {
  /** Whether what stands at i comes before what stands at j. */
  less(i: number, j: number): boolean
  swap(i: number, j: number): void
}

/** Up to so many elements are sorted by insertion, which keeps the order of equal ones. */
const few = 12
/** From so many on, the pivot is the median of nine, and elements out of order are moved to their places. */
const many = 50

/**
 * Sorts in place, and leaves equal elements in the very order that Go's sort.Slice leaves them in: a quicksort that looks
 * for patterns. Takes n·log n comparisons at most, whatever the elements are.
 */
export function sortAsGo<T>(items: T[], order: Order<T>): T[] {
  const of: Sorting = {
    less: (i, j) => order(items[i] as T, items[j] as T) < 0,
    swap(i, j) {
      const item = items[i] as T
      items[i] = items[j] as T
      items[j] = item
    },
  }
  quicksort(of, 0, items.length, bitsOf(items.length))
  return items
}

const bitsOf = (length: number): number => 32 - Math.clz32(length)

/** `chances`: how often a pivot may divide badly. */
function quicksort(of: Sorting, start: number, end: number, chances: number): void {
  let [from, to, left] = [start, end, chances]
  let [wasBalanced, wasInOrder] = [true, true]
  while (to - from > few) {
    const length = to - from
    if (left === 0) {
      heapsort(of, from, to)
      return
    }
    if (!wasBalanced) {
      scatter(of, from, to)
      left--
    }
    const pivot = pivotOf(of, from, to)
    const isRising = pivot.sorted !== 'no'
    if (pivot.sorted === 'falling') {
      for (let i = from, j = to - 1; i < j; i++, j--) of.swap(i, j)
      pivot.at = to - 1 - (pivot.at - from)
    }
    if (wasBalanced && wasInOrder && isRising && mend(of, from, to)) return
    if (from > 0 && !of.less(from - 1, pivot.at)) {
      // Nothing is less than the pivot: what equals it is in its place already.
      from = divide(of, from, to, pivot.at, (i) => !of.less(from, i)).border
      continue
    }
    const first = from
    const { border, moved } = divide(of, from, to, pivot.at, (i) => of.less(i, first))
    of.swap(border - 1, from)
    const middle = border - 1
    wasInOrder = !moved
    wasBalanced = Math.min(middle - from, to - middle) >= Math.floor(length / 8)
    if (middle - from < to - middle) {
      quicksort(of, from, middle, left)
      from = border
    } else {
      quicksort(of, border, to, left)
      to = middle
    }
  }
  insertion(of, from, to)
}

/** Puts the pivot first, then all that belongs to the left; `border` is where the rest begins. */
function divide(
  of: Sorting,
  from: number,
  to: number,
  pivot: number,
  isLeft: (i: number) => boolean,
): { readonly border: number; readonly moved: boolean } {
  of.swap(from, pivot)
  let [i, j] = [from + 1, to - 1]
  for (let moved = false; ; moved = true) {
    while (i <= j && isLeft(i)) i++
    while (i <= j && !isLeft(j)) j--
    if (i > j) return { border: i, moved }
    of.swap(i++, j--)
  }
}

interface Pivot {
  at: number
  /** What the elements that were compared look like. */
  readonly sorted: 'rising' | 'falling' | 'no'
}

function pivotOf(of: Sorting, from: number, to: number): Pivot {
  const quarter = Math.floor((to - from) / 4)
  let swaps = 0
  const inOrder = (a: number, b: number): readonly [number, number] => {
    if (!of.less(b, a)) return [a, b]
    swaps++
    return [b, a]
  }
  const median = (a: number, b: number, c: number): number => {
    const [low, high] = inOrder(a, b)
    const [middle] = inOrder(high, c)
    return inOrder(low, middle)[1]
  }
  const all = [from + quarter, from + 2 * quarter, from + 3 * quarter]
  const [a, b, c] = (to - from >= many ? all.map((i) => median(i - 1, i, i + 1)) : all) as [
    number,
    number,
    number,
  ]
  const at = median(a, b, c)
  return { at, sorted: swaps === 0 ? 'rising' : swaps === 12 ? 'falling' : 'no' }
}

/** Whether the elements were in order, but for five at most that have been moved to their places. */
function mend(of: Sorting, from: number, to: number): boolean {
  let i = from + 1
  for (let step = 0; step < 5; step++) {
    while (i < to && !of.less(i, i - 1)) i++
    if (i === to) return true
    if (to - from < many) return false
    of.swap(i, i - 1)
    if (i - from >= 2) for (let j = i - 1; j >= 1 && of.less(j, j - 1); j--) of.swap(j, j - 1)
    if (to - i >= 2) for (let j = i + 1; j < to && of.less(j, j - 1); j++) of.swap(j, j - 1)
  }
  return false
}

function insertion(of: Sorting, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) for (let j = i; j > from && of.less(j, j - 1); j--) of.swap(j, j - 1)
}

/** Swaps three elements of the middle with some others, always the same ones. */
function scatter(of: Sorting, from: number, to: number): void {
  const length = to - from
  const mask = 2 ** bitsOf(length) - 1
  const middle = from + 2 * Math.floor(length / 4)
  let random = BigInt(length)
  for (let i = middle - 1; i <= middle + 1; i++) {
    random ^= BigInt.asUintN(64, random << 13n)
    random ^= random >> 7n
    random ^= BigInt.asUintN(64, random << 17n)
    const other = Number(random & BigInt(mask))
    of.swap(i, from + (other >= length ? other - length : other))
  }
}

function heapsort(of: Sorting, from: number, to: number): void {
  const length = to - from
  const sink = (start: number, end: number): void => {
    for (let root = start, child = 2 * root + 1; child < end; root = child, child = 2 * root + 1) {
      if (child + 1 < end && of.less(from + child, from + child + 1)) child++
      if (!of.less(from + root, from + child)) return
      of.swap(from + root, from + child)
    }
  }
  for (let i = Math.floor((length - 1) / 2); i >= 0; i--) sink(i, length)
  for (let i = length - 1; i >= 0; i--) {
    of.swap(from, from + i)
    sink(0, i)
  }
}
