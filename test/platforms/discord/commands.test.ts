import { afterEach, describe, expect, it } from 'vitest';
import { text } from '../../../src/core/posts/content.ts';
import {
  createDiscordPlatform,
  type DiscordOptions,
  type DiscordPlatform,
} from '../../../src/platforms/discord/platform.ts';
import type { InteractionOutcome } from '../../../src/sandbox/discord/interactions/interactions.ts';
import type { Exchange } from '../../../src/sandbox/discord/rest/rest.ts';
import type { DiscordStandIn } from '../../../src/sandbox/discord/server.ts';
import { SmallDesk } from '../../support/commands/desk.ts';
import { aResult } from '../../support/discord/posts.ts';
import { requestFaults } from '../../support/discord/request-spec.ts';
import {
  clearStage,
  eventually,
  NotingSink,
  notingLimiter,
  notingTurnedAway,
  quiet,
  setStage,
  writtenMenus,
} from '../../support/discord/stage.ts';

const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
  await clearStage();
});

const MANAGE_GUILD = 1n << 5n;
const REGISTERED = '/applications/:application/commands';

async function setTheStage(options: Partial<DiscordOptions> = {}, replies = {}) {
  const stage = await setStage({}, options);
  const { discord, guild, channel } = stage;
  const exchanges: Exchange[] = [];
  discord.onExchange((exchange) => exchanges.push(exchange));
  const place = (name: string, permissions?: bigint) => ({
    guild,
    channel,
    user: discord.addUser(name),
    ...(permissions === undefined ? {} : { permissions }),
  });
  const showrunner = place('Showrunner', MANAGE_GUILD);
  const moderator = place('Moderator', MANAGE_GUILD);
  const fan = place('Fan');
  const desk = new SmallDesk([showrunner.user], replies);
  return { ...stage, exchanges, showrunner, moderator, fan, desk };
}

/** The stage with the bot listening and its commands registered. */
async function listening(options: Partial<DiscordOptions> = {}, replies = {}) {
  const stage = await setTheStage(options, replies);
  await stage.platform.prepare();
  await stage.platform.listen(new NotingSink(), stage.desk);
  return stage;
}

/** Another process of the bot, or the same one later. */
function restarted(discord: DiscordStandIn, options: Partial<DiscordOptions> = {}): DiscordPlatform {
  const platform = createDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    limiter: notingLimiter(),
    turnedAway: notingTurnedAway(),
    written: writtenMenus(),
    log: quiet,
    ...options,
  });
  stopping.push(() => platform.stop());
  return platform;
}

const written = (exchanges: readonly Exchange[]): readonly Exchange[] =>
  exchanges.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'));

/** Every answer that was sent must be valid by Discord's own specification. */
function faultsOf(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges
    .filter(({ path }) => /\/(interactions|webhooks|commands)/.test(path))
    .filter(({ method }) => method !== 'GET')
    .flatMap(({ method, path, requestBody }) => requestFaults(method, path, requestBody));
}

type Button = { readonly label: string; readonly custom_id: string };
function buttonsOf(outcome: InteractionOutcome): readonly Button[] {
  const rows = outcome.messages().flatMap(({ components }) => components);
  return rows.flatMap(({ components }) => components as readonly Button[]);
}
const firstMessage = (outcome: InteractionOutcome): string => outcome.messages()[0]?.id ?? '';

/** Something that the test lets happen. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('registering commands', () => {
  it('writes the whole list once, and not again while it is unchanged', async () => {
    const { discord, desk, exchanges, platform } = await listening();
    expect(written(exchanges).length).toBe(1);
    expect(faultsOf(exchanges)).toEqual([]);
    await platform.stop();
    const again = restarted(discord);
    await again.prepare();
    await again.listen(new NotingSink(), desk);
    expect(written(exchanges).length).toBe(1);
  });

  it('writes it again after it changed', async () => {
    const { discord, exchanges, platform } = await listening();
    await platform.stop();
    const again = restarted(discord, {
      translate: (english): Readonly<Record<string, string>> => (english === 'path' ? { de: 'weg' } : {}),
    });
    await again.prepare();
    await again.listen(new NotingSink(), new SmallDesk([]));
    expect(written(exchanges).length).toBe(2);
    expect(JSON.stringify(written(exchanges)[1]?.requestBody)).toContain('"weg"');
  });

  const listed = async (stage: Awaited<ReturnType<typeof setTheStage>>) => {
    const { applicationId, url, token } = stage.discord;
    const at = async (path: string): Promise<number> => {
      for (;;) {
        const answer = await fetch(`${url}/v10/applications/${applicationId}${path}`, {
          headers: { authorization: `Bot ${token}` },
        });
        const list: unknown = await answer.json();
        if (Array.isArray(list)) return list.length;
        // Rate limited: that says nothing about the list.
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    return { everywhere: await at('/commands'), there: await at(`/guilds/${stage.guild}/commands`) };
  };
  const started = async (
    stage: Awaited<ReturnType<typeof setTheStage>>,
    options: Partial<DiscordOptions>,
  ): Promise<void> => {
    const platform = restarted(stage.discord, { registerAgainAfter: 20, ...options });
    await platform.prepare();
    await platform.listen(new NotingSink(), stage.desk);
  };
  const onlyIn = async (
    stage: Awaited<ReturnType<typeof setTheStage>>,
    place: 'everywhere' | 'there',
  ): Promise<void> => {
    const deadline = Date.now() + 5_000;
    for (;;) {
      const { everywhere, there } = await listed(stage);
      if (everywhere > 0 === (place === 'everywhere') && there > 0 === (place === 'there')) return;
      if (Date.now() > deadline)
        throw new Error(`commands: ${everywhere} everywhere, ${there} in one server`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('removes what was registered in one server or in all when it belongs to the other', async () => {
    const stage = await setTheStage();
    const written = writtenMenus();
    // Only the stored note may cause this.
    await written.add(['looked-back']);
    await started(stage, { written, commandsGuild: stage.guild });
    await onlyIn(stage, 'there');
    await started(stage, { written });
    await onlyIn(stage, 'everywhere');
    await started(stage, { written, commandsGuild: stage.guild });
    await onlyIn(stage, 'there');
    const other = stage.discord.addGuild({ name: 'Elsewhere', channels: [{ name: 'general' }] });
    await started(stage, { written, commandsGuild: other.id });
    const deadline = Date.now() + 5_000;
    while ((await listed(stage)).there > 0) {
      if (Date.now() > deadline) throw new Error('the first server still has them');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(faultsOf(stage.exchanges)).toEqual([]);
  });

  it('removes what was noted in another store too, from one server to another', async () => {
    const stage = await setTheStage();
    await started(stage, { written: writtenMenus(), commandsGuild: stage.guild });
    await onlyIn(stage, 'there');
    const other = stage.discord.addGuild({ name: 'Elsewhere', channels: [{ name: 'general' }] });
    await started(stage, { written: writtenMenus(), commandsGuild: other.id });
    const deadline = Date.now() + 5_000;
    while ((await listed(stage)).there > 0) {
      if (Date.now() > deadline) throw new Error('the first server still has them');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('removes exactly its own commands if an older version noted nothing', async () => {
    const stage = await setTheStage();
    await started(stage, { commandsGuild: stage.guild });
    await onlyIn(stage, 'there');
    const theirs = stage.discord.addGuild({ name: 'Elsewhere', channels: [{ name: 'general' }] });
    const { applicationId, url, token } = stage.discord;
    const foreign = `${url}/v10/applications/${applicationId}/guilds/${theirs.id}/commands`;
    const headers = { authorization: `Bot ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify([{ name: 'path', description: 'Not ours', type: 1 }]);
    await fetch(foreign, { method: 'PUT', headers, body });
    await started(stage, { written: writtenMenus() });
    await onlyIn(stage, 'everywhere');
    expect(await (await fetch(foreign, { headers })).json()).toHaveLength(1);
  });

  it('removes them even if Discord or the store does not answer at first', async () => {
    const stage = await setTheStage();
    const kept = writtenMenus();
    await started(stage, { written: kept, commandsGuild: stage.guild });
    let failures = 2;
    const written = {
      ...kept,
      all: async () => {
        failures -= 1;
        if (failures >= 0) throw new Error('the store is away');
        return kept.all();
      },
    };
    const route = '/applications/:application/guilds/:guild/commands';
    const refused = stage.discord.faults.rest(
      { method: 'PUT', route },
      { kind: 'server-error', status: 503 },
    );
    await started(stage, { written });
    await onlyIn(stage, 'everywhere');
    expect(refused.struck()).toBe(1);
  });

  it('registers nothing without a desk, and nothing in a process that does not listen', async () => {
    const { platform, exchanges } = await setTheStage();
    await platform.prepare();
    await platform.listen(new NotingSink());
    expect(exchanges.filter(({ path }) => path.includes('commands'))).toEqual([]);
  });

  it('listens even if Discord refuses the commands, and says so', async () => {
    const told: string[] = [];
    const log = { ...quiet, error: (_fields: object, message: string) => told.push(message) };
    const { discord, platform, desk } = await setTheStage({ log, commandsGuild: '1' });
    await platform.prepare();
    await platform.listen(new NotingSink(), desk);
    expect(discord.gateway.sessions.length).toBe(1);
    expect(told.join()).toContain('DISCORD_COMMANDS_GUILD');
  });

  it('retries if Discord does not answer', async () => {
    const warned: string[] = [];
    const log = { ...quiet, warn: (_fields: object, message: string) => warned.push(message) };
    const { discord, platform, desk, exchanges } = await setTheStage({ log, registerAgainAfter: 10 });
    discord.faults.rest({ method: 'PUT', route: REGISTERED }, { kind: 'server-error' }, 2);
    await platform.prepare();
    await platform.listen(new NotingSink(), desk);
    await eventually('registration', () => written(exchanges).some(({ status }) => status === 200));
    expect(warned.filter((message) => message.includes('retrying')).length).toBe(2);
  });
});

describe('a slash command', () => {
  it('is answered by the desk, visible only to its caller', async () => {
    const { discord, moderator, desk, exchanges, channel, guild } = await listening();
    const outcome = await discord.interact({
      ...moderator,
      command: 'season status',
      options: { show: 'night-shift' },
    });
    expect(outcome.messages()).toMatchObject([{ ephemeral: true, content: 'season status is done.' }]);
    expect(discord.messages(channel)).toEqual([]);
    expect(desk.requests).toMatchObject([
      {
        name: 'season status',
        given: { show: 'night-shift' },
        account: moderator.user,
        place: { community: guild, outlet: { platform: 'discord', channel } },
        confirmed: false,
      },
    ]);
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('takes no place in the bot’s rate limit and needs none', async () => {
    const { discord, fan, limiter } = await listening();
    limiter.closed = true;
    expect((await discord.interact({ ...fan, command: 'path' })).text()).toBe('path is done.');
  });

  it('is answered in public if its answer is for everyone', async () => {
    const { discord, fan, channel } = await listening({}, { path: { visibility: 'everyone' } });
    await discord.interact({ ...fan, command: 'path' });
    expect(discord.messages(channel).map(({ content }) => content)).toEqual(['path is done.']);
  });

  it('is answered even if the person has no permission for it', async () => {
    const { discord, moderator, fan, desk } = await listening();
    const outcome = await discord.interact({ ...moderator, command: 'vote close', options: { reason: 'r' } });
    expect(outcome.text()).toBe('This is for the showrunner.');
    expect(outcome.messages()[0]?.ephemeral).toBe(true);
    // The list of commands hides it; if it arrives anyway, the desk decides.
    const administrator = await discord.interact({ ...fan, permissions: 1n << 3n, command: 'season status' });
    expect(administrator.text()).toBe('season status is done.');
    expect(desk.closed).toBeUndefined();
  });

  it('passes roles, channels, flags and foreign text through unchanged', async () => {
    const { discord, moderator, desk, guild, channel } = await listening();
    const role = discord.addRole(guild, { name: 'Fans' });
    const show = '../<@1> @everyone `rm` \u202e "; DROP';
    await discord.interact({
      ...moderator,
      command: 'outlet connect',
      options: { show, mention: role, channel, quiet: true },
    });
    expect(desk.requests[0]?.given).toEqual({ show, mention: role, channel, quiet: 'true' });
  });

  it('is deferred if the desk is slow, and then answered', async () => {
    const { discord, moderator, desk, exchanges } = await listening({ interactionTimes: { defer: 20 } });
    const slow = gate();
    desk.held = slow.opened;
    const asking = discord.interact({ ...moderator, command: 'season status' });
    await eventually('a deferral', () => exchanges.some(({ path }) => path.endsWith('/callback')));
    slow.open();
    const outcome = await asking;
    expect(outcome.messages()).toMatchObject([{ ephemeral: true, content: 'season status is done.' }]);
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('sends its file', async () => {
    const file = { name: 'receipt.json', json: '{"total":3}' };
    const { discord, fan } = await listening({}, { path: { file } });
    const outcome = await discord.interact({ ...fan, command: 'path' });
    await eventually('the file', () => outcome.messages().length === 2);
    expect(outcome.messages()[1]).toMatchObject({
      ephemeral: true,
      attachments: [{ filename: 'receipt.json', contentType: 'application/json', content: '{"total":3}' }],
    });
  });

  it('says that no answer came if the desk never gives one', async () => {
    const { discord, moderator, desk } = await listening({ interactionTimes: { defer: 10, giveUp: 20 } });
    desk.held = new Promise(() => {});
    const outcome = await discord.interact({ ...moderator, command: 'season status' });
    expect(outcome.text()).toContain('No answer came in time');
  });

  it('replaces its first answer with the later one', async () => {
    const { discord, moderator, desk } = await listening();
    const later = gate();
    desk.stillAtWork = later.opened;
    const outcome = await discord.interact({ ...moderator, command: 'season status' });
    expect(outcome.text()).toBe('Still at work.');
    later.open();
    await eventually('the answer', () => outcome.text() === 'season status is done.');
    expect(outcome.messages().length).toBe(1);
  });

  it('is answered if the desk fails', async () => {
    const { discord, fan, desk } = await listening();
    desk.broken = true;
    expect((await discord.interact({ ...fan, command: 'path' })).text()).toContain('Something went wrong');
  });

  it('is answered if an attempt to answer is lost', async () => {
    const { discord, fan } = await listening();
    const callback = '/interactions/:interaction/:token/callback';
    discord.faults.rest({ route: callback }, { kind: 'request-lost' });
    expect((await discord.interact({ ...fan, command: 'path' })).text()).toBe('path is done.');
  });

  it('is answered in several messages if it is long, even if the answer to the first one is lost', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => [text(`${index} ${'word '.repeat(20)}`)]);
    const { discord, fan, exchanges } = await listening({}, { path: { lines } });
    const callback = '/interactions/:interaction/:token/callback';
    discord.faults.rest({ route: callback }, { kind: 'answer-lost' });
    const outcome = await discord.interact({ ...fan, command: 'path' });
    await eventually('all pages', () => outcome.text().includes('59 word'));
    expect(outcome.messages().every(({ ephemeral }) => ephemeral)).toBe(true);
    expect(faultsOf(exchanges)).toEqual([]);
  });
});

describe('an option that is being typed', () => {
  const typing = { kind: 'autocomplete', command: 'season status', focused: 'show' } as const;

  it('gets at most 25 choices, and none that Discord could not return', async () => {
    const { discord, moderator, desk, exchanges } = await listening();
    const outcome = await discord.interact({ ...moderator, ...typing, options: { show: 'show' } });
    expect(outcome.choices.length).toBe(25);
    expect(outcome.choices[0]).toEqual({ name: 'Show 0', value: 'show-0' });
    expect(outcome.choices.every(({ value }) => String(value).length <= 100)).toBe(true);
    expect(desk.typed).toMatchObject([
      { parameter: 'show', typed: 'show', request: { name: 'season status', given: {} } },
    ]);
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('gets no choices if the desk is slow', async () => {
    const { discord, moderator, desk } = await listening({ interactionTimes: { complete: 10 } });
    desk.held = new Promise(() => {});
    const outcome = await discord.interact({ ...moderator, ...typing, options: { show: '' } });
    expect(outcome).toMatchObject({ status: 'answered', choices: [] });
  });
});

describe('what cannot be undone', () => {
  async function asked(options: Partial<DiscordOptions> = {}) {
    const stage = await listening(options);
    const close = { ...stage.showrunner, command: 'vote close', options: { reason: 'a leak' } };
    const question = await stage.discord.interact(close);
    const [confirm, cancel] = buttonsOf(question);
    const press = (customId: string | undefined, who: typeof stage.fan = stage.showrunner) =>
      stage.discord.interact({
        ...who,
        kind: 'press',
        message: firstMessage(question),
        customId: customId ?? '',
      });
    return { ...stage, question, confirm, cancel, press };
  }

  it('is done by the confirm button, with the reason, and the question disappears', async () => {
    const { question, confirm, press, desk, exchanges } = await asked();
    expect(question.messages()).toMatchObject([{ ephemeral: true, content: 'Close the vote for good?' }]);
    expect(desk.closed).toBeUndefined();
    const done = await press(confirm?.custom_id);
    expect(desk.closed).toBe('a leak');
    // The values that the desk set when it asked also apply to the confirmation.
    expect(desk.requests.at(-1)?.given).toEqual({ reason: 'a leak', round: '3' });
    expect(done.text()).toBe('The vote is closed: a leak.');
    expect(question.text()).toBe(done.text());
    expect(buttonsOf(question)).toEqual([]);
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('is not done by the other button', async () => {
    const { question, cancel, press, desk } = await asked();
    await press(cancel?.custom_id);
    expect(question.text()).toBe('Nothing was changed.');
    expect(buttonsOf(question)).toEqual([]);
    expect(desk.closed).toBeUndefined();
  });

  it('is not done by somebody else', async () => {
    const { confirm, moderator, press, desk } = await asked();
    expect((await press(confirm?.custom_id, moderator)).text()).toContain('expired');
    expect(desk.closed).toBeUndefined();
  });

  it('is not done by a button from before a restart', async () => {
    const { confirm, question, press, desk, discord, platform } = await asked();
    await platform.stop();
    const again = restarted(discord);
    await again.prepare();
    await again.listen(new NotingSink(), desk);
    await press(confirm?.custom_id);
    expect(question.text()).toBe('This button has expired. Use the command again.');
    expect(buttonsOf(question)).toEqual([]);
    expect(desk.closed).toBeUndefined();
  });

  it('is done once, however often the button is pressed', async () => {
    const { confirm, press, desk } = await asked({ interactionTimes: { defer: 10 } });
    const slow = gate();
    desk.held = slow.opened;
    const first = press(confirm?.custom_id);
    await eventually('the first press', () => desk.requests.some(({ confirmed }) => confirmed));
    expect((await press(confirm?.custom_id)).text()).toContain('expired');
    slow.open();
    await first;
    expect(desk.closed).toBe('a leak');
    expect(desk.requests.filter(({ confirmed }) => confirmed).length).toBe(1);
  });

  it('shows its result in place of the question if the desk is slow', async () => {
    const { confirm, press, desk, question, exchanges } = await asked({ interactionTimes: { defer: 10 } });
    const slow = gate();
    desk.held = slow.opened;
    const pressing = press(confirm?.custom_id);
    await eventually('a deferral', () => exchanges.some(({ requestBody }) => isDeferral(requestBody)));
    slow.open();
    await pressing;
    expect(question.text()).toBe('The vote is closed: a leak.');
    expect(faultsOf(exchanges)).toEqual([]);
  });
});

const isDeferral = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'type' in body && body.type === 6;

describe('a reason that is missing', () => {
  it('is requested in a form, which runs the command with it', async () => {
    const { discord, showrunner, desk, exchanges } = await listening();
    const asking = await discord.interact({
      ...showrunner,
      command: 'vote extend',
      options: { duration: '2h' },
    });
    expect(asking.modal).toMatchObject({ title: '/vote extend' });
    expect(asking.messages()).toEqual([]);
    const customId = String(asking.modal?.custom_id);
    const sent = await discord.interact({
      ...showrunner,
      kind: 'submit',
      customId,
      fields: { reason: 'why not' },
    });
    expect(sent.text()).toBe('vote extend is done.');
    expect(desk.requests.at(-1)).toMatchObject({
      name: 'vote extend',
      given: { duration: '2h', reason: 'why not' },
      confirmed: false,
    });
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('is requested in the person’s own language, with a note on who can read it', async () => {
    const { discord, showrunner, exchanges } = await listening();
    const shown = await Promise.all(
      ['de', 'es-419', 'fr', 'pt-BR', 'ja'].map(async (locale) => {
        const asking = await discord.interact({ ...showrunner, command: 'vote close', locale });
        return JSON.stringify(asking.modal);
      }),
    );
    const words = ['Fans können das', 'los fans pueden', 'les fans peuvent', 'os fãs podem', 'fans can read'];
    for (const [index, modal] of shown.entries()) expect(modal).toContain(words[index]);
    expect(faultsOf(exchanges)).toEqual([]);
  });

  it('is requested before the confirmation and kept through it', async () => {
    const { discord, showrunner, desk } = await listening();
    const asking = await discord.interact({ ...showrunner, command: 'vote close' });
    const customId = String(asking.modal?.custom_id);
    const question = await discord.interact({
      ...showrunner,
      kind: 'submit',
      customId,
      fields: { reason: 'a leak' },
    });
    const confirm = buttonsOf(question)[0]?.custom_id ?? '';
    await discord.interact({
      ...showrunner,
      kind: 'press',
      message: firstMessage(question),
      customId: confirm,
    });
    expect(desk.closed).toBe('a leak');
  });

  it('is requested by a button if the answer was already deferred, or the form came back empty', async () => {
    const { discord, showrunner, desk } = await listening({ interactionTimes: { defer: 10 } });
    const slow = gate();
    desk.held = slow.opened;
    const asking = discord.interact({ ...showrunner, command: 'vote close' });
    setTimeout(slow.open, 300);
    const promised = await asking;
    expect(promised.text()).toContain('What is the reason?');
    const [button] = buttonsOf(promised);
    const message = firstMessage(promised);
    const press = () =>
      discord.interact({ ...showrunner, kind: 'press', message, customId: button?.custom_id ?? '' });
    // A form that was closed can be opened again.
    await press();
    const customId = String((await press()).modal?.custom_id);
    const empty = await discord.interact({
      ...showrunner,
      kind: 'submit',
      customId,
      fields: { reason: '  ' },
    });
    expect(buttonsOf(empty)[0]).toMatchObject({ label: 'Give the reason' });
  });

  it('is ignored in a form that was never shown', async () => {
    const { discord, showrunner, desk } = await listening();
    for (const customId of ['form:abcdefghijklmnopqrstuv', 'form:', 'run:vote close', 'nonsense']) {
      const fields = { reason: 'forged' };
      const sent = await discord.interact({ ...showrunner, kind: 'submit', customId, fields });
      expect(sent.text()).toBe('This button has expired. Use the command again.');
    }
    expect(desk.requests).toEqual([]);
  });
});

describe('a button below a result', () => {
  it('runs its command for the person who presses', async () => {
    const stage = await listening();
    const look = { label: 'The story so far', danger: false, command: 'path', given: { show: 's' } };
    const sent = await stage.send({ post: aResult({ looks: [look] }), nonce: 'result-1' });
    if (sent.status !== 'sent') throw new Error(sent.status);
    const [shown] = stage.discord.messages(stage.channel).filter(({ id }) => id === sent.message.id);
    expect(shown?.components).toMatchObject([{ components: [{ style: 2, custom_id: 'run:path|ss' }] }]);
    const press = { ...stage.fan, kind: 'press', message: sent.message.id, customId: 'run:path|ss' } as const;
    expect((await stage.discord.interact(press)).text()).toBe('path is done.');
  });
});

describe('a button on an alert', () => {
  const alert = {
    kind: 'alert',
    mark: 'night-shift 1 / alert 1 / aaaa',
    language: 'en',
    title: 'Night Shift needs you',
    lines: [[text('The vote is tied.')]],
  } as const;
  const decide = {
    label: 'Her brother',
    danger: false,
    command: 'vote decide',
    given: { show: 's', option: 'b' },
  };
  const close = { label: 'Close', danger: true, command: 'vote close', given: { show: 's' } };

  async function alerted() {
    const stage = await listening();
    const sent = await stage.send({ post: { ...alert, buttons: [decide, close] }, nonce: 'alert-1' });
    if (sent.status !== 'sent') throw new Error(sent.status);
    const message = sent.message.id;
    const press = (who: typeof stage.fan, customId: string) =>
      stage.discord.interact({ ...who, kind: 'press', message, customId });
    return { ...stage, press, message };
  }

  it('runs its command for the person who pressed, with that person’s permissions', async () => {
    const { press, showrunner, fan, desk, discord, channel } = await alerted();
    expect((await press(fan, 'run:vote decide|ss|ob')).text()).toBe('This is for the showrunner.');
    const done = await press(showrunner, 'run:vote decide|ss|ob');
    expect(done.messages()).toMatchObject([{ ephemeral: true, content: 'vote decide is done.' }]);
    expect(desk.requests.at(-1)).toMatchObject({
      name: 'vote decide',
      given: { show: 's', option: 'b' },
      account: showrunner.user,
      confirmed: false,
    });
    // The alert stays for the others.
    expect(discord.messages(channel)[0]?.embeds).toMatchObject([
      { description: '**Night Shift needs you**\nThe vote is tied.' },
    ]);
  });

  it('opens the form for a reason', async () => {
    const { press, showrunner } = await alerted();
    expect((await press(showrunner, 'run:vote close|ss')).modal).toMatchObject({ title: '/vote close' });
  });

  it('is answered and leaves the message unchanged if its code is unknown', async () => {
    const { press, showrunner, discord, channel, message } = await alerted();
    const posted = discord.world.messages.get(message);
    const rows = posted?.components ?? [];
    // As from an earlier version of the bot.
    for (const row of rows)
      for (const button of row.components as { custom_id: string }[]) button.custom_id += '|?';
    const outcome = await press(showrunner, 'run:vote close|ss|?');
    expect(outcome.messages()).toMatchObject([
      { ephemeral: true, content: expect.stringContaining('expired') },
    ]);
    expect(discord.messages(channel)[0]?.embeds).toMatchObject([
      { description: '**Night Shift needs you**\nThe vote is tied.' },
    ]);
  });
});
