/** For tests: a project of one policy, whose findings stand at ports of services. */
export const project: Readonly<Record<string, string>> = {
  'policies/net/pack.yaml': `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: net}
spec:
  title: Net
  params:
    open: {type: array, items: {type: integer}, default: [443], description: D}
  guidelines:
    - {id: ports, title: Ports, statement: Only known ports., severity: medium}
    - {id: names, title: Names, statement: Names are known., severity: low}
    - {id: reviewed, title: Reviewed, statement: S, severity: high, attestation: {statement: They were reviewed., every: P90D}}
`,
  'policies/net/ports.yaml': `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ports}
spec:
  guidelines: [ports]
  match: {resources: [v1/Service]}
  validations:
    - name: known
      forEach: object.spec.ports
      expression: item.port in params.open
      messageExpression: '"port " + string(item.port) + " is open"'
`,
  'policies/net/names.yaml': `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: names}
spec:
  guidelines: [names]
  match: {resources: [v1/Service]}
  validations: [{name: short, expression: object.metadata.name.size() < 5, message: The name is long.}]
`,
}

/** A service with named ports. */
export function service(name: string, ports: Readonly<Record<string, number>>): string {
  const list = Object.entries(ports).map(([port, number]) => ({ name: port, port: number }))
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { ports: list },
  })
}

/** Waivers of the project. */
export function waivers(...entries: readonly string[]): string {
  return `apiVersion: policytest.dev/v1\nkind: Waivers\nspec:\n  waivers:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`
}
