import type { Refusal, SeasonCommand, SteeringCommand } from './commands.ts';
import type { SeasonEvent } from './events.ts';
import type { Actor } from './state.ts';

/** A request by a person, with its time. */
export type Steering<Type extends SteeringCommand['type'] = SteeringCommand['type']> = Extract<
  SeasonCommand,
  { type: Type; by: Actor }
>;

/** What comes of a request: its events, or why there are none. */
export type Steered =
  | { readonly ok: true; readonly events: readonly SeasonEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = (...events: readonly SeasonEvent[]): Steered => ({ ok: true, events });
export const refuse = (refusal: Refusal): Steered => ({ ok: false, refusal });
