import type { Milliseconds } from '../../../core/ids.ts';

const ANSWERS_WITHIN: Milliseconds = 5_000;

/**
 * Whether something other than the Bot API answers at its address: a page, or "not found" without the Bot API's own words. If
 * it can't read the body, telegraf does not report an answer's status. Any other answer may come from an edge server for a
 * while.
 */
export async function isStranger(
  apiUrl: string,
  token: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const limit = AbortSignal.timeout(ANSWERS_WITHIN);
  try {
    const answer = await fetch(`${apiUrl}/bot${token}/getMe`, {
      redirect: 'manual',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    const text = await answer.text();
    return (answer.ok || answer.status === 404) && !speaksBotApi(text);
  } catch {
    return false;
  }
}

function speaksBotApi(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'ok' in body;
  } catch {
    return false;
  }
}
