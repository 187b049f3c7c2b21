import type { Milliseconds, PlatformName } from '../ids.ts';

/**
 * What a platform can carry, as numbers. Text lengths are in Unicode code points after NFC normalisation, unless the
 * platform's own unit is given. `fit` refuses what does not fit before anything is posted anywhere.
 */
export interface Capabilities {
  readonly platform: PlatformName;
  /** Whether the platform can find out if a message arrived whose answer was lost. */
  readonly lostSend: 'can-look' | 'cannot-look';
  readonly poll: {
    readonly question: number;
    readonly options: { readonly min: number; readonly max: number };
    readonly label: number;
    /** Native duration of a poll, and the unit in which it is counted. */
    readonly lasts: { readonly min: Milliseconds; readonly max: Milliseconds; readonly step: Milliseconds };
    /** Room for the published rule beside the poll. */
    readonly rule: number;
    /** Whether counts can be hidden until the end. */
    readonly sealed: boolean;
    /**
     * Whether the bot is told about polls that it does not know: its own whose answer was lost, and stopped ones of anybody.
     */
    readonly toldOfUnasked: boolean;
  };
  readonly drop: { readonly title: number; readonly synopsis: number; readonly total: number };
  readonly notice: { readonly total: number };
  /** Of a link on a button. */
  readonly url: number;
  /** Of a picture's address; storage services sign theirs with hundreds of characters. */
  readonly image: number;
}
