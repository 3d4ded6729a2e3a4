import type { CelFunction, OpaqueType } from '../../model/index.js'
import type { Inventory } from '../api.js'
import { failure } from '../values/failure.js'

/** The type of the variable `inventory`. */
export const inventoryType: OpaqueType = {
  name: 'Inventory',
  is: (value) =>
    typeof value === 'object' && value !== null && 'where' in value && typeof value.where === 'function',
}

/** Look-ups in all resources of the run. */
export const inventory: readonly CelFunction[] = [
  {
    name: 'list',
    overloads: { 'Inventory.list(string): list<dyn>': (of: Inventory, type: string) => of.list(type) },
    doc: 'All resources of a type; globs are allowed (`apps/v1/*`).',
    since: 'policytest',
    examples: [['inventory.list("v1/Service").map(service, service.metadata.name)', '["web"]']],
  },
  {
    name: 'get',
    overloads: {
      'Inventory.get(string, string, string): dyn': (
        of: Inventory,
        type: string,
        namespace: string,
        name: string,
      ) => of.get(type, namespace, name) ?? null,
    },
    doc: 'The resource of a type, namespace (`""` for none) and name; null when there is none.',
    since: 'policytest',
    examples: [
      ['inventory.get("v1/Service", "shop", "web").spec.type', '"NodePort"'],
      ['inventory.get("v1/Service", "shop", "db")', 'null'],
    ],
  },
  {
    name: 'where',
    overloads: {
      'Inventory.where(string, string, dyn): list<dyn>': (
        of: Inventory,
        type: string,
        path: string,
        value: unknown,
      ) =>
        path.length > 200 ? failure('invalid-argument', 'the path is too long') : of.where(type, path, value),
    },
    doc: 'The resources of a type whose field at a path equals the value. Indexed: a join costs O(n). A path may go through lists: `targets[].id`.',
    since: 'policytest',
    examples: [
      [
        'inventory.where("v1/Pod", "spec.containers[].image", "nginx:1.29").map(pod, pod.metadata.name)',
        '["web-1"]',
      ],
    ],
  },
]
