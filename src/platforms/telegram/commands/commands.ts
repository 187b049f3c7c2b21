import type { Milliseconds } from '../../../core/ids.ts';
import { translate } from '../../../core/wording/command-translations.ts';
import type { CommandDesk } from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import type { WrittenMenus } from '../../../ports/stores/written-menus.ts';
import { createAdministrators } from '../administrators.ts';
import { Recent } from '../posts/recent.ts';
import type { BotApi } from '../requests/client.ts';
import type { OtherUpdate } from '../updates/updates.ts';
import { CallbackQuery, type Update, Written } from '../wire/objects.ts';
import { createAnswering } from './answering.ts';
import { createConversation } from './conversation.ts';
import { Lanes } from './lanes.ts';
import { createMessageAge } from './message-age.ts';
import { phrases } from './phrases.ts';
import { press } from './presses.ts';
import { menusOf, syncMenus, takeBackMenus } from './register.ts';
import type { Spot } from './speaker.ts';
import { hear } from './spoken.ts';
import { addedTo, welcome } from './welcome.ts';

export interface CommandIntake {
  /** Resolves when the person has been answered. Never rejects; works one at a time per chat. */
  readonly handle: OtherUpdate;
  /** Brings the command menus up to date. Never rejects. */
  menus(): Promise<void>;
  /** Resolves when no answer is pending. */
  idle(): Promise<void>;
}

/** Updates may arrive twice (a batch that could not be stored whole, a webhook); the second time they are skipped. */
const REMEMBERED_UPDATES = 2_000;

export function answerCommands(settings: {
  readonly api: BotApi;
  readonly desk: CommandDesk;
  readonly log: Log;
  readonly botName: string | undefined;
  /** Account ids; they only decide who gets which menu. */
  readonly showrunners: readonly string[];
  /** Where menus were written before; without it nothing is noted or removed. */
  readonly written?: WrittenMenus;
}): CommandIntake {
  const { api, desk, log, botName, showrunners, written } = settings;
  const administers = createAdministrators(api);
  const answering = createAnswering(api, log);
  const conversation = createConversation({ desk, answering, administers, botName, log });
  const lanes = new Lanes();
  const seen = new Recent(REMEMBERED_UPDATES);
  const syncing = new Set<Promise<void>>();
  const greeted = new Set<number>();
  const age = createMessageAge(api);

  function sync(ids: readonly string[], scope?: string): Promise<void> {
    const menus = menusOf(desk.commands, ids, translate).filter(
      (menu) => (scope ?? menu.scope.type) === menu.scope.type,
    );
    const running = syncMenus(api, log, menus, written).then(async () => {
      if (written !== undefined && scope === undefined) await takeBackMenus(api, log, menus, written);
    });
    syncing.add(running);
    return running.finally(() => syncing.delete(running));
  }

  const spoken = {
    conversation,
    administers,
    botName,
    ageOf: age,
    onStale: ({ type }: Spot, old: Milliseconds) =>
      log.warn(
        { chat: type, seconds: Math.round(old / 1_000), clockAhead: api.clockAhead() ?? 'unknown' },
        'ignoring a command that was written too long ago',
      ),
    isShowrunner: (user: number) => showrunners.includes(String(user)),
    onShowrunner: (user: number) => {
      if (greeted.has(user)) return;
      greeted.add(user);
      void sync([String(user)], 'chat');
    },
  };

  /** Ignores anything that the Bot API does not define. */
  function workOf(update: Update): { lane: string; run: () => Promise<void>; full?: () => void } | undefined {
    const written = Written.safeParse(update.message ?? update.channel_post);
    if (written.success) {
      return { lane: String(written.data.chat.id), run: () => hear(spoken, written.data) };
    }
    const query = CallbackQuery.safeParse(update.callback_query);
    if (query.success) {
      const { message, from } = query.data;
      return {
        lane: String(message?.chat.id ?? from.id),
        run: () => press({ conversation, administers }, query.data),
        full: () => void answering.notify(query.data, phrases.busy),
      };
    }
    const added = addedTo(update);
    return added && { lane: String(added.spot.chat), run: () => welcome(conversation, added) };
  }

  return {
    async handle(update) {
      const work = workOf(update);
      if (work === undefined || !seen.add(update.update_id)) return;
      const begun = lanes.run(work.lane, () =>
        work.run().catch((error: unknown) => {
          log.error({ update: update.update_id, error }, 'could not answer a command or button');
        }),
      );
      if (begun === undefined) {
        work.full?.();
        log.warn(
          { update: update.update_id },
          'too many commands are waiting in one chat; one was not answered',
        );
      }
      await begun;
    },
    menus: () => sync(showrunners),
    async idle() {
      await Promise.all([lanes.idle(), answering.stop(), ...syncing]);
    },
  };
}
