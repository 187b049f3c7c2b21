import type { Scene } from './scene.ts';

/** What may be said of an outlet after a fault, beside "everything was sent and counted". */
export interface Leeway {
  /** Telegram sends of which the bot never heard what became of them; Discord's are always settled. */
  readonly unknown?: true;
  /** Deliveries refused as too late, or because the bot is not there any more. */
  readonly refused?: 'too-late' | 'gone';
  /** Polls whose count is the last one that the bot heard of. */
  readonly provisional?: true;
}

export interface Fault extends Leeway {
  readonly name: string;
  /** Breaks something in a running season, and comes back when it is over and the bot ready again. */
  readonly strike: (scene: Scene) => Promise<void>;
}
