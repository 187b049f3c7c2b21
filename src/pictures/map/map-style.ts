/**
 * Colours of a map, light and dark as the reader's system has it. Programs that know no media queries draw it light. Every
 * text has a contrast of 4.5 or more (WCAG 2.2, 1.4.3), and nothing is told by colour alone.
 */
interface Palette {
  readonly ground: string;
  readonly card: string;
  readonly words: string;
  readonly muted: string;
  readonly line: string;
  readonly edge: string;
  readonly played: string;
  readonly onPlayed: string;
  readonly chip: string;
}

const LIGHT: Palette = {
  ground: '#ffffff',
  card: '#f6f7f9',
  words: '#16181d',
  muted: '#565c68',
  line: '#868d9a',
  edge: '#c9cdd5',
  played: '#0b57c2',
  onPlayed: '#ffffff',
  chip: '#e3e6eb',
};

const DARK: Palette = {
  ground: '#121419',
  card: '#1d2027',
  words: '#eef0f4',
  muted: '#a9b0bd',
  line: '#7d8594',
  edge: '#3c424e',
  played: '#7db4ff',
  onPlayed: '#0c1524',
  chip: '#323844',
};

const SHAPES = `
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.title,.caption,.standing,.label,.chip text,.release text,.heading{font-weight:700}
.id{font-family:ui-monospace,Menlo,Consolas,"Noto Sans Mono",monospace}
.way{fill:none;stroke-width:1.6}
.back{stroke-dasharray:7 5}
.taken{stroke-width:3.6}
.frame{stroke-width:1.2}
.out .frame{stroke-width:3}
.draft .frame{stroke-dasharray:6 4}
.inner{fill:none;stroke-width:1.2}
`;

const coloured = (p: Palette): string => `
.ground{fill:${p.ground}}
text{fill:${p.words}}
.id,.caption,.note{fill:${p.muted}}
.frame{fill:${p.card};stroke:${p.line}}
.inner{stroke:${p.line}}
.out .frame,.out .inner{stroke:${p.played}}
.rule{stroke:${p.edge}}
.chip rect{fill:${p.chip}}
.way{stroke:${p.line}}
.head{fill:${p.line}}
.taken{stroke:${p.played}}
.head-taken,.release rect,.foot{fill:${p.played}}
.release text,.standing{fill:${p.onPlayed}}
.under{fill:${p.ground}}
.chosen .label{fill:${p.played}}
`;

export const MAP_STYLE =
  `${SHAPES}${coloured(LIGHT)}@media (prefers-color-scheme:dark){${coloured(DARK)}}`.replace(/\n/g, '');
