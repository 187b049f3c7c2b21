import type { ShowId } from '../../core/ids.ts';
import type { StatusReport } from '../../core/report.ts';
import type { PastQuestion } from '../../ports/stores/bot-past.ts';
import { sentenceOf } from '../past/past-sentence.ts';

/** A status with the question about the show's past. */
export function withQuestion(
  questions: ReadonlyMap<ShowId, PastQuestion>,
  report: StatusReport,
  show: ShowId,
): StatusReport {
  const asked = questions.get(show);
  if (asked === undefined) return report;
  const { found, season, askedAt } = asked;
  const question = {
    found,
    ...(season !== undefined && { season }),
    askedAt: new Date(askedAt).toISOString(),
    what: sentenceOf(asked),
  };
  return { ...report, question };
}
