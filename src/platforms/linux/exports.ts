import type { ExportCommand } from '../../runtime/model/index.js'

/** What only the host itself can say; never asks for a password. */
export function hostExports(): ExportCommand[] {
  const command = (type: string, words: string, file: string): ExportCommand => ({
    types: [type],
    program: 'ssh',
    args: ['-o', 'BatchMode=yes', '<node>', 'sudo', '-n', ...words.split(' ')],
    file,
    subject: { node: '<node>', cluster: '<cluster?>' },
  })
  return [
    command('iptables/Ruleset', 'iptables-save', 'iptables-<node>.rules'),
    command('ip6tables/Ruleset', 'ip6tables-save', 'ip6tables-<node>.rules'),
    command('openssh/Sshd', 'sshd -T', 'sshd-<node>.txt'),
  ]
}
