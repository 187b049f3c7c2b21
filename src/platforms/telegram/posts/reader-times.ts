import type { Log } from '../../../ports/log.ts';
import type { Answer, BotApi } from '../requests/client.ts';
import type { WireRequest } from '../wire/requests.ts';

/** A server of an older Bot API refuses the whole message with these words. */
const UNKNOWN_TAG = /unsupported start tag "tg-time"/i;
const TAGS = /<tg-time [^>]*>|<\/tg-time>/gu;

/** Writes times as text once the server has shown that it does not know the entity. A refused message was not posted. */
export function withReaderTimes(api: BotApi, log: Log): BotApi {
  let isKnown = true;
  return {
    ...api,
    async call(request, options) {
      const first = await api.call(isKnown ? request : withoutTags(request), options);
      if (!isKnown || !refusesTag(first)) return first;
      isKnown = false;
      log.info({}, "this Telegram server cannot show times in each reader's time zone; writing them as text");
      return api.call(withoutTags(request), options);
    },
  };
}

const refusesTag = (answer: Answer): boolean =>
  !answer.ok && answer.failure.kind === 'answered' && UNKNOWN_TAG.test(answer.failure.description);

function withoutTags({ method, params }: WireRequest): WireRequest {
  const plain = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll(TAGS, '') : value,
  ]);
  return { method, params: Object.fromEntries(plain) };
}
