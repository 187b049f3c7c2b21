import type { BatchOutcome } from '../batch.ts';

interface Row {
  tried: number;
  survived: number;
  unknown: number;
  extended: number;
  recovery: number;
  settled: number;
}

const NOTHING: Row = { tried: 0, survived: 0, unknown: 0, extended: 0, recovery: 0, settled: 0 };

/** The outcome of all seasons, by the fault that hit them. */
export class Tally {
  readonly #rows = new Map<string, Row>();

  add(fault: string, { seasons, recovery, settled }: BatchOutcome): void {
    const row = this.#rows.get(fault) ?? NOTHING;
    this.#rows.set(fault, {
      tried: row.tried + seasons.length,
      survived: row.survived + seasons.filter(({ faults }) => faults.length === 0).length,
      unknown: row.unknown + seasons.reduce((sum, { unknown }) => sum + unknown, 0),
      extended: row.extended + seasons.reduce((sum, { extended }) => sum + extended, 0),
      recovery: Math.max(row.recovery, recovery),
      settled: Math.max(row.settled, settled),
    });
  }

  get tried(): number {
    return this.#sum('tried');
  }

  get survived(): number {
    return this.#sum('survived');
  }

  #sum(column: keyof Row): number {
    return [...this.#rows.values()].reduce((sum, row) => sum + row[column], 0);
  }

  /** The table, for people. */
  lines(): readonly string[] {
    const head = ['fault', 'tried', 'survived', 'unknown asked', 'extended', 'worst recovery', 'all settled'];
    const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
    const rows = [...this.#rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, { tried, survived, unknown, extended, recovery, settled }]) => [
        name,
        String(tried),
        String(survived),
        String(unknown),
        String(extended),
        seconds(recovery),
        seconds(settled),
      ]);
    const widths = head.map((word, column) =>
      Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)),
    );
    return [head, ...rows].map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  }
}
