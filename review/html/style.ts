import { MATRIX_STYLE } from "./matrix-style";

/** The one style of every page. Colours have 4.5:1 on their ground in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --text: #1a212b; --muted: #566070;
  --line: #e3e7ec; --line-strong: #b4bcc7; --link: #0b57b0; --mark: #fff3c9;
  --green: #0d6b3f; --green-g: #e2f4ea; --amber: #7e4a00; --amber-g: #fdf0d8;
  --red: #a31d22; --red-g: #fce6e6; --blue: #0b57b0; --blue-g: #e4effc; --grey-g: #eceff3;
  --t-key: #0b57b0; --t-str: #0d6b3f; --t-com: #616b79; --t-kw: #8a1f6d; --t-fn: #6a3fb5;
  --t-op: #566070; --t-num: #9c3f00;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  --page: 84rem; --edge: clamp(1rem, 4vw, 2.5rem); --measure: 46rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151c; --raised: #181f29; --text: #e4e9f0; --muted: #9aa6b6;
    --line: #273039; --line-strong: #4c5868; --link: #82b7ff; --mark: #3d3315;
    --green: #74d6a1; --green-g: #12301f; --amber: #f2bd6a; --amber-g: #352611;
    --red: #ff9c9c; --red-g: #3b191b; --blue: #82b7ff; --blue-g: #14294a; --grey-g: #232c38;
    --t-key: #82b7ff; --t-str: #7dd6a6; --t-com: #97a3b3; --t-kw: #f090cf; --t-fn: #c2a5ff;
    --t-op: #9aa6b6; --t-num: #f2b07a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 3.5rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, td, th, dd, li, code, a { unicode-bidi: isolate; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.25rem); line-height: 1.15; margin: 0; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.5rem; letter-spacing: -0.01em; }
h3 { font-size: 0.95rem; margin: 0 0 0.35rem; }
p { margin: 0 0 0.75rem; }
ul, ol { margin: 0 0 0.75rem; padding-left: 1.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: 0.88em; }
.muted { color: var(--muted); }
.small { font-size: 0.86rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--ground); padding: 0.5rem 1rem; z-index: 2; }
.skip:focus { top: 0.5rem; }
.top { border-bottom: 1px solid var(--line); font-size: 0.9rem; }
.top nav { max-width: var(--page); margin: 0 auto; padding: 0.7rem var(--edge); }
.brand { font-weight: 600; color: var(--text); text-decoration: none; display: inline-block; padding: 0.15rem 0; }
.brand:hover { text-decoration: underline; }
.crumb { color: var(--muted); padding: 0 0.6rem; }
.crumb-here { color: var(--muted); }
main { margin: 0 auto; max-width: var(--page); padding: clamp(1.5rem, 4vw, 3rem) var(--edge) 3rem; }
main > section, .body > section { margin-top: 2.75rem; min-width: 0; }
.body > section:first-child { margin-top: 0; }
.lead { color: var(--muted); font-size: 1.08rem; max-width: var(--measure); margin-top: 0.9rem; }
.lead > :last-child { margin-bottom: 0; }
.note { color: var(--muted); font-size: 0.92rem; max-width: var(--measure); }
.label { font-size: 0.86rem; color: var(--muted); margin: 1rem 0 0.35rem; }
.badges > li { display: flex; align-items: center; gap: 0.45rem; min-width: 0; }
.badges { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.4rem 1.4rem; margin: 0.9rem 0 0; font-size: 0.92rem; }
.badge {
  display: inline-block; border-radius: 99px; padding: 0.05rem 0.6rem; font-size: 0.82rem; font-weight: 600; line-height: 1.6;
  border: 1px solid transparent; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 100%; vertical-align: middle;
  color: var(--muted); background: var(--grey-g);
}
.v-exact { color: var(--green); background: var(--green-g); }
.v-wider { color: var(--amber); background: var(--amber-g); }
.v-as-written { color: var(--blue); background: var(--blue-g); }
.v-unsupported { color: var(--red); background: var(--red-g); }
.open { white-space: nowrap; }
.level { display: inline-block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; color: var(--muted); font-weight: 600; text-transform: capitalize; }
.level::before { content: ""; display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.45em; border-radius: 50%; background: currentColor; }
.l-critical, .l-high { color: var(--red); }
.l-critical::before { border-radius: 1px; }
.l-medium { color: var(--amber); }
.l-low { color: var(--blue); }
.callout { border-left: 4px solid var(--line-strong); background: var(--raised); padding: 0.85rem 1.1rem; border-radius: 0 6px 6px 0; margin: 0 0 0.75rem; }
.callout > :last-child { margin-bottom: 0; }
.c-wider { border-color: var(--amber); }
.c-unsupported { border-color: var(--red); }
.c-as-written { border-color: var(--blue); }
.columns { columns: 18rem; column-gap: 2rem; }
.tree, .tree ul { list-style: none; padding-left: 0; margin: 0; }
.tree ul { border-left: 1px solid var(--line-strong); margin-left: 0.35rem; padding-left: 1rem; }
.tree li { padding: 0.14rem 0; }
.tree + .note { margin-top: 1rem; }
.join { font-weight: 600; font-size: 0.92rem; }
.join.not { color: var(--red); }
.sel { color: var(--muted); font-size: 0.86rem; }
.at { color: var(--muted); font: 0.8rem var(--mono); text-decoration: none; padding: 0.25rem 0.2rem; display: inline-block; min-width: 24px; }
.at:hover { text-decoration: underline; }
.tree .badge { margin-left: 0.35rem; }
.stages { list-style: none; padding: 0; }
.stages .code { margin-bottom: 1rem; }
.code {
  background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.8rem 1rem; margin: 0 0 0.75rem;
  overflow: auto; max-height: 40rem; line-height: 1.55; tab-size: 2; overflow-wrap: normal; white-space: pre;
}
.code code { font-size: inherit; display: block; width: max-content; min-width: 100%; }
.wrapped { white-space: pre-wrap; overflow-wrap: anywhere; max-height: none; }
.wrapped code { width: auto; }
.row { display: block; padding-left: 2ch; text-indent: -2ch; }
.numbered { padding: 0.5rem 0; max-height: none; }
.numbered code { counter-reset: line; }
.line { display: block; padding-right: 1rem; counter-increment: line; }
.line::before { content: counter(line); display: inline-block; width: 3.2em; padding-right: 1.1em; text-align: right; color: var(--muted); user-select: none; }
.line:target, .marked { background: var(--mark); }
.marked { box-shadow: inset 4px 0 var(--amber); }
.t-key { color: var(--t-key); } .t-str { color: var(--t-str); } .t-re { color: var(--t-num); }
.t-com { color: var(--t-com); } .t-kw { color: var(--t-kw); } .t-fn { color: var(--t-fn); }
.t-op { color: var(--t-op); } .t-num { color: var(--t-num); }
.scroll { overflow-x: auto; margin-bottom: 0.75rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 1.25rem 0.45rem 0; border-bottom: 1px solid var(--line); min-width: 6.5rem; }
th:last-child, td:last-child { padding-right: 0; }
td, tbody th { overflow-wrap: break-word; }
td code, td li, td a, tbody th code { overflow-wrap: anywhere; }
#events th code, #events td:nth-child(2) code { overflow-wrap: break-word; }
thead th { font-size: 0.82rem; color: var(--muted); font-weight: 600; border-color: var(--line-strong); white-space: nowrap; }
tbody th { font-weight: 400; }
.num { text-align: right; font-variant-numeric: tabular-nums; min-width: 4.5rem; }
.bare { list-style: none; padding: 0; margin: 0; }
.hit::before { content: "● " / ""; color: var(--link); }
.hit, .miss { white-space: nowrap; }
.miss { color: var(--muted); }
.miss::before { content: "○ " / ""; }
.notice { margin: 1.25rem 0 0; }
.facts { margin: 0 0 1rem; }
.facts div { display: grid; grid-template-columns: minmax(7rem, 9rem) minmax(0, 1fr); gap: 0 0.75rem; padding: 0.2rem 0; font-size: 0.92rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }
.links { padding-left: 1.1rem; font-size: 0.93rem; }
summary { cursor: pointer; min-height: 24px; }
details[open] > summary { margin-bottom: 0.6rem; }
.budgets { list-style: none; padding: 0; display: grid; gap: 1.25rem 2.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
.budget { display: grid; grid-template-columns: 1fr auto; gap: 0.3rem 1rem; align-items: baseline; align-content: start; font-size: 0.93rem; }
.budget .bar, .budget > :last-child { grid-column: 1 / -1; }
.budget-name::first-letter { text-transform: uppercase; }
.budget-name { display: inline-block; }
.budget-count { white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { width: 100%; height: 6px; border-radius: 3px; display: block; }
.bar-all { fill: var(--grey-g); } .bar-used { fill: var(--blue); }
.near .bar-used { fill: var(--amber); } .over .bar-used { fill: var(--red); }
.near .budget-state { color: var(--amber); } .over .budget-state { color: var(--red); }
.cost { max-width: var(--measure); }
.foot { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.82rem; }
.foot p { margin: 0 0 0.35rem; }
.hash { word-break: break-all; }
.files { margin-top: 0.75rem; }
.files a { margin-right: 1.25rem; }
.tiles { list-style: none; padding: 0; margin: 1.75rem 0 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.tile { border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1.2rem 1rem; background: var(--raised); }
.tile h2 { font-size: 0.86rem; color: var(--muted); margin-bottom: 0.3rem; letter-spacing: 0; }
.tile .bare { display: flex; flex-wrap: wrap; gap: 0.2rem 1.6rem; align-items: baseline; }
.number { font-size: 1.5rem; font-variant-numeric: tabular-nums; letter-spacing: -0.02em; margin-right: 0.2rem; }
.filter-line { display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; align-items: center; margin-bottom: 0.6rem; }
.search { flex: 1 1 16rem; max-width: 34rem; }
input[type="search"] { width: 100%; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line-strong); border-radius: 6px; padding: 0.5rem 0.75rem; }
::placeholder { color: var(--muted); opacity: 1; }
.count { margin: 0; color: var(--muted); font-variant-numeric: tabular-nums; }
#reset { font: inherit; font-size: 0.9rem; color: var(--link); background: none; border: 1px solid var(--line-strong); border-radius: 6px; padding: 0.3rem 0.8rem; cursor: pointer; }
.facets { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-bottom: 1rem; align-items: flex-start; }
.facet { border: 1px solid var(--line-strong); border-radius: 6px; }
.facet summary { padding: 0.25rem 0.75rem; font-size: 0.9rem; }
.facet[open] { flex-basis: 100%; }
.facet:has(:checked) { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
fieldset { border: 0; margin: 0; padding: 0 0.75rem 0.6rem; display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; max-height: 14rem; overflow-y: auto; }
fieldset label { font-size: 0.9rem; min-height: 26px; display: inline-flex; align-items: center; gap: 0.35rem; cursor: pointer; }
input[type="checkbox"] { width: 1.05rem; height: 1.05rem; accent-color: var(--link); margin: 0; }
#rules tbody th { min-width: 16rem; font-weight: 500; overflow-wrap: anywhere; }
#rules tbody tr:hover { background: var(--raised); }
#rules tbody a { display: inline-block; min-height: 24px; text-decoration-color: transparent; }
#rules tbody a:hover, #rules tbody a:focus { text-decoration-color: currentColor; }
#rules td { min-width: 5.5rem; }
#rules .verdict, #rules .tests { white-space: nowrap; }
.version { margin-top: 1.5rem; font-weight: 600; }
.place-name { margin-top: 1.25rem; }
.more { margin: 0.25rem 0 0.75rem; }
.more > summary { color: var(--link); font-size: 0.9rem; }
.boxed { max-height: 40rem; }
#rules .v-exact { background: none; padding-left: 0; }
#rules th .badge { margin-left: 0.5rem; }
#rules .open { display: block; padding-left: 0.6rem; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0.2rem 0; cursor: pointer; min-height: 24px; }
th button:disabled { cursor: default; opacity: 1; color: inherit; }
[aria-sort="ascending"] button::after { content: " ↑"; }
[aria-sort="descending"] button::after { content: " ↓"; }
.time-line { margin: 1rem 0 1.25rem; max-width: 52rem; }
.time-line figcaption { font-size: 0.92rem; margin-bottom: 0.2rem; }
.time-line svg { display: block; width: 100%; min-width: 34rem; height: auto; font-size: 13px; }
.time-line text { fill: var(--muted); }
.time-line .grid { stroke: var(--line); }
.time-line .base { stroke: var(--line-strong); stroke-dasharray: 2 3; }
.event { fill: var(--link); }
.no-event { fill: var(--ground); stroke: var(--muted); stroke-width: 1.5; }
.late { fill: none; stroke: var(--amber); stroke-width: 2; }
.alert { fill: var(--red); }
.time-legend { margin-top: 1.25rem; }
.matrix { display: block; font-family: inherit; max-width: max(100%, 78rem); height: auto; }
.scroll:has(> .matrix) { padding-bottom: 0.5rem; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 0.86rem; color: var(--muted); }
.swatch { width: 0.9rem; height: 0.9rem; margin-right: 0.4rem; vertical-align: -0.12em; }
${MATRIX_STYLE}
.findings { list-style: none; padding: 0; }
.findings li { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.place { display: block; margin-top: 0.15rem; color: var(--muted); font-size: 0.86rem; }
.differences { margin-top: 1.5rem; }
.side { margin: 2rem 0; }
.side-title { font-size: 0.82rem; color: var(--muted); letter-spacing: 0.02em; border-bottom: 1px solid var(--line-strong); padding-bottom: 0.3rem; margin-bottom: 0.35rem; }
.side .facts { margin-bottom: 1.5rem; }
.contents { font-size: 0.9rem; }
.contents a { display: block; padding: 0.12rem 0; min-height: 24px; color: var(--text); text-decoration: none; }
.contents a:hover { text-decoration: underline; }
@media (min-width: 64rem) {
  .rule { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; column-gap: 4rem; grid-template-rows: auto auto 1fr auto; }
  .rule > * { grid-column: 1; min-width: 0; }
  .rule .head, .rule .foot { grid-column: 1 / -1; }
  .rule .side { grid-column: 2; grid-row: 2 / 4; margin: 2rem 0 0; }
  .rule .body { grid-row: 3; margin-top: 2.75rem; }
  .rule .differences { margin-top: 2rem; }
  .head:has(+ .side) ~ .body { margin-top: 2rem; }
  .contents { position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
}
@media (min-width: 75rem) {
  .rules { overflow: visible; }
  #rules thead th { position: sticky; top: 0; background: var(--ground); box-shadow: inset 0 -1px var(--line-strong); z-index: 1; }
}
@media (max-width: 74.99rem) {
  th, td { padding-right: 0.8rem; min-width: 5rem; }
  #rules td { min-width: 4.5rem; }
  #rules tbody th { min-width: 10rem; }
}
@media (max-width: 63.99rem) {
  .side { padding: 1rem 1.2rem 0.25rem; background: var(--raised); border-radius: 8px; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2rem; }
  .contents { display: none; }
}
@media (max-width: 40rem) {
  .facts div { grid-template-columns: 8.5rem minmax(0, 1fr); }
  .side .facts { margin-bottom: 1rem; }
  #rules, #rules tbody, #rules tr, .stacked, .stacked tbody, .stacked tr { display: block; }
  #rules thead, .stacked thead { display: none; }
  #rules tr[hidden] { display: none; }
  #rules tr, .stacked tr { border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
  #rules tr { display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; }
  #rules td, #rules tbody th { display: block; border: 0; padding: 0; min-width: 0; }
  #rules tbody th { order: -1; flex-basis: 100%; }
  #rules .service { flex: 1 0 60%; }
  #rules .techniques, #rules .tests, #rules .stacks { display: none; }
  #rules .verdict::before { content: attr(data-label) " "; color: var(--muted); font-size: 0.86rem; }
  #rules .open { display: inline; padding: 0; }
  #rules .v-exact { padding: 0; }
  .stacked td, .stacked tbody th { display: block; border: 0; padding: 0; min-width: 0; text-align: left; }
  .stacked tbody th { font-weight: 500; padding-bottom: 0.15rem; }
  .stacked td { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); font-size: 0.95em; }
  .stacked td::before { content: attr(data-label); color: var(--muted); }
  .stacked td:empty { display: none; }
  .stacked tr:has(.hit, .miss) { display: grid; grid-template-columns: 1fr 1fr; }
  .stacked tr:has(.hit, .miss) th { grid-column: 1 / -1; }
  .stacked tr:has(.hit, .miss) td { grid-template-columns: 5.5rem minmax(0, 1fr); }
  .stacked td > * { justify-self: start; }
  .tile .bare { gap: 0.2rem 1.2rem; }
}
@media (forced-colors: active) {
  .badge, .callout, .code { border: 1px solid; }
  .marked { outline: 2px solid; }
}
@media print {
  @page { margin: 14mm; }
  :root {
    color-scheme: light;
    --ground: #fff; --raised: #fff; --text: #000; --muted: #444; --line: #ccc; --line-strong: #888;
    --link: #000; --mark: #fff; --green: #000; --amber: #000; --red: #000; --blue: #000;
    --green-g: #fff; --amber-g: #fff; --red-g: #fff; --blue-g: #fff; --grey-g: #fff;
    --t-key: #000; --t-str: #000; --t-com: #444; --t-kw: #000; --t-fn: #000; --t-op: #000; --t-num: #000;
  }
  html { font-size: 9.5pt; }
  main { max-width: none; padding: 0; }
  .skip, .top, .search, .facets, #reset, .files, .contents { display: none !important; }
  .rule { display: block; }
  .rules { overflow: visible; }
  .badge { border-color: currentColor; }
  .code { white-space: pre-wrap; overflow-wrap: anywhere; max-height: none; overflow: visible; }
  .code code { width: auto; }
  .scroll { overflow: visible; }
  #rules thead th { position: static; }
  th, td, #rules td, #rules tbody th { min-width: 0; padding-right: 0.8rem; }
  #rules .badge { border: 0; padding: 0; }
  #rules .open { padding: 0; }
  tr, .budget, .callout, .tile, .findings li, h2, h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  .matrix { max-width: 100%; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .swatch, .level::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a[data-url]::after { content: " (" attr(data-url) ")"; font-size: 0.85em; }
  details::details-content { content-visibility: visible; }
}
`;
