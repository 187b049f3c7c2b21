import { type Colour, colourOf, contrast, contrasting, css, mixed } from './colour.ts';

const WHITE: Colour = [255, 255, 255];
const NIGHT: Colour = colourOf('#0d0f14');
/** Of a show without a colour. */
const AMBER: Colour = colourOf('#f5b83d');

/** Of text (WCAG 2.2, 1.4.3); we stay a little above, because colours are rounded. */
const TEXT_CONTRAST = 4.6;
/** Of parts of a picture that say something; WCAG 2.2, 1.4.11 asks for 3. */
const SHAPE_CONTRAST = 4;

/** All colours of one card, as CSS. Every text has a contrast of 4.5 or more with what lies behind it. */
export interface Palette {
  readonly background: string;
  /** Fades into the background at the far corner. */
  readonly glow: string;
  readonly text: string;
  readonly quiet: string;
  /** The show's colour, as light as words on the background need it. */
  readonly accentText: string;
  /** The same, for the frame and the tick of the winner. */
  readonly accent: string;
  readonly onAccent: string;
  readonly track: string;
  readonly bar: string;
  readonly winnersBar: string;
  readonly line: string;
}

/** @param colour the show's, `#rrggbb` */
export function paletteOf(colour: string | undefined): Palette {
  const own = colour === undefined ? AMBER : colourOf(colour);
  const background = mixed(NIGHT, own, 0.035);
  // The lightest place of the background.
  const glow = mixed(NIGHT, own, 0.16);
  const track = mixed(glow, WHITE, 0.045);
  const bar = mixed(glow, WHITE, 0.17);
  const accent = contrasting(own, WHITE, glow, SHAPE_CONTRAST);
  const ink = contrast(NIGHT, accent) > contrast(WHITE, accent) ? NIGHT : WHITE;
  return {
    background: css(background),
    glow: css(glow),
    text: css(WHITE),
    quiet: css(contrasting(colourOf('#b4bac6'), WHITE, bar, TEXT_CONTRAST)),
    accentText: css(contrasting(own, WHITE, glow, TEXT_CONTRAST)),
    accent: css(accent),
    onAccent: css(ink),
    track: css(track),
    bar: css(bar),
    winnersBar: css(contrasting(mixed(accent, NIGHT, 0.25), NIGHT, WHITE, TEXT_CONTRAST + 1)),
    line: css(mixed(glow, WHITE, 0.14)),
  };
}
