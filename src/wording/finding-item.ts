import type { Finding, WaiverRef } from '../runtime/model/index.js'
import { cut } from './cut.js'
import { messageOf, resourceOf, ruleOf, waiverOf } from './finding.js'
import { codeSpan, escapeMarkdown } from './markdown.js'
import { type Placed, placedWith } from './placed.js'

/**
 * A finding as the Markdown of a list item, without its bullet: place and message, then what was found and by which rule,
 * then the waiver that it is shown with.
 */
export function findingItem(
  finding: Finding,
  {
    message = messageOf(finding),
    waiver,
    placed = placedWith(undefined),
  }: { readonly message?: string; readonly waiver?: WaiverRef; readonly placed?: Placed } = {},
): string {
  const { location, resource, pointer } = finding
  const where = [cut(resourceOf(resource)), ...(pointer === '' ? [] : [cut(pointer)])]
  return [
    `${placed(location)} ${escapeMarkdown(cut(message))}`,
    `${where.map(codeSpan).join(' at ')}, ${codeSpan(ruleOf(finding))}`,
    ...(waiver ? [escapeMarkdown(cut(waiverOf(waiver)))] : []),
  ].join('\n  <br>')
}
