/** How the page looks: on a screen, light and dark, narrow and wide, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f5f6f7; --text: #1b1f24; --quiet: #57606a; --line: #dde1e5; --link: #0a58a8;
  --critical: #7d1535; --high: #b93a0a; --medium: #8a5a00; --low: #276a9b; --info: #5f6873;
  --violated: #b42318; --error: #7e3a9f; --undecided: #7d6212; --waived: #41617f; --satisfied: #22713f; --attested: #1f6f6d;
  --undecided-ground: #f0dda6; --waived-ground: #b9cde0; --attested-ground: #a3d3d0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --raised: #1e2226; --text: #e4e7ea; --quiet: #a3acb5; --line: #31373d; --link: #82bbf6;
    --critical: #f47fa3; --high: #f39257; --medium: #dcaa3c; --low: #74b6e4; --info: #a3acb5;
    --violated: #f3847a; --error: #cb96e4; --undecided: #dcbd66; --waived: #9bbad8; --satisfied: #66c489; --attested: #66c4c0;
    --undecided-ground: #4d401b; --waived-ground: #2c4257; --attested-ground: #1f4a48;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem; }
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; padding: 0; font-size: inherit; }
ul { list-style: none; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre { font: 0.867em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--raised); padding: 0.5rem 0.75rem; border-radius: 4px; margin: 0.35rem 0; }
pre code { font-size: inherit; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.patterns { position: absolute; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.25rem 0.5rem; z-index: 2; }
.quiet { color: var(--quiet); font-size: 0.867rem; }
.quiet code { font-size: 0.933em; }
.number { color: var(--quiet); font-weight: 400; }

header { padding-top: 1.5rem; }
h1 { font-size: 0.867rem; font-weight: 600; color: var(--quiet); }
.verdict { font-size: 1.5rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; margin-top: 0.2rem; padding-left: 0.75rem; border-left: 5px solid; text-wrap: balance; }
.tone-bad { border-color: var(--violated); }
.tone-undecided { border-color: var(--undecided); }
.tone-good { border-color: var(--satisfied); }
.second { margin-top: 0.35rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.4rem 2.25rem; margin-top: 0.9rem; padding: 0.55rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--quiet); font-size: 0.8rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0.5rem 0; font-size: 0.933rem; }

table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 0.8rem; vertical-align: bottom; white-space: nowrap; }
.wide { overflow-x: auto; }
time { white-space: nowrap; }
.digest { color: var(--quiet); font-size: 0.8rem; }
.warning { color: var(--undecided); }

.summary { display: grid; gap: 1.5rem 2.5rem; margin-top: 1rem; }
.numbers td, .numbers th { vertical-align: middle; padding: 0.22rem 0.5rem 0.22rem 0; }
.numbers thead th { vertical-align: bottom; white-space: normal; line-height: 1.25; font-size: 0.767rem; width: 3.6rem; }
.numbers thead th.bars { width: auto; }
.numbers th:nth-child(n+3), .numbers td:nth-child(n+3) { text-align: right; padding-right: 0; padding-left: 0.4rem; }
.numbers thead a { color: inherit; }
.numbers .none { color: var(--quiet); }
.numbers tbody th { white-space: nowrap; width: 1%; }
.numbers tbody tr.total th, .numbers tbody tr.total td { border-bottom: 0; font-weight: 600; }
.bar { display: block; min-width: 3rem; }
.swatch { display: block; margin: 0 0 0.15rem auto; border-radius: 2px; }
.bar rect { stroke: var(--page); stroke-width: 1; }
.track { fill: var(--raised); }
.fill-violated { fill: var(--violated); } .fill-error { fill: var(--error); } .fill-satisfied { fill: var(--satisfied); }
.fill-undecided { fill: url(#Pattern-undecided); } .fill-waived { fill: url(#Pattern-waived); } .fill-attested { fill: url(#Pattern-attested); }
.ground-undecided { fill: var(--undecided-ground); } .ground-waived { fill: var(--waived-ground); } .ground-attested { fill: var(--attested-ground); }
.mark { stroke: var(--undecided); stroke-width: 1.75; fill: none; }
#Pattern-attested .mark { stroke: var(--attested); }
.dot { fill: var(--waived); }
.fill-critical { fill: var(--critical); } .fill-high { fill: var(--high); } .fill-medium { fill: var(--medium); } .fill-low { fill: var(--low); } .fill-info { fill: var(--info); }

form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: end; gap: 0.4rem 0.75rem; margin: 1.25rem -0.75rem 0; padding: 0.5rem 0.75rem; background: var(--page); border-bottom: 1px solid var(--line); }
label { font-size: 0.8rem; color: var(--quiet); display: grid; }
input, select, button { font: inherit; font-size: 0.933rem; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: 4px; padding: 0.15rem 0.5rem; height: 2rem; max-width: 11rem; }
input::placeholder { color: var(--quiet); opacity: 1; }
button { cursor: pointer; }
.text { flex: 1 1 12rem; }
.text input { width: 100%; max-width: none; }
output { font-size: 0.867rem; color: var(--quiet); min-width: 19rem; padding-bottom: 0.3rem; }
.filtered output { color: var(--text); font-weight: 600; }

h2 { font-size: 1.2rem; font-weight: 650; margin-top: 1.75rem; }
.part > h3 { margin-top: 0.75rem; }
.note { color: var(--quiet); margin-bottom: 0.4rem; }
.guideline { display: grid; grid-template-columns: 7rem minmax(0, 1fr); padding: 0.65rem 0; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 6rem; }
.guideline:target { background: var(--raised); }
.guideline > :not(.verdicts) { grid-column: 2; }
.verdicts { display: flex; flex-direction: column; font-size: 0.867rem; }
h3 { font-weight: 600; }
h4 { font-weight: 600; margin-top: 0.5rem; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { text-decoration: underline; }
.counts { margin-left: 0.75rem; }
.label { font-weight: 600; }
td .label, th .label { font-size: 0.867rem; }
.severity-critical { color: var(--critical); } .severity-high { color: var(--high); } .severity-medium { color: var(--medium); } .severity-low { color: var(--low); } .severity-info { color: var(--info); }
.status-violated, .waiver-expired { color: var(--violated); } .status-error { color: var(--error); } .status-undecided, .waiver-unused, .exemption { color: var(--undecided); } .status-waived, .waiver-active { color: var(--waived); } .status-satisfied { color: var(--satisfied); } .status-attested { color: var(--attested); }
.statement, .why, .folds p { max-width: 58rem; }
.waiver { color: var(--waived); }
.findings { margin-top: 0.4rem; }
.finding { border-left: 3px solid var(--violated); padding: 0.1rem 0 0.1rem 0.75rem; margin: 0.5rem 0; }
.accepted { border-color: var(--waived); }
.item::before { content: "– "; }
.row { padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
summary { color: var(--link); cursor: pointer; font-size: 0.867rem; width: fit-content; }
.folds { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-top: 0.15rem; }
.folds > details[open] { flex: 1 0 100%; padding-bottom: 0.35rem; }

@media (min-width: 76rem) { .summary { grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr); } }
@media screen and (max-width: 48rem) {
  header, main { padding: 0 1rem; }
  header { padding-top: 1rem; }
  .verdict { font-size: 1.25rem; }
  .facts { gap: 0.4rem 1.5rem; }
  .numbers thead th:nth-child(n+3) { writing-mode: vertical-rl; transform: rotate(180deg); width: 1.7rem; text-align: left; padding: 0.35rem 0 0; white-space: nowrap; }
  .numbers th:nth-child(n+3), .numbers td:nth-child(n+3) { padding-left: 0.2rem; }
  .numbers tbody th { white-space: normal; width: 6.5rem; }
  .swatch { margin: 0 0 0.35rem; }
  form { position: static; margin: 1.25rem 0 0; padding: 0.5rem 0; }
  label { flex: 1 1 8rem; }
  input, select { max-width: none; width: 100%; }
  .text { flex-basis: 100%; }
  html { scroll-padding-top: 0.5rem; }
  .guideline { display: block; }
  .verdicts { flex-direction: row; gap: 0.75rem; }
  .counts { margin-left: 0; display: block; }
}
@media print {
  @page { margin: 16mm 14mm; }
  body { font-size: 9.5pt; line-height: 1.4; }
  header, main { max-width: none; padding: 0; }
  form:not(.filtered form), .skip, nav { display: none; }
  a { color: inherit; }
  .filtered form { position: static; border: 0; padding: 0; margin: 1rem 0 0; }
  .filtered form > :not(output) { display: none; }
  .guideline { display: block; position: relative; padding-left: 5.5rem; content-visibility: visible; }
  .verdicts { position: absolute; left: 0; }
  .guideline:target { background: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .folds { display: block; }
  summary { color: var(--quiet); list-style: none; }
  summary::-webkit-details-marker { display: none; }
  h2, h3, h4, .note, .folds summary { break-after: avoid; }
  .finding, tr, pre, .verdict { break-inside: avoid; }
  .wide { overflow: visible; }
  .bar rect, .swatch rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
