import type { TruePoll } from '../outlets.ts';
import type { Extension } from '../script.ts';
import { type Evidence, type Receipt, saidOf } from './evidence.ts';

/** Differences between clocks, and delays between the bot and a platform. */
const SLACK_MS = 250;

/** When a round ended as last announced, in Unix milliseconds. */
const deadlineOf = ({ status }: Evidence, { round }: Receipt): number =>
  Date.parse(status.rounds.find(({ number }) => number === round)?.closesAt ?? '');

/** No poll is closed before the deadline that was last announced. */
export function checkDeadline(
  evidence: Evidence,
  poll: TruePoll | undefined,
  receipt: Receipt,
): readonly string[] {
  const early = deadlineOf(evidence, receipt) - (poll?.closedAt ?? Number.POSITIVE_INFINITY);
  return early > SLACK_MS ? [`was closed ${early} ms before the deadline`] : [];
}

/** If the bot was away, a deadline moves once, the receipt says so, and every outlet that knew the old one is told. */
export function checkExtensions(evidence: Evidence): readonly string[] {
  const faults: string[] = [];
  let extensions = 0;
  for (const receipt of evidence.receipts) {
    const moves = receipt.interventions.filter(({ what }) => what === 'extended');
    const wasLate = receipt.late?.outcome === 'extended';
    const [move] = moves;
    if (moves.length > 1 || wasLate !== (moves.length === 1) || (move && move.by !== 'clock')) {
      faults.push(
        `round ${receipt.round} moved ${moves.length} times, late: ${receipt.late?.outcome ?? 'no'}`,
      );
      continue;
    }
    if (move !== undefined) extensions += 1;
    const told = toldOf(evidence, receipt, move && Date.parse(move.at), extensions);
    faults.push(...told.map((fault) => `round ${receipt.round}: ${fault}`));
  }
  return faults;
}

/** @param movedAt undefined if the deadline stayed. @param number of the extension in its season, from 1. */
function toldOf(
  evidence: Evidence,
  receipt: Receipt,
  movedAt: number | undefined,
  number: number,
): readonly string[] {
  const { show, journal, status } = evidence;
  const item: Extension = `extension ${receipt.round}`;
  const faults: string[] = [];
  if (movedAt === undefined) {
    const many = journal.taken.filter((one) => one.show === show && one.item === item).length;
    return many === 0 ? [] : [`${many} messages of a later deadline, though it stayed`];
  }
  const deadline = deadlineOf(evidence, receipt);
  for (const outlet of show.outlets) {
    const taken = journal.taken.filter((one) => one.outlet === outlet);
    const there = taken.filter((one) => one.item === item);
    const deliveries = saidOf(status, outlet)?.deliveries ?? [];
    const said = deliveries.find((one) => one.kind === 'extension' && one.number === number);
    const wasSent = deliveries.some(
      (one) => one.kind === 'poll' && one.number === receipt.round && one.status === 'sent',
    );
    const hasPoll = taken.find((one) => one.item === `poll ${receipt.round}`);
    const knewTheOld = wasSent && hasPoll !== undefined && hasPoll.at < movedAt - SLACK_MS;
    if (there.length > 1) faults.push(`${outlet.key}: told ${there.length} times of the later deadline`);
    if (said?.status === 'sent' && there.length === 0)
      faults.push(`${outlet.key}: was not told of the later deadline, though that is said to be sent`);
    if (said === undefined && knewTheOld && movedAt < deadline - SLACK_MS)
      faults.push(`${outlet.key}: is not to be told of the later deadline`);
    if (outlet.platform !== 'discord') continue;
    const seconds = [Math.floor(deadline / 1_000), Math.ceil(deadline / 1_000)];
    const wrong = there.filter(({ words }) => !seconds.some((second) => words.includes(String(second))));
    if (wrong.length > 0)
      faults.push(`${outlet.key}: was told another deadline than ${seconds.join(' or ')}`);
  }
  return faults;
}
