import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';

/** Which updates the bot got and which it confirmed, as Telegram saw it. */
export class UpdateWatch {
  readonly #handedOut = new Set<number>();
  /** Telegram forgets every update below it. */
  #offset = 0;

  constructor(telegram: TelegramStandIn) {
    telegram.onExchange(({ method, params, responseBody }) => {
      if (method !== 'getUpdates') return;
      this.#offset = Math.max(this.#offset, Number(params.offset ?? 0));
      const { result } = responseBody as { result?: readonly { readonly update_id: number }[] };
      for (const { update_id: id } of result ?? []) this.#handedOut.add(id);
    });
  }

  /** From now on only updates that are sent later count. */
  restart(): void {
    this.#handedOut.clear();
  }

  /** Ids of updates. */
  get handedOut(): readonly number[] {
    return [...this.#handedOut];
  }

  /** Those that the bot confirmed by asking for later ones, as far as its requests are answered by now. */
  get confirmed(): readonly number[] {
    return [...this.#handedOut].filter((id) => id < this.#offset);
  }
}
