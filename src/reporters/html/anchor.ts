import { nameOf } from '../../wording/printable.js'

/** The id of an element for a guideline: `ibm-pag/vsi-inbound`, the same in every report. Ids hold no white space. */
export function anchorOf(id: string): string {
  return nameOf(id).replace(/\s/g, '_')
}

/** What an `href` needs to lead there. */
export function linkTo(id: string): string {
  return `#${encodeURI(anchorOf(id)).replaceAll('#', '%23')}`
}
