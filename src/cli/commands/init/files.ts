/** As kubectl get pods -A -o json writes it: the fixture of the tests, and the first export to judge. */
const pods = `{
    "apiVersion": "v1",
    "kind": "List",
    "items": [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "web-5d4f8", "namespace": "shop"},
            "spec": {
                "containers": [
                    {"name": "app", "image": "nginx:1.27"},
                    {"name": "log", "image": "fluentd:v1.17"}
                ]
            }
        }
    ]
}
`

/** The files of a new project: one policy with its test, a sample export, the configuration, a workflow. */
export const initFiles: Readonly<Record<string, string>> = {
  'policytest.config.yaml': `# yaml-language-server: $schema=node_modules/policytest/docs/schema/config.schema.json
# Bare "policytest" runs the tests of these policies, then judges these exports.
apiVersion: policytest.dev/v1
kind: Config
spec:
  policies: [policies]
  inputs: [exports]
  # What is not decided, not read or without effect fails the run, too (docs/strict.md of policytest).
  strict: true
`,

  'policies/no-floating-tags.yaml': `# yaml-language-server: $schema=../node_modules/policytest/docs/schema/policy.schema.json
apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: no-floating-tags}
spec:
  title: Images have a fixed tag
  description: A floating tag can bring other code with the next restart.
  severity: high
  match:
    resources: [v1/Pod]
  validations:
    - name: fixed-tag
      forEach: object.spec.containers
      # A tag or a digest stands behind a colon; one before the last slash belongs to a port.
      expression: item.image.matches(":[^/]+$") && !item.image.endsWith(":latest")
      messageExpression: '"container " + item.name + " runs " + item.image'
`,

  'policies/no-floating-tags.test.yaml': `# yaml-language-server: $schema=../node_modules/policytest/docs/schema/policy-test.schema.json
apiVersion: policytest.dev/v1
kind: PolicyTest
metadata: {name: no-floating-tags}
spec:
  policy: no-floating-tags
  cases:
    - name: a fixed tag is accepted
      given: [../testdata/pods.json]
      expect: pass
    - name: a digest is accepted
      given: [../testdata/pods.json]
      patch: [{op: replace, path: /spec/containers/0/image, value: "nginx@sha256:4c0f"}]
      expect: pass
    - name: latest is found at its container
      given: [../testdata/pods.json]
      patch: [{op: replace, path: /spec/containers/1/image, value: "fluentd:latest"}]
      expect:
        verdict: fail
        findings: [{validation: fixed-tag, at: /spec/containers/1, message: container log runs fluentd:latest}]
    - name: an image without a tag is found, though its registry has a port
      given: [../testdata/pods.json]
      patch: [{op: replace, path: /spec/containers/0/image, value: "registry.example.com:5000/nginx"}]
      expect: {verdict: fail, findings: [{validation: fixed-tag, at: /spec/containers/0}]}
`,

  'testdata/pods.json': pods,

  'exports/pods.json': pods,

  '.github/workflows/policytest.yaml': `name: policytest
on:
  push: {branches: [main]}
  pull_request:
permissions: {contents: read, security-events: write}
jobs:
  policytest:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: {node-version: 22}
      - run: npm ci
      - run: npx policytest lint --strict
      - run: npx policytest --strict -r console -r sarif=policytest.sarif -r markdown=policytest.md
      - if: always() && hashFiles('policytest.md') != ''
        run: cat policytest.md >> "$GITHUB_STEP_SUMMARY"
      - if: always() && hashFiles('policytest.sarif') != ''
        uses: github/codeql-action/upload-sarif@v3
        with: {sarif_file: policytest.sarif, category: policytest}
`,
}
