import type { OutletId, ShowId } from './ids.ts';

/** What showrunners are told that belongs to no season. Each carries all that its sentence needs. */
export type BotAlert =
  /** Somebody wants to bring the show to their community. `by`: pseudonym. */
  {
    readonly code: 'outlet-waiting';
    readonly show: AlertedShow;
    readonly outlet: OutletId;
    /** Of the outlet, as people know it. */
    readonly name: string;
    readonly by: string;
  };

/** `language`: of the show's story, one that has a catalogue. */
export interface AlertedShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
}

/** Those that must not wait behind others in a showrunners' channel: something stands still, or votes are at risk. */
const URGENT: Readonly<Record<BotAlert['code'], boolean>> = {
  'outlet-waiting': false,
};

export const isUrgentBotAlert = ({ code }: BotAlert): boolean => URGENT[code];
