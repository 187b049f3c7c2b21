import { Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/sandbox/discord/rest/rest.ts';
import { discordSpec, discordSpecAbsence, discordSpecAvailable } from '../../support/discord/spec.ts';
import { Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

describe.skipIf(!discordSpecAvailable)(
  `the stand-in's answers${discordSpecAvailable ? '' : ` (${discordSpecAbsence})`}`,
  () => {
    it("fit Discord's own specification", async () => {
      const discord = await stage.discord({ behaviour: { finaliseAfterMs: 0 } });
      const exchanges: Exchange[] = [];
      discord.onExchange((exchange) => exchanges.push(exchange));
      const guild = discord.addGuild({
        name: 'Fans',
        channels: [
          { name: 'show' },
          { name: 'news', type: 5 },
          { name: 'talk', type: 2 },
          { name: 'group', type: 4 },
        ],
      });
      const channel = guild.channels.show ?? '';
      const news = guild.channels.news ?? '';
      const bot = await stage.bot(discord);
      const { rest } = bot.client;
      const id = (made: unknown) => (made as { id: string }).id;

      const drop = id(
        await rest.post(Routes.channelMessages(channel), {
          body: {
            content: 'Episode 1 <@5>',
            nonce: 'n1',
            embeds: [
              {
                title: 'Clocking In',
                description: 'A night',
                image: { url: 'https://watch.example/1.jpg' },
                footer: { text: 'mark' },
                fields: [{ name: 'n', value: 'v' }],
                timestamp: new Date(0).toISOString(),
              },
            ],
            components: [
              {
                type: 1,
                components: [
                  { type: 2, style: 5, label: 'Watch', url: 'https://watch.example/1' },
                  { type: 2, style: 1, label: 'Why', custom_id: 'why' },
                ],
              },
            ],
          },
        }),
      );
      await rest.patch(Routes.channelMessage(channel, drop), { body: { content: 'Episode 1, updated' } });
      await rest.put(Routes.channelMessagesPin(channel, drop));
      await rest.get(Routes.channelMessagesPins(channel));
      await rest.post(Routes.threads(channel, drop), { body: { name: 'talk' } });
      await rest.patch(Routes.channel(drop), { body: { archived: true } });
      await rest.post(Routes.threads(channel), { body: { name: 'aside', type: 11 } });
      const poll = {
        question: { text: 'Who?' },
        answers: [{ poll_media: { text: 'a', emoji: { name: '🎬' } } }, { poll_media: { text: 'b' } }],
      };
      const polled = id(await rest.post(Routes.channelMessages(channel), { body: { poll } }));
      discord.vote(polled, '71', 1);
      await rest.get(Routes.pollAnswerVoters(channel, polled, 1));
      await rest.post(Routes.expirePoll(channel, polled));
      await rest.get(Routes.channelMessages(channel));
      const posted = id(await rest.post(Routes.channelMessages(news), { body: { content: 'news' } }));
      await rest.post(Routes.channelMessageCrosspost(news, posted));
      await rest.delete(Routes.channelMessage(news, posted));
      for (const name of Object.keys(guild.channels))
        await rest.get(Routes.channel(guild.channels[name] ?? ''));
      await rest.get(Routes.guild(guild.id), { query: new URLSearchParams({ with_counts: 'true' }) });
      await rest.get(Routes.guildChannels(guild.id));
      await rest.get(Routes.guildActiveThreads(guild.id));
      await rest.get(Routes.guildRoles(guild.id));
      await rest.get(Routes.guildMember(guild.id, discord.botUserId));
      await rest.get(Routes.user());
      await rest.get(Routes.userGuilds());
      await rest.get(Routes.currentApplication());
      await rest.get(Routes.oauth2CurrentApplication());
      await rest.get(Routes.gateway());
      await bot.client.application.commands.set([
        {
          name: 'path',
          description: 'so far',
          options: [{ type: 3, name: 'show', description: 'which', choices: [{ name: 'a', value: 'a' }] }],
        },
      ]);
      await rest.get(Routes.applicationCommands(discord.applicationId));
      bot.client.on('interactionCreate', async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.reply({ content: 'hello', withResponse: true });
        await interaction.editReply('hello again');
        await interaction.followUp('more');
        await interaction.deleteReply();
      });
      await discord.interact({ guild: guild.id, channel, user: '71', command: 'path' });
      await bot.until(() => exchanges.at(-1)?.method === 'DELETE' && exchanges.at(-1)?.status === 204);

      const faults = new Set(exchanges.flatMap((exchange) => discordSpec().checkAnswer(exchange)));
      expect([...faults]).toEqual([]);
      expect(exchanges.length).toBeGreaterThan(30);
    });
  },
);
