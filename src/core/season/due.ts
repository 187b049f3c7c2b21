import type { DeliveryKind, Instant } from '../ids.ts';
import { isSerial } from '../story/story.ts';
import { dueAt } from './calendar.ts';
import type { PlannedRound, SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isNext, type Season } from './state.ts';

/**
 * When each message of a season would have been due if nothing had been late: by the story's rules for what the clock does,
 * by the log for what a person did. A season that was restored, or lost its last events, is late; during the uncertain window
 * it was on time. So no message was posted before this instant, unless a person hurried the season then.
 *
 * @returns undefined for a message that the log does not call for.
 */
export function dueIn(
  events: readonly SeasonEvent[],
): (kind: Exclude<DeliveryKind, 'alert'>, number: number) => Instant | undefined {
  const timeline = new Timeline();
  let season: Season | undefined;
  for (const event of events) {
    timeline.add(event, season);
    season = evolve(season, event);
    timeline.note(season, event.at);
  }
  return (kind, number) => timeline.due(kind, number);
}

interface Times {
  opens: Instant;
  closes: Instant;
  reminder?: Instant;
  /** Decided or tied. */
  settled?: Instant;
}

class Timeline {
  #next: Instant = 0;
  /** What waited for a person did not go on before this. */
  #held: Instant = 0;
  readonly #drops: Instant[] = [];
  readonly #rounds: Times[] = [];
  readonly #extensions: Instant[] = [];
  readonly #notices: Instant[] = [];

  due(kind: Exclude<DeliveryKind, 'alert'>, number: number): Instant | undefined {
    const round = this.#rounds[number - 1];
    switch (kind) {
      case 'drop':
        return this.#drops[number - 1];
      case 'extension':
        return this.#extensions[number - 1];
      case 'notice':
        return this.#notices[number - 1];
      case 'poll':
        return round?.opens;
      case 'reminder':
        return round?.reminder;
      case 'result':
        return round?.settled;
    }
  }

  /** @param before the season before the event. */
  add(event: SeasonEvent, before: Season | undefined): void {
    switch (event.type) {
      case 'season-started':
        this.#next = event.at;
        break;
      case 'season-resumed':
        this.#held = event.at;
        break;
      case 'link-given':
        if (before?.position.kind === 'awaiting-link') this.#next = event.at;
        break;
      case 'episode-scheduled':
        this.#next = Math.min(event.releaseAt, this.#nextRelease(event, before));
        break;
      case 'episode-dated':
        if (before !== undefined && isNext(before, event.episode)) this.#next = event.releaseAt;
        break;
      case 'episode-released':
        this.#drops.push(this.#onTime(this.#next, event.at));
        break;
      case 'round-planned':
        this.#rounds.push(this.#timesOf(event.round, event.at));
        break;
      case 'round-extended':
        this.#extensions.push(event.at);
        this.#change(event.round, {
          closes: event.closesAt,
          ...(event.reminderAt !== undefined && { reminder: event.reminderAt }),
        });
        break;
      case 'round-closed':
        if (event.early !== undefined) this.#change(event.round, { closes: event.at });
        break;
      case 'round-tied':
        this.#settle(event.round, event.at, false);
        break;
      case 'round-decided':
        this.#settle(event.round, event.at, event.intervention !== undefined);
        break;
      case 'episode-added':
      case 'episode-edited':
      case 'items-asked':
      case 'items-answered':
      case 'items-noted':
      case 'continuation-given':
      case 'episode-awaited':
      case 'release-retracted':
      case 'link-awaited':
      case 'round-opened':
      case 'reminder-due':
      case 'round-undecided':
      case 'round-let-stand':
      case 'round-late':
      case 'round-voided':
      case 'episodes-reloaded':
      case 'season-paused':
      case 'season-cancelled':
      case 'season-concluding':
      case 'season-ended':
        break;
    }
  }

  /** Records the notices that an event caused. */
  note({ notices }: Season, at: Instant): void {
    while (this.#notices.length < notices.length) this.#notices.push(at);
  }

  #onTime(planned: Instant, happened: Instant): Instant {
    return Math.min(Math.max(planned, this.#held), happened);
  }

  #nextRelease(
    { via, at, episode }: Extract<SeasonEvent, { type: 'episode-scheduled' }>,
    before: Season | undefined,
  ): Instant {
    const round = via === undefined ? undefined : before?.rounds[via - 1];
    const drop = this.#drops[(round?.release ?? this.#drops.length) - 1] ?? at;
    const cause = via === undefined ? drop : (this.#rounds[via - 1]?.settled ?? at);
    // What arrived late was not due before.
    if (before === undefined || isSerial(before.story)) return at;
    return dueAt(before.story, episode, drop, cause);
  }

  /**
   * A first round begins with its drop, a runoff with the tie: it was planned as late as these were. If a person had a round
   * run again, it was planned at that moment.
   */
  #timesOf({ release, of, opensAt, closesAt, reminderAt }: PlannedRound, at: Instant): Times {
    const base = of === undefined ? this.#drops[release - 1] : this.#rounds[of - 1]?.settled;
    const late = at - (base ?? at);
    return {
      opens: opensAt - late,
      closes: closesAt - late,
      ...(reminderAt !== undefined && { reminder: reminderAt - late }),
    };
  }

  #settle(number: number, at: Instant, byHand: boolean): void {
    const round = this.#rounds[number - 1];
    if (round !== undefined) round.settled = byHand ? at : this.#onTime(round.closes, at);
  }

  #change(number: number, change: Partial<Times>): void {
    Object.assign(this.#rounds[number - 1] ?? {}, change);
  }
}
