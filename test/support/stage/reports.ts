import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { jsonSchemas } from '../../../config/json-schemas.ts';
import { readSettings } from '../../../config/settings.ts';
import { openReports, type Reports } from '../../../src/compose/reports.ts';
import type { RoundNumber, ShowId } from '../../../src/core/ids.ts';
import type { ReceiptReport, StatusReport } from '../../../src/core/report.ts';
import { platforms as allPlatforms } from '../../../src/platforms/index.ts';
import type { Platforms } from '../../../src/ports/platform/platform-definition.ts';
import type { Environment } from './bots.ts';
import type { Place, TruePoll } from './places.ts';

type Named = 'receipt' | 'status';
const compiled = new WeakMap<Platforms, Map<Named, ReturnType<Ajv['compile']>>>();

/**
 * What `cliffhanger status SHOW --json` prints.
 * @throws if it does not match config/schema.
 */
export async function readStatus(
  environment: Environment,
  show: ShowId,
  platforms: Platforms = allPlatforms,
): Promise<StatusReport> {
  return checkedReport(
    'status',
    await reading(environment, platforms, (reports) => reports.status(show)),
    platforms,
  );
}

/**
 * What `cliffhanger receipt SHOW --round N --json` prints.
 * @throws if it does not match config/schema.
 */
export async function readReceipt(
  environment: Environment,
  show: ShowId,
  round: RoundNumber,
  platforms: Platforms = allPlatforms,
): Promise<ReceiptReport> {
  return checkedReport(
    'receipt',
    await reading(environment, platforms, (reports) => reports.receipt(show, round)),
    platforms,
  );
}

async function reading<Value>(
  environment: Environment,
  platforms: Platforms,
  read: (reports: Reports) => Promise<Value>,
): Promise<Value> {
  const reports = await openReports(readSettings(environment, platforms), platforms);
  try {
    return await read(reports);
  } finally {
    await reports.close();
  }
}

function checkedReport(name: 'receipt', report: unknown, platforms: Platforms): ReceiptReport;
function checkedReport(name: 'status', report: unknown, platforms: Platforms): StatusReport;
function checkedReport(name: Named, report: unknown, platforms: Platforms): unknown {
  const known = compiled.get(platforms) ?? new Map<Named, ReturnType<Ajv['compile']>>();
  const validate = known.get(name) ?? compile(name, platforms);
  compiled.set(platforms, known.set(name, validate));
  if (!validate(report)) {
    throw new Error(`The ${name} is not as its schema has it: ${JSON.stringify(validate.errors, null, 1)}`);
  }
  return report;
}

function compile(name: Named, platforms: Platforms) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Of the bot's own list, the text of config/schema: a test compares the files with it.
  return ajv.compile(JSON.parse(jsonSchemas(platforms)[`${name}.schema.json`] ?? ''));
}

/**
 * Differences between a receipt and the platforms: counts by outlet, sums and total. An outlet that it calls missing
 * is not compared; the journey itself says which ones may be missing.
 */
export function differences(receipt: ReceiptReport, places: readonly Place[]): readonly string[] {
  const counted = places.flatMap((place) => {
    const stated = receipt.outlets.find(({ outlet }) => outlet === place.outlet);
    if (stated === undefined) return [`${place.key} is not on the receipt`];
    if (stated.status === 'missing') return [];
    const poll = pollOf(place, receipt, stated.link);
    if (poll === undefined) return [`${place.key} has no such poll`];
    return receipt.options.flatMap(({ id, label }) => {
      const truth = poll.counts[poll.labels.indexOf(label)];
      const said = stated.counts[id] ?? 0;
      return said === truth ? [] : [`${place.key}, ${label}: receipt ${said}, platform ${truth}`];
    });
  });
  const sums = receipt.options.flatMap(({ id, label, count }) => {
    const sum = receipt.outlets.reduce(
      (all, one) => all + (one.status === 'missing' ? 0 : (one.counts[id] ?? 0)),
      0,
    );
    return sum === count ? [] : [`${label}: receipt ${count}, its outlets ${sum}`];
  });
  const total = receipt.options.reduce((all, { count }) => all + count, 0);
  return [
    ...counted,
    ...sums,
    ...(total === receipt.total ? [] : [`total ${receipt.total}, options ${total}`]),
  ];
}

/** By its address; a basic group's messages have none. */
function pollOf(place: Place, receipt: ReceiptReport, link: string | undefined): TruePoll | undefined {
  const labels = receipt.options.map(({ label }) => label).join('\n');
  const alike = place
    .polls()
    .filter((poll) => poll.question === receipt.question && poll.labels.join('\n') === labels);
  return link === undefined ? alike.at(-1) : alike.find(({ message }) => link.endsWith(`/${message}`));
}
