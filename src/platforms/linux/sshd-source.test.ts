import { expect, test } from 'vitest'
import { parse, readDocument } from '../reading.fixture.js'

const settings = `port 22
addressfamily any
listenaddress [::]:22
listenaddress 0.0.0.0:22
usepam yes
permitrootlogin without-password
forcecommand none
authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
banner 
`

test('each keyword has the list of its values, each on its line', () => {
  const [document] = parse('w1.txt', settings, { subject: { node: 'w1' } })
  const [resource] = document === undefined ? [] : readDocument(document).resources
  expect({ ...resource, locate: undefined }).toEqual({
    type: 'openssh/Sshd',
    id: 'w1',
    name: 'w1',
    subject: { node: 'w1' },
    file: 'w1.txt',
    locate: undefined,
    data: {
      port: ['22'],
      addressfamily: ['any'],
      listenaddress: ['[::]:22', '0.0.0.0:22'],
      usepam: ['yes'],
      permitrootlogin: ['without-password'],
      forcecommand: ['none'],
      authorizedkeysfile: ['.ssh/authorized_keys .ssh/authorized_keys2'],
      banner: [''],
    },
  })
  expect(resource?.locate('/permitrootlogin/0').start).toEqual({ line: 6, column: 1 })
  expect(resource?.locate('/listenaddress/1').start).toEqual({ line: 4, column: 1 })
})

test('a keyword of the name of a property is a keyword like any other', () => {
  const [document] = parse('a.txt', `port 22\nconstructor x\n__proto__ y\npermitrootlogin no\n`)
  const [resource] = document === undefined ? [] : readDocument(document).resources
  expect(Object.keys(resource?.data ?? {})).toEqual(['port', 'constructor', 'permitrootlogin'])
})

test('a text in which PermitRootLogin is only mentioned is none', () => {
  const [document] = parse('a.txt', 'remember: permitrootlogin no\n')
  expect(() => document && readDocument(document)).toThrow('no source recognises an object')
})
