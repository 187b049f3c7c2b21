import { discordPosts } from '../../../src/sandbox/audience/town-posts.ts';
import type { MessageRecord } from '../../../src/sandbox/discord/records.ts';
import type { Message } from '../../../src/sandbox/telegram/types.ts';
import { type Finished, SeasonStage, type StagePlan } from '../seasons/season-stage.ts';
import { DiscordPerson, type DiscordSeat } from './discord-person.ts';
import { TelegramPerson } from './telegram-person.ts';

/** A stage whose season begins by command, with a showrunner and an alerts place on both platforms. */
export interface CommandStage<Key extends string> {
  readonly stage: SeasonStage<Key>;
  readonly discord: {
    readonly showrunner: DiscordPerson;
    /** Where the alerts go. */
    readonly alerts: DiscordSeat;
    /** Resolves with the alert that contains these words. */
    alert(words: string): Promise<MessageRecord>;
    /** Somebody in a place of the story, or anywhere else on Discord. */
    person(name: string, where: DiscordSeat, may?: 'moderates'): DiscordPerson;
    in(key: Key): DiscordSeat;
  };
  readonly telegram: {
    /** In private with the bot. */
    readonly showrunner: TelegramPerson;
    /** The group of the alerts. */
    readonly alerts: number;
    alert(words: string): Promise<Message>;
    /** In private with the bot if no chat is named. */
    person(name: string, chat?: number): TelegramPerson;
  };
}

export async function onCommand<Key extends string>(
  plan: StagePlan<Key>,
  onFinished: Finished,
): Promise<CommandStage<Key>> {
  const stage = await SeasonStage.set(plan, onFinished);
  const { discord, telegram } = stage;
  const { id: guild, channels } = discord.addGuild({ name: 'Showrunners', channels: [{ name: 'alerts' }] });
  const desk: DiscordSeat = { guild, channel: channels.alerts ?? '' };
  const group = telegram.world.addSupergroup({ title: 'Showrunners' }).id;

  const person = (name: string, seat: DiscordSeat, may?: 'moderates') =>
    new DiscordPerson(stage, { ...seat, user: discord.addUser(name) }, may === 'moderates');
  const chatter = (name: string, chat?: number): TelegramPerson => {
    const { id } = telegram.world.addUser({ first_name: name });
    return new TelegramPerson(stage, id, chat ?? telegram.world.addPrivateChat(id).id);
  };
  const showrunners = { discord: person('Sam', desk, 'moderates'), telegram: chatter('Sam') };
  await stage.write('cliffhanger.yaml', {
    ...plan.operator,
    showrunners: { discord: [showrunners.discord.user], telegram: [showrunners.telegram.user] },
    alerts: { discord: desk.channel, telegram: group },
    shows: [
      {
        ...('episodes' in plan.story ? { story: 'story.yaml' } : { serial: plan.story }),
        starts: 'on-command',
        ...plan.show,
        outlets: stage.all.map(({ entry }) => entry),
      },
    ],
  });
  const look = (): void => stage.book.changed();
  discord.onExchange(look);
  telegram.onExchange(look);
  telegram.onEdit(look);

  const found = async <One>(words: string, find: () => One | undefined): Promise<One> => {
    await stage.book.untilTrue(`an alert says "${words}"`, () => find() !== undefined);
    const one = find();
    if (one === undefined) throw new Error('an alert was there and is gone');
    return one;
  };
  return {
    stage,
    discord: {
      showrunner: showrunners.discord,
      alerts: desk,
      person,
      in: (key) => ({ guild: stage.places[key].guild ?? '', channel: stage.places[key].id }),
      alert: (words) =>
        found(words, () => discord.messages(desk.channel).find((one) => shownText(one).includes(words))),
    },
    telegram: {
      showrunner: showrunners.telegram,
      alerts: group,
      person: chatter,
      alert: (words) =>
        found(words, () => telegram.messages(group).find(({ text }) => text?.includes(words) === true)),
    },
  };
}

const shownText = (message: MessageRecord): string => discordPosts([message])[0]?.text ?? '';
