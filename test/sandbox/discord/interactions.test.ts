import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

const commands = [
  {
    name: 'season',
    description: 'Steer a season',
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: 1,
        name: 'start',
        description: 'Start it',
        options: [{ type: 3, name: 'show', description: 'Which', required: true, autocomplete: true }],
      },
    ],
  },
  { name: 'path', description: 'The story so far' },
];

async function guildWithCommands() {
  const discord = await stage.discord();
  const guild = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
  const bot = await stage.bot(discord);
  await bot.client.application.commands.set(commands as never);
  const place = { guild: guild.id, channel: guild.channels.show ?? '', user: discord.addUser('Mod') };
  return { discord, bot, place, moderator: { ...place, permissions: PermissionFlagsBits.ManageGuild } };
}

describe('interactions of the Discord stand-in', () => {
  it('passes a slash command to the bot and its answer back', async () => {
    const { bot, moderator, discord } = await guildWithCommands();
    bot.client.on('interactionCreate', async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const show = interaction.options.getString('show');
      const name = `${interaction.commandName} ${interaction.options.getSubcommand()} ${show}`;
      await interaction.reply({ content: name, flags: MessageFlags.Ephemeral });
    });
    const outcome = await discord.interact({
      ...moderator,
      command: 'season start',
      options: { show: 'night-shift' },
    });
    expect(outcome.status).toBe('answered');
    expect(outcome.messages()).toMatchObject([{ ephemeral: true, content: 'season start night-shift' }]);
    expect(discord.messages(moderator.channel)).toEqual([]);
  });

  it('waits for what follows a deferral, and shows follow-ups', async () => {
    const { bot, place, discord } = await guildWithCommands();
    bot.client.on('interactionCreate', async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply('So far: nothing.');
      await interaction.followUp({ content: 'And more.' });
    });
    const outcome = await discord.interact({ ...place, command: 'path' });
    await bot.until(() => outcome.messages().length === 2);
    expect(outcome.text()).toBe('So far: nothing.\nAnd more.');
    expect(discord.messages(place.channel).map(({ type }) => type)).toEqual([20, 20]);
  });

  it('completes options, answers buttons and accepts modals', async () => {
    const { bot, place, moderator, discord } = await guildWithCommands();
    bot.client.on('interactionCreate', async (interaction) => {
      if (interaction.isAutocomplete()) {
        await interaction.respond([{ name: interaction.options.getFocused(), value: 'x' }]);
      } else if (interaction.isChatInputCommand()) {
        const button = { type: 2 as const, style: 1 as const, label: 'Why', customId: 'why' };
        await interaction.reply({ content: 'a', components: [{ type: 1, components: [button] }] });
      } else if (interaction.isButton()) {
        const input = { type: 4 as const, style: 1 as const, customId: 'reason', label: 'Reason' };
        await interaction.showModal({
          customId: 'ask',
          title: 'Reason',
          components: [{ type: 1, components: [input] }],
        });
      } else if (interaction.isModalSubmit()) {
        await interaction.reply(interaction.fields.getTextInputValue('reason'));
      }
    });
    const typed = await discord.interact({
      ...moderator,
      kind: 'autocomplete',
      command: 'season start',
      options: { show: 'ni' },
      focused: 'show',
    });
    expect(typed.choices).toEqual([{ name: 'ni', value: 'x' }]);
    const answered = await discord.interact({ ...place, command: 'path' });
    const message = answered.messages()[0]?.id ?? '';
    const pressed = await discord.interact({ ...place, kind: 'press', message, customId: 'why' });
    expect(pressed.modal).toMatchObject({ custom_id: 'ask' });
    const fields = { reason: 'because' };
    const sent = await discord.interact({ ...place, kind: 'submit', customId: 'ask', fields });
    expect(sent.text()).toBe('because');
  });

  it('says that a bot did not respond, and refuses its late answer', async () => {
    const { bot, place, discord } = await guildWithCommands();
    discord.behaviour.interactionDeadlineMs = 200;
    const late = new Promise<unknown>((resolve) => {
      bot.client.on('interactionCreate', async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        setTimeout(() => interaction.reply('late').catch(resolve), 250);
      });
    });
    const outcome = await discord.interact({ ...place, command: 'path' });
    expect(outcome.status).toBe('did not respond');
    expect(await late).toMatchObject({ code: 10062 });
  });

  it('does not offer a command to members without its permission', async () => {
    const { place, discord } = await guildWithCommands();
    const hidden = discord.interact({ ...place, command: 'season start', options: { show: 'x' } });
    await expect(hidden).rejects.toThrow('does not show /season');
  });

  it('refuses commands with a bad name, too many options, or a required option after an optional one', async () => {
    const { bot } = await guildWithCommands();
    const option = (name: string, required: boolean) => ({ type: 3, name, description: 'd', required });
    const bad = [
      { name: 'Bad Name', description: 'd' },
      {
        name: 'many',
        description: 'd',
        options: Array.from({ length: 26 }, (_, index) => option(`o${index}`, false)),
      },
      { name: 'order', description: 'd', options: [option('a', false), option('b', true)] },
    ];
    for (const command of bad) {
      await expect(bot.client.application.commands.set([command] as never)).rejects.toMatchObject({
        code: 50035,
      });
    }
  });
});
