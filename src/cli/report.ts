import type { Command } from 'commander';
import { writeResult } from '../files/written-file.ts';
import { type Named, type ReadingTerminal, seasonNamed } from './map.ts';

const EXAMPLES = `
One HTML file that needs nothing else: turnout, votes that were foregone or hardly felt, what you intended and what came,
and the paths not taken. It contains episodes that fans have not seen. Without --out, it is printed.

  cliffhanger report night-shift --out report.html
  cliffhanger report night-shift.1 > first-season.html`;

/** Adds `report`, which writes what a season's votes tell its writers. */
export function addReport(cli: Command, { say, withReports }: ReadingTerminal): void {
  cli
    .command('report')
    .description("the writers' report on a season, as one HTML file")
    .argument('<show>', 'SHOW for its latest season, or SHOW.NUMBER; archived or not', seasonNamed)
    .option('-o, --out <file>', 'write to this file, over what is there')
    .addHelpText('after', EXAMPLES)
    .action(async ({ show, ordinal }: Named, { out }: { out?: string }) => {
      await withReports(async (reports) => {
        const insights = await reports.insights(show, ordinal);
        // Loaded only here: most commands draw nothing.
        const { writeReport } = await import('../pictures/report/write-report.ts');
        const page = writeReport(insights, Date.now());
        if (out === undefined) say(page.trimEnd());
        else await writeResult(out, page, undefined);
      });
    });
}
