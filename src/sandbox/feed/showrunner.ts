import { DISCORD_SHOWRUNNER, type Town } from '../audience/town.ts';
import { Permission } from '../discord/permissions.ts';

/**
 * The showrunner of the sandbox ends a serial show on Discord, as a person does: with the command, and the button that
 * confirms it.
 * @throws if the bot does not answer with that button.
 */
export async function endSeason({ discord, communities }: Town, show: string): Promise<void> {
  const community = communities.find(({ platform }) => platform === 'discord');
  const channel = discord.world.channel(/\d+/.exec(community?.address ?? '')?.[0] ?? '');
  const who = {
    guild: channel.guildId,
    channel: channel.id,
    user: DISCORD_SHOWRUNNER,
    permissions: Permission.manageGuild,
  };
  const asked = await discord.interact({ ...who, command: 'season end', options: { show } });
  const [question] = asked.messages();
  const button = firstButton(question?.components);
  if (question === undefined || button === undefined)
    throw new Error(`The bot did not ask before it ended the season, but said: ${asked.text()}`);
  await discord.interact({ ...who, kind: 'press', message: question.id, customId: button });
}

function firstButton(rows: unknown): string | undefined {
  const [row] = Array.isArray(rows) ? rows : [];
  const [button] = Array.isArray(row?.components) ? row.components : [];
  return typeof button?.custom_id === 'string' ? button.custom_id : undefined;
}
