import { rmSync } from 'node:fs'
import { policytestWith } from './policytest.fixture.js'

/** On the day after the sample exports were taken, to the byte. */
const policytest = (...argv: string[]) => policytestWith({ SOURCE_DATE_EPOCH: '1793664000' }, ...argv)
const config = ['--config', 'testdata/acme/policytest.config.yaml']

/**
 * Writes the compliance documents of the packs, and those of the sample account with its results, into a folder of this
 * repository.
 */
export async function writeCompliancePages(folder: string): Promise<void> {
  const report = `${folder}/report.json`
  await policytest('docs', 'policies', '--out', `${folder}/packs`)
  await policytest(...config, '-r', `json=${report}`)
  await policytest('docs', 'policies/ibm-iks', ...config, '--results', report, '--out', `${folder}/acme`)
  rmSync(report)
}
