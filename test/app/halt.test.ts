import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendOwed } from '../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../src/app/perform-effect.ts';
import { checksOf } from '../../src/compose/checks.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })]);
});
afterEach(() => stage.close());

/** Does everything that is owed now once, as workers would. */
async function workOnce(): Promise<void> {
  const { context } = stage;
  const { id } = await stage.season();
  for (const effect of await context.outbox.overdue(id, await context.clock.now(), 100))
    await performEffect(context, id, effect.id);
  // Not earlier: what the effects owe is due a moment after they are.
  for (const outlet of await context.ledger.claimable(id, await context.clock.now()))
    await sendOwed(context, id, outlet, new AbortController().signal);
}

const posts = () => [...stage.discord.posted, ...stage.telegram.posted].map(({ post }) => post.kind);

it('while a process is halted, only alerts go out; the rest is sent once it continues', async () => {
  const { context } = stage;
  const why = 'Another process answers for this bot.';
  stage.telegram.fates.push({
    status: 'refused',
    problem: { code: 'topic-closed', what: 'The topic is closed.', fix: 'Reopen it.' },
  });
  await stage.say('season start');
  context.halt.stop('another-bot', why);
  await workOnce();
  expect(posts()).toEqual([]);
  const ready = () =>
    checksOf({
      context,
      started: () => ({ ok: true }),
      redis: async () => ({ ok: true }),
      work: () => ({ ok: true }),
      bot: () => undefined,
    }).posting?.();
  expect(ready()).toEqual({ ok: false, why });

  context.halt.lift('another-bot');
  expect(ready()).toEqual({ ok: true });
  await workOnce();
  expect(posts()).toEqual(['drop', 'poll']);
  // Without its episode there is no poll; the alert about the refused drop is sent although the process is halted again.
  context.halt.stop('another-bot', why);
  await workOnce();
  expect(posts()).toEqual(['drop', 'poll', 'alert']);
});
