import type { Scene } from '../scene.ts';

/** What may be said about an outlet after a fault, beside "everything was sent and counted". */
export interface Leeway {
  /** Telegram sends whose outcome the bot never learned; Discord's are always settled. */
  readonly unknown?: true;
  /** Deliveries refused as too late, or because the bot is no longer there. */
  readonly refused?: 'too-late' | 'gone';
  /** Polls whose count is the last one that the bot received. */
  readonly provisional?: true;
}

export interface Fault extends Leeway {
  readonly name: string;
  /** Breaks something in a running season, and returns when it is over and the bot is ready again. */
  readonly strike: (scene: Scene) => Promise<void>;
}
