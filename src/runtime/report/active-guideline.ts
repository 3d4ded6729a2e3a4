import type { GuidelineSummary } from '../model/index.js'

/** A guideline of the chosen profile, before the run has its say. */
export type ActiveGuideline = Omit<
  GuidelineSummary,
  'status' | 'counts' | 'policies' | 'attestation' | 'accepted'
>
