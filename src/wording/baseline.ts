import type { Report } from '../runtime/model/index.js'
import { nameOf } from './printable.js'

/** `2 new, 40 known, 3 gone since last.json`; nothing without a baseline. */
export function baselineText({ baseline }: Report): string | undefined {
  if (!baseline) return undefined
  const { open, gone, file } = baseline
  const counts = [
    `${open.new} new`,
    `${open.known + open.changed} known`,
    ...(open.changed > 0 ? [`${open.changed} of them changed`] : []),
    `${gone} gone`,
  ]
  return `${counts.join(', ')} since ${nameOf(file)}`
}
