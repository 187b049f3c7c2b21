import type { Line } from '../../posts/content.ts';
import type { CountRemark, CountTrouble } from '../../vote/count-trouble.ts';
import type { Told } from './count-sentence.ts';

export interface CountWords {
  readonly of: Readonly<Record<CountTrouble, Told>>;
  /** What is worth knowing of a count that is in the result in full. */
  readonly remarks: Readonly<Record<CountRemark, Told>>;
  /** For fans, on the receipt: the platform's own count came after the decision. */
  readonly confirmedLater: (outlet: string) => Line;
  /** For showrunners. */
  readonly moreOnReceipt: (count: number) => Line;
}
