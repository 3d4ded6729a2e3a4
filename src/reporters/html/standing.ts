import { type Group, worstFirst } from '../../runtime/model/by-guideline.js'
import type { Standing } from '../../wording/standings.js'
import { standings } from '../../wording/standings.js'
import { markup as html, type Markup } from '../markup.js'
import type { Context } from './context.js'
import { guidelineSection } from './guideline.js'

/** What the columns and sections of standings are called. */
export const titles: Readonly<Record<Standing['name'], string>> = {
  violated: 'Violated',
  error: 'Not evaluated',
  undecided: 'Not judged',
  waived: 'Waived',
  attested: 'Attested',
  satisfied: 'Satisfied',
}

/** What a reader has to know of all guidelines of a standing. */
const notes: Readonly<Record<Standing['name'], string>> = {
  violated: 'Findings that no valid waiver accepts.',
  error: 'A policy met data that it could not evaluate: no pass, and no waiver accepts it.',
  undecided: 'Nobody has judged these, or not all that they are about: no pass.',
  waived: 'Every finding is accepted by somebody until a date.',
  attested: "A person's word that has not expired.",
  satisfied: 'At least one resource was judged, and nothing speaks against it.',
}

/** The id of its section. */
export function anchorOfStanding(name: Standing['name']): string {
  return `Standing-${name}`
}

/** A section for each standing that some guideline has; in it the severe ones come first. */
export function standingSections(groups: readonly Group[], context: Context): Markup[] {
  return standings.flatMap(({ name, statuses }) => {
    const members = groups.filter(({ guideline }) => statuses.includes(guideline.status))
    if (members.length === 0) return []
    const sections = worstFirst(members, ({ guideline }) => guideline.severity)
    return [
      html`
<section class="standing" id="${anchorOfStanding(name)}">
<h2>${titles[name]} <span class="number">${members.length}</span></h2>
<p class="note">${notes[name]}</p>${sections.map((group) => guidelineSection(group, context))}
</section>`,
    ]
  })
}
