/** How the page looks: on a screen, light and dark, narrow and wide, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f6f7f8; --text: #1b1f24; --quiet: #57606a; --line: #d5dadf; --link: #0a58a8;
  --critical: #7d1535; --high: #c2410c; --medium: #a16207; --low: #2f6f9f; --info: #6b7280;
  --violated: #b42318; --error: #7e3a9f; --undecided: #8a6d1f; --waived: #4a6b8a; --satisfied: #287a48; --attested: #2a7a78;
  --undecided-ground: #f1dfae; --waived-ground: #b9cde0; --attested-ground: #a9d6d3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --raised: #1d2125; --text: #e4e7ea; --quiet: #a0a9b3; --line: #343a41; --link: #7db8f5;
    --critical: #f2719a; --high: #f08a4b; --medium: #d9a531; --low: #6cb0e0; --info: #9aa3ad;
    --violated: #f0766b; --error: #c58be0; --undecided: #d8b75a; --waived: #93b4d4; --satisfied: #5cbd80; --attested: #5bbdb9;
    --undecided-ground: #4d401b; --waived-ground: #2c4257; --attested-ground: #1f4a48;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; padding: 0; font-size: inherit; }
a { color: var(--link); }
code, pre { font: 0.867em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--raised); padding: 0.5rem 0.75rem; border-radius: 4px; margin: 0.4rem 0; }
pre code { font-size: inherit; }
[hidden] { display: none !important; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.patterns { position: absolute; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.25rem 0.5rem; z-index: 2; }

header { padding-top: 1.75rem; }
h1 { font-size: 0.867rem; font-weight: 600; color: var(--quiet); }
.verdict { font-size: 1.6rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; margin-top: 0.25rem; padding-left: 0.75rem; border-left: 5px solid; text-wrap: balance; }
.tone-bad { border-color: var(--violated); } .tone-undecided { border-color: var(--undecided); } .tone-good { border-color: var(--satisfied); }
.second { margin-top: 0.4rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin-top: 1rem; padding: 0.6rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--quiet); font-size: 0.8rem; }

table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding-bottom: 0.35rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.8rem; vertical-align: bottom; white-space: nowrap; }
.wide { overflow-x: auto; }
.summary { display: grid; gap: 1.5rem 2.5rem; margin-top: 1.25rem; }
.numbers td, .numbers th { vertical-align: middle; padding: 0.25rem 0.5rem 0.25rem 0; }
.numbers thead th { vertical-align: bottom; white-space: normal; line-height: 1.3; width: 4rem; }
.numbers thead .bars { width: auto; }
.numbers th:nth-child(n+3), .numbers td:nth-child(n+3) { text-align: right; padding-right: 0; padding-left: 0.5rem; }
.numbers .none { color: var(--quiet); }
.numbers tbody th { white-space: nowrap; width: 1%; }
.numbers tbody tr:last-child th, .numbers tbody tr:last-child td { border-bottom: 0; }
.bar { display: block; border-radius: 2px; }
.swatch { border-radius: 2px; vertical-align: -1px; }
.bar rect { stroke: var(--page); stroke-width: 1; }
.track { fill: var(--raised); }
.fill-violated { fill: var(--violated); } .fill-error { fill: var(--error); } .fill-satisfied { fill: var(--satisfied); }
.fill-undecided { fill: url(#Pattern-undecided); } .fill-waived { fill: url(#Pattern-waived); } .fill-attested { fill: url(#Pattern-attested); }
.ground-undecided { fill: var(--undecided-ground); } .ground-waived { fill: var(--waived-ground); } .ground-attested { fill: var(--attested-ground); }
.mark { stroke: var(--undecided); stroke-width: 1.75; fill: none; } #Pattern-attested .mark { stroke: var(--attested); } .dot { fill: var(--waived); }
.fill-critical { fill: var(--critical); } .fill-high { fill: var(--high); } .fill-medium { fill: var(--medium); } .fill-low { fill: var(--low); } .fill-info { fill: var(--info); }

form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: end; gap: 0.5rem 0.75rem; margin: 1.5rem -0.75rem 0; padding: 0.5rem 0.75rem; background: var(--page); border-bottom: 1px solid var(--line); }
label { font-size: 0.8rem; color: var(--quiet); display: grid; gap: 0.1rem; }
input, select, button { font: inherit; font-size: 0.933rem; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: 4px; padding: 0.25rem 0.5rem; height: 2.1rem; max-width: 12rem; }
.text { flex: 1 1 14rem; } .text input { width: 100%; max-width: none; }
output { font-size: 0.867rem; color: var(--quiet); flex: 1 0 100%; }

h2 { font-size: 1.2rem; font-weight: 650; margin-top: 2rem; }
.number { color: var(--quiet); font-weight: 400; }
.note { color: var(--quiet); margin-bottom: 0.5rem; }
.guideline { padding: 0.7rem 0; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 7rem; }
h3 { font-weight: 600; }
h4 { font-weight: 600; margin-top: 0.5rem; }
.anchor { color: var(--quiet); text-decoration: none; font-weight: 400; }
.about { color: var(--quiet); font-size: 0.867rem; }
.label { font-size: 0.867rem; font-weight: 600; }
.severity-critical { color: var(--critical); } .severity-high { color: var(--high); } .severity-medium { color: var(--medium); } .severity-low { color: var(--low); } .severity-info { color: var(--info); }
.status-violated { color: var(--violated); } .status-error { color: var(--error); } .status-undecided { color: var(--undecided); } .status-waived { color: var(--waived); } .status-satisfied { color: var(--satisfied); } .status-attested { color: var(--attested); }
.statement { max-width: 52rem; }
.findings { list-style: none; margin: 0.4rem 0; }
.finding { border-left: 3px solid var(--line); padding: 0.25rem 0 0.25rem 0.75rem; margin: 0.4rem 0; }
.where, .rule { font-size: 0.867rem; color: var(--quiet); }
.plain { list-style: none; }
details { margin-top: 0.2rem; }
summary { color: var(--link); cursor: pointer; font-size: 0.867rem; width: fit-content; }

@media (min-width: 76rem) { .summary { grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); } }
@media (max-width: 40rem) {
  .numbers { font-size: 0.867rem; }
  .numbers thead th:nth-child(n+3) { writing-mode: sideways-lr; width: 1.6rem; text-align: left; padding: 0 0 0.25rem; }
  .numbers th:nth-child(n+3), .numbers td:nth-child(n+3) { padding-left: 0.25rem; }
  .numbers tbody th { white-space: normal; width: 6rem; overflow-wrap: anywhere; }
  header, main { padding: 0 1rem; }
  form { position: static; }
}
@media print {
  form, .skip, .anchor { display: none; }
  .guideline, .finding { content-visibility: visible; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  summary { display: none; }
  h2, h3, .about { break-after: avoid; }
  .finding { break-inside: avoid; }
}
`
