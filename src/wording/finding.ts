import type { AdmissionAnswer, Finding, Location, ResourceRef, WaiverRef } from '../runtime/model/index.js'
import { printable, withoutCommand } from './printable.js'

/**
 * Text that drives neither a terminal nor what reads a log: beside control characters, lone surrogates, which no file
 * can hold, and the workflow commands of CI runners become visible escapes.
 */
export function visible(text: string): string {
  return withoutCommand(
    printable(text).replace(/\p{Surrogate}/gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
  )
}

/** Untrusted text on one line that no terminal, log or table takes for more than text. */
export function oneLine(text: string): string {
  const lines = text.split(/[\r\n]/).map((line) => line.trim())
  return visible(lines.filter((line) => line !== '').join(' '))
}

/** An untrusted name on one line; other than in prose, a line break in it stays visible. */
export function nameOf(text: string): string {
  return visible(text).replaceAll('\n', '\\u000a')
}

/** `exports/groups.json:42:9` */
export function placeOf({ file, start }: Location): string {
  return `${nameOf(file)}:${start.line}:${start.column}`
}

/** `v1/Pod default/web (cluster: prod)`, with an id that tells no name `ibm.is/SecurityGroup vsi-sg r006-1`; stable. */
export function resourceOf({ type, id, name, subject }: ResourceRef): string {
  const about = Object.entries(subject).map(([key, value]) => `${key}: ${value}`)
  const identity = id === name || id.endsWith(`/${name}`) ? id : `${name} ${id}`
  return nameOf(`${type} ${identity}${about.length > 0 ? ` (${about.join(', ')})` : ''}`)
}

/** A guideline's id and title; a policy that stands for itself may have its name for both. */
export function headingOf(
  { id, title }: { readonly id: string; readonly title: string },
  between: string,
): string {
  return id === title ? nameOf(id) : `${nameOf(id)}${between}${oneLine(title)}`
}

/** `ibm-pag/vsi-inbound-from-gateway/ssh-only-from-gateway` */
export function ruleOf({ policy, validation }: Pick<Finding, 'policy' | 'validation'>): string {
  return nameOf(`${policy}/${validation}`)
}

/** What was found, and under which binding; of an expired waiver it says that it no longer holds. */
export function messageOf(finding: Finding): string {
  const { waiver, message, admission } = finding
  const about = [
    ...(admission?.binding === undefined ? [] : [bindingOf(admission)]),
    ...(waiver?.status === 'expired' ? [waiverOf(waiver)] : []),
  ]
  return oneLine(about.length > 0 ? `${message} (${about.join('; ')})` : message)
}

/** `binding strict, params ops/limits: Warn` */
function bindingOf({ binding, params, actions }: AdmissionAnswer): string {
  return `binding ${binding}${params === undefined ? '' : `, params ${params}`}: ${actions.join(', ')}`
}

/** `waived by ops until 2027-01-31: reason` */
export function waiverOf({ status, owner, expires, reason }: WaiverRef): string {
  const state =
    status === 'active' ? `waived by ${owner} until ${expires}` : `waiver of ${owner} expired ${expires}`
  return oneLine(`${state}: ${reason}`)
}

/** `1 finding`, `2 findings` */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

/** Text of bounded length, for reports that have one. */
export function cut(text: string, length = 1000): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
