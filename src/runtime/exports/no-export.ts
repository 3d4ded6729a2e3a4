import { linesOf } from '../documents/lines.js'
import type { Diagnostic } from '../model/index.js'

/** Something that people save in place of an export, known by how it starts. */
interface Lookalike {
  readonly start: RegExp
  readonly message: string
  readonly hint: string
}

/** The first that fits is told. Asked only of files that no source could read. */
const lookalikes: readonly Lookalike[] = [
  {
    start: /^PK\p{Cc}\p{Cc}/u,
    message: 'a zip archive, as a saved terraform plan is too',
    hint: 'unpack it first: unzip; a plan: terraform show -json <plan> > plan.json',
  },
  {
    start: /^\s*\{\s*"version":\s*\d+,\s*"terraform_version":/,
    message: 'a state as Terraform keeps it, not as it shows it',
    hint: 'terraform show -json > state.json',
  },
  {
    start: /^\s*\{"@level":/,
    message: 'what terraform plan -json says while it plans, not the plan',
    hint: 'terraform plan -out plan && terraform show -json plan > plan.json',
  },
  {
    start: /^\s*(?:Terraform used the selected providers|OpenTofu used the selected providers)/,
    message: 'a plan for display',
    hint: 'terraform plan -out plan && terraform show -json plan > plan.json',
  },
  {
    start: /^\s*(?:<!doctype html|<html|<head)\b/i,
    message: 'a web page, a login perhaps',
    hint: 'log in first, and export with the command line tool (kubectl get -o json, ibmcloud … --output json)',
  },
  {
    start: /^\s*(?:[^\s[{<*]*[$#%>] ?\S[^\n]*|(?:sudo )?ip6?tables-save[^\n]*)\n(?:#[^\n]*\n)*\*\w+/,
    message: 'a line of a terminal before the rules',
    hint: 'remove the lines before the first # or *, or export anew: iptables-save > host.rules',
  },
  {
    start: /^\s*(?:-P (?:INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING) |-N \S+\r?\n|-A \S+ )/,
    message: 'what iptables -S prints: the rules of one table alone',
    hint: 'export all tables, as root: iptables-save > host.rules',
  },
  {
    start: /^\s*Chain \S+ \((?:policy|\d+ references)/,
    message: 'what iptables -L prints: a table for display',
    hint: 'export all tables, as root: iptables-save > host.rules',
  },
  {
    start:
      /^\s*(?:Error from server|error: |FAILED\b|Unable to connect to the server|\[TencentCloudSDKException\]|No resources found)/,
    message: 'the error of a command, not its export',
    hint: 'mend what it says, and run the command again',
  },
  {
    start: /^\s*(?:[A-Z$][^\n{[]*\n\s*){1,20}[{[]/,
    message: 'lines of a command before the JSON',
    hint: 'remove the lines before the first { or [, or let the command print JSON alone: ibmcloud … --output json --quiet',
  },
  {
    start:
      /^\s*(?:OK\r?\n\s*|[A-Z][^\n]*\.\.\.\r?\n\s*)*(?:[A-Z][\w()-]*(?: [A-Z\w()-]+)* {2,}\S|\+-{3,}|[\w ]+,[\w ]+,[^\n]*\n[^\n]+,)/,
    message: 'a table for display, not an export',
    hint: 'export as JSON: kubectl get -o json, ibmcloud … --output json, tccli … --output json',
  },
]

/** What a file is that no source could read, where its start tells, and the line that tells; nothing of it is quoted. */
export function noExport(file: string, bytes: Buffer): Diagnostic | undefined {
  const start = bytes.toString('utf8', 0, 4000).replace(/^\ufeff/, '')
  const lines = linesOf(file, start)
  for (const { start: looks, message, hint } of lookalikes) {
    const found = looks.exec(start)
    if (!found) continue
    // the first line that says anything
    const from = Math.max(0, found[0].search(/\S/))
    const location = lines.firstLine(from, start.length)
    return { code: 'no-export', level: 'error', message, hint, location }
  }
  return undefined
}
