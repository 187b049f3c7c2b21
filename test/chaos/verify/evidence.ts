import type { openReports } from '../../../src/compose/reports.ts';
import type { Leeway } from '../faults/fault.ts';
import type { Outlet } from '../outlets.ts';
import type { Show } from '../stage.ts';
import type { Journal } from './journal.ts';

type Reports = Awaited<ReturnType<typeof openReports>>;
export type Status = Awaited<ReturnType<Reports['status']>>;
export type Receipt = NonNullable<Awaited<ReturnType<Reports['receipt']>>>;

/** What the bot says about a season, and what the platforms saw of it. */
export interface Evidence {
  readonly show: Show;
  readonly status: Status;
  readonly receipts: readonly Receipt[];
  readonly journal: Journal;
  /** When the bot was killed, in Unix milliseconds. */
  readonly kills: readonly number[];
  readonly leeway: Leeway;
}

/** What the status says about an outlet. */
export function saidOf(status: Status, outlet: Outlet): Status['deliveries'][number] | undefined {
  return status.deliveries.find(({ outlet: id, name }) =>
    outlet.ids.some((one) => `${id} ${name}`.includes(one)),
  );
}
