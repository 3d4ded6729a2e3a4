/**
 * All that the page does by itself: the filter, kept in the address, and unfolding what an address leads to. The page is
 * complete without it. Text of the page is only read, never written as markup.
 */
export const script = `'use strict'
const form = document.getElementById('Filter')
const output = form?.querySelector('output')
const textOf = (elements) => Array.from(elements, (element) => element.textContent).join(' ').toLowerCase()

const guidelines = Array.from(document.querySelectorAll('.guideline'), (element) => ({
  element,
  ...element.dataset,
  owners: element.dataset.owner.split('\\n'),
  words: undefined,
  findings: Array.from(element.querySelectorAll('.finding'), (finding) => ({
    element: finding,
    ...finding.dataset,
    words: undefined,
  })),
}))
const standings = Array.from(document.querySelectorAll('.standing'), (element) => ({
  element,
  number: element.querySelector('.number'),
  members: guidelines.filter((guideline) => element.contains(guideline.element)),
}))
const total = guidelines.reduce((sum, { findings }) => sum + findings.length, 0)

function wanted() {
  const values = Object.fromEntries(new FormData(form))
  return {
    pack: values.pack ?? '',
    severity: values.severity ?? '',
    status: values.status ?? '',
    owner: values.owner ?? '',
    words: (values.text ?? '').toLowerCase().split(/\\s+/).filter(Boolean),
  }
}

function apply() {
  const { pack, severity, status, owner, words } = wanted()
  const has = (text) => words.every((word) => text.includes(word))
  const shown = { guidelines: 0, findings: 0 }
  for (const guideline of guidelines) {
    guideline.words ??= textOf(guideline.element.querySelectorAll(':scope > :not(.findings)'))
    const fits = (!pack || guideline.pack === pack) && (!status || guideline.status === status)
    let any = false
    for (const finding of guideline.findings) {
      if (words.length > 0) finding.words ??= guideline.words + ' ' + textOf([finding.element])
      const isShown =
        fits &&
        (!severity || finding.severity === severity) &&
        (!owner || finding.owner === owner) &&
        (words.length === 0 || has(finding.words))
      finding.element.hidden = !isShown
      if (isShown) shown.findings++
      any ||= isShown
    }
    const own =
      fits &&
      (!severity || guideline.severity === severity) &&
      (!owner || guideline.owners.includes(owner)) &&
      has(guideline.words)
    guideline.element.hidden = !any && !own
    if (any || own) shown.guidelines++
  }
  for (const { number, members } of standings) {
    const visible = members.filter(({ element }) => !element.hidden).length
    number.textContent = visible === members.length ? String(visible) : visible + ' of ' + members.length
  }
  const isAll = shown.guidelines === guidelines.length && shown.findings === total
  document.body.classList.toggle('filtered', !isAll)
  output.textContent =
    shown.guidelines + ' of ' + guidelines.length + ' guidelines, ' + shown.findings + ' of ' + total + ' findings'
}

function keep() {
  const kept = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => value !== ''))
  const hash = kept.size > 0 ? '#?' + kept : '#'
  history.replaceState(null, '', hash)
}

function change() {
  keep()
  apply()
}

function clear() {
  for (const field of form.elements) if (field.name) field.value = ''
}

/** Of the address: a filter, or what to show. */
function follow() {
  const hash = location.hash.slice(1)
  if (form && hash.startsWith('?')) {
    clear()
    for (const [name, value] of new URLSearchParams(hash)) {
      const field = form.elements.namedItem(name)
      if (field) field.value = value
    }
    apply()
    return
  }
  const target = hash && document.getElementById(decodeURIComponent(hash))
  if (!target) return
  if (form && target.closest('[hidden]')) {
    clear()
    apply()
  }
  target.scrollIntoView()
}

if (form) {
  let later
  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', (event) => {
    event.preventDefault()
    clear()
    change()
  })
  form.addEventListener('change', change)
  form.addEventListener('input', () => {
    clearTimeout(later)
    later = setTimeout(change, 100)
  })
  apply()
}
addEventListener('hashchange', follow)
follow()
`
