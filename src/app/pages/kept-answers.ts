import type { Milliseconds } from '../../core/ids.ts';

/**
 * Remembers answers for a while, so that many readers who ask the same cost as much as one. Those who come while an answer is
 * being made get that one; one that fails is not remembered.
 * @param most answers that are remembered; the oldest is forgotten first.
 */
export function keptAnswers<Answer>(forMs: Milliseconds, most: number) {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<Answer> }>();
  return (key: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = kept.get(key);
    if (known !== undefined && known.until > performance.now()) return known.answer;
    const answer = make();
    kept.delete(key);
    kept.set(key, { until: performance.now() + forMs, answer });
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    return answer;
  };
}
