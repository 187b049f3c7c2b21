import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { writeReport } from '../../../src/pictures/report/write-report.ts';
import { EVENTFUL } from '../../support/seasons/eventful-season.ts';
import { votedSeason } from '../../support/seasons/voted-season.ts';
it('x', () => writeFileSync('/tmp/rc/report.html', writeReport(votedSeason(EVENTFUL, {title: 'Night Shift'}).insights, Date.now())));
