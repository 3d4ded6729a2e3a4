import type { GuidelineSummary } from '../model/index.js'

/** A guideline of the chosen profile, before the run has its say; `disabled` when an override has it not judged. */
export type ActiveGuideline = Omit<
  GuidelineSummary,
  'status' | 'counts' | 'policies' | 'attestation' | 'accepted'
>
