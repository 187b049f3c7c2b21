import { Chance } from '../../src/sandbox/random.ts';
import type { Outlet } from './outlets.ts';
import type { Stage } from './stage.ts';

/** The last votes come this long after the deadline: a poll accepts votes until it is closed. */
const AFTER_MS = 1_500;

/** Lets some fans vote, change their minds and take votes back in every poll that opens. @returns how to end it */
export function sendVoters(stage: Stage, seed: number): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  const gather = (outlet: Outlet, poll: string, question: string, options: number): void => {
    const chance = new Chance(seed, 'voters', outlet.key, question);
    const leaning = Array.from({ length: options }, () => chance.between(0.2, 1));
    const fans = 5 + chance.below(16);
    for (let fan = 0; fan < fans; fan += 1) {
      const first = chance.between(50, stage.voteMs + AFTER_MS);
      const choice = chance.pick(leaning);
      later(first, () => outlet.vote(poll, fan, choice));
      const second = first + chance.between(20, 2_000);
      const other = chance.pick(leaning);
      if (chance.happens(0.25)) later(second, () => outlet.vote(poll, fan, other));
      else if (chance.happens(0.15)) later(second, () => outlet.retract(poll, fan));
    }
  };
  stage.discord.onPollOpened(({ channelId, messageId, question, answers }) => {
    const found = stage.find(channelId);
    if (found) gather(found.outlet, messageId, question, answers.length);
  });
  stage.telegram.onPollOpened(({ chatId, pollId, question, options }) => {
    const found = stage.find(String(chatId));
    if (found) gather(found.outlet, pollId, question, options.length);
  });
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
