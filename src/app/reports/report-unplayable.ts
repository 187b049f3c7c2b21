import type { ShowId } from '../../core/ids.ts';
import type { ReportedUnplayable, StatusReport } from '../../core/report.ts';
import type { Place, PlaceStore } from '../../ports/stores/place-store.ts';
import { platformOfLiteral } from '../shows/address.ts';
import { troubleWords } from '../shows/look-at-place.ts';

/**
 * A status with the outlets of the operator's file that the bot can't play in.
 * @param community only its outlets; undefined: all, and the places for alerts.
 */
export async function withUnplayable(
  places: PlaceStore,
  report: StatusReport,
  show: ShowId,
  community?: string,
): Promise<StatusReport> {
  const told = (await places.all()).filter(({ owner, outlet }) =>
    community === undefined
      ? owner === show || owner === 'alerts'
      : owner === show && outlet?.community === community,
  );
  const unplayable = told.flatMap(reported);
  return unplayable.length === 0 ? report : { ...report, unplayable };
}

function reported({ owner, literal, outlet, trouble }: Place): readonly ReportedUnplayable[] {
  if (trouble === undefined) return [];
  return [
    {
      outlet: owner === 'alerts' ? `alerts ${literal}` : literal,
      platform: platformOfLiteral(literal),
      name: outlet?.name ?? literal,
      because: trouble.kind === 'refused' ? 'refused' : 'no-answer',
      reason: troubleWords(trouble),
      since: new Date(trouble.since).toISOString(),
    },
  ];
}
