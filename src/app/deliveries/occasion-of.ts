import { deliveryId, roundNumber } from '../../core/ids.ts';
import { type Occasion, roundAbout } from '../../core/posts/occasion.ts';
import { isQuestionAlert } from '../../core/posts/settled.ts';
import type { Alert } from '../../core/season/effects.ts';
import type { Season } from '../../core/season/state.ts';
import type { Platform } from '../../ports/platform/platform.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Context } from '../context.ts';
import { markOf } from './delivery-mark.ts';
import { type SettledWith, settledWith } from './settled-with.ts';
import { shownMessage } from './shown-message.ts';

type Ports = Pick<
  Context,
  'counts' | 'outlets' | 'ledger' | 'communityNames' | 'platforms' | 'pages' | 'appearances'
>;

/** Everything from which a delivery's post is made, to send it or to search for it. */
export async function occasionOf(
  context: Ports,
  season: Season,
  { id, kind, number, alert }: Delivery,
  outlet: SeasonOutlet,
  platform: Platform | undefined,
): Promise<Occasion> {
  const settled =
    kind === 'result' ? roundNumber(number) : alert?.code === 'provisional' ? alert.round : undefined;
  const { counts, corrected, communities } =
    settled === undefined ? ({} as SettledWith) : await settledWith(context, season, settled);
  const round = roundAbout(season, kind, number);
  const posted =
    round === undefined
      ? undefined
      : await context.ledger.find(season.id, outlet.id, deliveryId('poll', round.number));
  const poll = shownMessage(posted);
  const links = alert === undefined || !isQuestionAlert(alert) ? [] : await linksOf(context, season, alert);
  return {
    kind,
    number,
    ...(links.length > 0 && { links }),
    ...(alert !== undefined && { alert }),
    mark: markOf(season.id, outlet.id, id),
    outlet: outlet.id,
    joinedAt: outlet.joinedAt,
    canSeal: platform?.capabilities.poll.sealed ?? false,
    ...(poll !== undefined && { poll }),
    ...(posted?.status.kind === 'sent' && { hadPoll: true }),
    ...(counts !== undefined && { counts }),
    ...(kind === 'result' && corrected !== undefined && { corrected }),
    ...(context.pages !== undefined && { pages: context.pages }),
    ...look(context, season),
    ...(kind === 'result' && communities !== undefined && { communities }),
  };
}

const look = ({ appearances }: Ports, { story }: Season): Pick<Occasion, 'appearance'> => {
  const appearance = appearances.get(story.id);
  return appearance === undefined ? {} : { appearance };
};

/** People would not follow more. */
const MOST_LINKS = 3;
/** Outlets searched for links: a show may have thousands. */
const MOST_LOOKED_AT = 20;

const lastOut = (releases: Season['releases']): number =>
  releases.findLast(({ retracted }) => retracted === undefined)?.number ?? releases.length;

/** The round's polls, or the last episode in the outlet that an alert is about. */
async function linksOf(context: Pick<Context, 'outlets' | 'ledger'>, { id, releases }: Season, alert: Alert) {
  const outlets = await context.outlets.all(id);
  const looked =
    'outlet' in alert
      ? outlets.filter((one) => one.id === alert.outlet)
      : 'round' in alert
        ? outlets.filter(({ alertsOnly }) => alertsOnly !== true).slice(0, MOST_LOOKED_AT)
        : [];
  const what = 'round' in alert ? deliveryId('poll', alert.round) : deliveryId('drop', lastOut(releases));
  const there = await context.ledger.listOf(
    id,
    what,
    looked.map((one) => one.id),
  );
  return looked
    .flatMap(({ id: outlet, outlet: { name } }) => {
      const url = shownMessage(there.get(outlet))?.link;
      return url === undefined ? [] : [{ name, url }];
    })
    .slice(0, MOST_LINKS);
}
