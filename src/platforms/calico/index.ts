import type { Platform } from '../../runtime/model/index.js'
import { calicoExports } from './exports.js'
import { calicoFunctions } from './functions.js'
import { v1Types } from './object.js'
import { calicoPolicyReader } from './policies.js'
import { calico as source } from './source.js'

const exports = calicoExports()

/** Calico 3, and its v1 API of 2017. */
export const calico: Platform = {
  name: 'calico',
  sources: [source],
  rulesets: [calicoPolicyReader],
  exports,
  versions: { calicoctl: ['version'] },
  byHand: { 'calico/v1/calicoApiConfig': 'copy calicoctl.cfg without the secrets in it' },
  types: [...new Set([...calicoPolicyReader.types, ...v1Types, ...exports.flatMap(({ types }) => types)])],
  functions: calicoFunctions,
}
