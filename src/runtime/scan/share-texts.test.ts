import { expect, test } from 'vitest'
import { textSharer } from './share-texts.js'

test('data are the same afterwards, whatever they hold', () => {
  const long = 'x'.repeat(2000)
  const data = () => [
    { policy: 'a', pointer: '', values: [{ value: 'a', offset: 1 }, null, ['a', 'b']], long },
    ...Array.from({ length: 20_000 }, (_, i) => ({ id: `n${i}` })),
    { policy: 'a', more: undefined, yes: true, id: 'n19999' },
  ]
  const shared = data()
  const share = textSharer()
  share(shared)
  share(shared)
  expect(shared).toEqual(data())
})
