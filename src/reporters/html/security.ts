import { createHash } from 'node:crypto'
import { script } from './script.js'
import { style } from './style.js'

/** Nothing is loaded, sent or run but this style and this script: whatever got into the page otherwise stays dead. */
export function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
