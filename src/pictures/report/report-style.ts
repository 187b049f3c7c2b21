/** The report's own style, light and dark as the reader's system has it. Texts have a contrast of 4.5 or more. */
const COLOURS = {
  light: {
    ground: '#ffffff',
    card: '#f6f7f9',
    words: '#16181d',
    muted: '#565c68',
    edge: '#c9cdd5',
    strong: '#0b57c2',
    soft: '#8fa3bf',
    mark: '#b3261e',
  },
  dark: {
    ground: '#121419',
    card: '#1d2027',
    words: '#eef0f4',
    muted: '#a9b0bd',
    edge: '#3c424e',
    strong: '#7db4ff',
    soft: '#5a6b85',
    mark: '#ff9a8f',
  },
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Of the lines of a chart, in both themes dark or light enough for 3:1. */
const LINES = [
  '#0b57c2',
  '#b3261e',
  '#0a7d4f',
  '#8a5a00',
  '#7b3fb5',
  '#00717f',
  '#a0336f',
  '#4f6b00',
  '#5c5f66',
  '#9c4a1a',
];
const DARK_LINES = [
  '#7db4ff',
  '#ff9a8f',
  '#5fd6a0',
  '#f0b648',
  '#c79bf2',
  '#5ccfdd',
  '#f08fc2',
  '#b5d14f',
  '#b9bdc6',
  '#f2a77a',
];
const lines = (colours: readonly string[]): string =>
  colours.map((colour, index) => `.line-${index}{stroke:${colour}}`).join('');

export const REPORT_STYLE = `
:root{color-scheme:light dark;${variables(COLOURS.light)}}
@media (prefers-color-scheme:dark){:root{${variables(COLOURS.dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:1.25rem 1rem 4rem;background:var(--ground);color:var(--words);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 .25rem}
h2{font-size:1.3rem;margin:2.6rem 0 .6rem;padding-top:1rem;border-top:1px solid var(--edge)}
h3{font-size:1.08rem;line-height:1.35;margin:0 0 .15rem}
p{margin:.5rem 0}
a{color:var(--strong)}
.lead,.meta,caption,figcaption{color:var(--muted)}
.meta{font-size:.92rem;margin:.1rem 0 .7rem}
ul,ol{padding-left:1.25rem;margin:.6rem 0}
li{margin:.4rem 0}
article svg text{stroke:var(--card)}article{background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:1rem;margin:1rem 0}
.options{list-style:none;padding:0;margin:.7rem 0}
.options li{margin:.55rem 0}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 .75rem}
.row .won{font-weight:700}
.row .count{color:var(--muted);font-variant-numeric:tabular-nums;white-space:nowrap}
svg{display:block;overflow:visible}
svg text{fill:var(--muted);paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round;font-size:13px;font-variant-numeric:tabular-nums}
.track{fill:var(--edge)}
.fill{fill:var(--soft)}
.fill.won{fill:var(--strong)}
.column{fill:var(--strong)}
.column.guess{fill:var(--soft)}
.median,.rule{stroke:var(--muted);stroke-width:1;stroke-dasharray:4 4}
.intended{stroke:var(--mark);stroke-width:3}
.line{fill:none;stroke-width:2}
.line.won{stroke-width:4}
${lines(LINES)}
@media (prefers-color-scheme:dark){${lines(DARK_LINES)}}
figure{margin:1rem 0 .5rem}
figcaption{font-size:.92rem;margin-top:.4rem}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;font-size:.92rem}
.key li{display:flex;align-items:center;gap:.4rem;margin:0}
.findings{padding-left:1.1rem;margin:.7rem 0 0}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-size:.92rem;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--edge)}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;padding:.4rem 0}
:focus-visible{outline:3px solid var(--strong);outline-offset:2px}
@media print{article{break-inside:avoid}}
`.replace(/\n/g, '');
