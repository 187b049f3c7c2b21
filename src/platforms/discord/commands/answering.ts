import {
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from 'discord.js';
import type { Log } from '../../../ports/log.ts';
import { classify, hasCode, wordsOf } from '../requests/errors.ts';
import type { RequestOptions, Requests } from '../requests/requests.ts';
import { type Page, saying, type View } from '../wire/answers.ts';
import { anyShape } from '../wire/objects.ts';

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** Where an answer appears: as a new message, or in place of the question whose button was pressed. */
export type Manner = 'new' | 'replacing';

/**
 * Answers one interaction. The first answer is due within three seconds, and only it may be a form. A deferral decides who
 * will see what follows. Failures are logged, because there is nobody else to tell.
 */
export interface Responder {
  choices(choices: readonly Choice[]): Promise<void>;
  form(form: APIModalInteractionResponseCallbackData): Promise<void>;
  show(view: View, manner: Manner): Promise<void>;
  /**
   * @param visibility of everything that follows.
   * @returns whether Discord accepted it.
   */
  defer(manner: Manner, visibility: View['visibility']): Promise<boolean>;
  /** Shows what a deferral promised, or replaces what was shown. */
  showDeferred(view: View, visibility: View['visibility']): Promise<void>;
}

const ALREADY_ANSWERED = 40060;
/** The time to answer is over: unknown interaction, unknown webhook, or expired token. */
const OVER = [10062, 10015, 50027] as const;
const ATTEMPTS = 2;

/** Replaces the first page of an answer without pages, which no command gives. */
const NOTHING_TO_SAY: Page = { content: '✓', components: [], allowed_mentions: { parse: [] } };

/** `disliked`: Discord refuses the content of the answer. */
type Taken = 'yes' | 'no' | 'disliked';

export function createResponder(
  requests: Requests,
  application: string,
  interaction: { readonly id: string; readonly token: string },
  log: Log,
): Responder {
  const { id, token } = interaction;
  const webhook = Routes.webhook(application, token);
  const original = Routes.webhookMessage(application, token);

  async function first(type: InteractionResponseType, data?: unknown): Promise<Taken> {
    const options = {
      byAddress: true,
      urgent: true,
      body: { type, ...(data === undefined ? {} : { data }) },
    };
    return attempted('answer', async (attempt) => {
      try {
        await requests.post(Routes.interactionCallback(id, token), anyShape, options);
      } catch (error) {
        // The previous attempt got through.
        if (attempt === 1 || !hasCode(error, ALREADY_ANSWERED)) throw error;
      }
    });
  }

  /** Not retried if it may be there already: it would be posted twice. */
  const follow = (body: unknown, files?: RequestOptions['files']): Promise<Taken> =>
    attempted(files === undefined ? 'follow-up' : 'file', () =>
      requests.post(webhook, anyShape, { byAddress: true, patient: true, body, ...(files && { files }) }),
    );

  async function attempted(what: string, send: (attempt: number) => Promise<unknown>): Promise<Taken> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await send(attempt);
        return 'yes';
      } catch (error) {
        const failure = classify(error);
        const again = failure.kind === 'retry' || (failure.kind === 'unknown' && what === 'answer');
        if (again && attempt < ATTEMPTS) continue;
        log.warn({ what, why: wordsOf(failure) }, 'Discord did not accept the answer to a command');
        return failure.kind === 'refused' && !hasCode(error, ...OVER) ? 'disliked' : 'no';
      }
    }
  }

  /** Further pages and the file, seen by the same people as the first page. */
  async function rest(view: View, visibility: View['visibility']): Promise<void> {
    const flags = flagsOf(visibility);
    for (const page of view.pages.slice(1)) {
      const taken = await plainerAndPlainer(page, (each) => follow({ ...each, ...flags }));
      if (taken !== 'yes') return;
    }
    if (view.file === undefined) return;
    const { name, json } = view.file;
    await follow({ ...flags, allowed_mentions: { parse: [] } }, [
      { name, contentType: 'application/json', data: json },
    ]);
  }

  const firstPage = (view: View): Page => view.pages[0] ?? NOTHING_TO_SAY;

  /** The page, then only its words: what its buttons do can also be typed. */
  async function plainerAndPlainer(page: Page, send: (page: Page) => Promise<Taken>): Promise<Taken> {
    const taken = await send(page);
    return taken === 'disliked' && page.components.length > 0 ? send({ ...page, components: [] }) : taken;
  }

  return {
    async choices(choices) {
      await first(InteractionResponseType.ApplicationCommandAutocompleteResult, { choices });
    },
    async form(form) {
      await first(InteractionResponseType.Modal, form);
    },
    async show(view, manner) {
      const type =
        manner === 'replacing'
          ? InteractionResponseType.UpdateMessage
          : InteractionResponseType.ChannelMessageWithSource;
      const visibility = manner === 'replacing' ? 'caller' : view.visibility;
      const flags = manner === 'replacing' ? {} : flagsOf(visibility);
      const send = (page: Page) => first(type, { ...page, ...flags });
      const taken = await plainerAndPlainer(firstPage(view), send);
      if (taken === 'yes') return rest(view, visibility);
      // Discord accepts the bot's own fixed sentences.
      if (taken === 'disliked') await send(firstPage(saying('unshowable')));
    },
    async defer(manner, visibility) {
      const taken =
        manner === 'replacing'
          ? await first(InteractionResponseType.DeferredMessageUpdate)
          : await first(InteractionResponseType.DeferredChannelMessageWithSource, flagsOf(visibility));
      return taken === 'yes';
    },
    async showDeferred(view, visibility) {
      const edit = (page: Page): Promise<Taken> =>
        attempted('answer', () =>
          requests.patch(original, anyShape, { byAddress: true, patient: true, body: page }),
        );
      const taken = await plainerAndPlainer(firstPage(view), edit);
      if (taken === 'yes') return rest(view, visibility);
      if (taken === 'disliked') await edit(firstPage(saying('unshowable')));
    },
  };
}

const flagsOf = (visibility: View['visibility']): { readonly flags?: MessageFlags.Ephemeral } =>
  visibility === 'caller' ? { flags: MessageFlags.Ephemeral } : {};
