import type { OutletId, ShowId } from '../core/ids.ts';
import type { Caller, OutletDesk } from '../ports/desk.ts';
import type { OutletAddress, ResolvedOutlet } from '../ports/outlet.ts';
import type { Connection, SeasonOutlet } from '../ports/season-store.ts';
import { type Context, platformOf } from './context.ts';
import { idOf, isSamePlace, joinMidway } from './join-outlets.ts';
import { knownEntries } from './look-at-place.ts';
import { raiseBotAlert } from './raise-bot-alert.ts';
import type { Show } from './show.ts';

/** Communities that come and go by command. */
export function createOutletDesk(context: Context, showOf: (id: ShowId) => Show): OutletDesk {
  return {
    connect: (show, address, options, by) => connect(context, showOf(show), address, options, by),
    approve: (show, outlet, approved, by) => approve(context, show, outlet, approved, by),
    disconnect: (show, outlet, by) => disconnect(context, show, outlet, by),
    list: (show, community) => list(context, showOf(show), community),
    async check(address) {
      const inspection = await platformOf(context, address.platform).inspect(address);
      if (inspection.ok !== true) return { problems: inspection.problems, warnings: [] };
      const { name, community } = inspection.outlet;
      return { name, community, problems: [], warnings: inspection.warnings };
    },
  };
}

async function connect(
  context: Context,
  show: Show,
  address: OutletAddress,
  { mention, community, here }: Parameters<OutletDesk['connect']>[2],
  by: Caller,
): ReturnType<OutletDesk['connect']> {
  const inspection = await platformOf(context, address.platform).inspect(address);
  if (inspection.ok !== true) {
    // Whoever asks about a channel that is not theirs learns nothing of it, not even whether it exists.
    const theirs = community === undefined || here || inspection.ok === undefined;
    if (!theirs && inspection.community !== community) return { status: 'elsewhere' };
    return { status: 'problems', problems: inspection.problems };
  }
  const { outlet } = inspection;
  if (community !== undefined && outlet.community !== community) return { status: 'elsewhere' };

  const id = show.story.id;
  const before = (await seasonOutlets(context, id)).find((one) => isSamePlace(one.outlet, outlet));
  const asked = (await context.seasons.connections(id)).find((one) => isSamePlace(one.outlet, outlet));
  const plays = before === undefined ? asked?.state === 'connected' : before.leftAt === undefined;
  if (plays) return { status: 'already-connected', name: outlet.name };

  const inFile = await knownEntries(context, id, show.outlets, await context.places.all());
  const listed = inFile.some(({ entry, place }) => isSamePlace(place?.outlet ?? entry, outlet));
  const free = show.communities === 'open' || by.showrunner || listed;
  const connection: Connection = {
    id: before?.id ?? asked?.id ?? idOf({ outlet }),
    outlet,
    ...(mention !== undefined && { mention }),
    state: free ? 'connected' : 'waiting',
    askedAt: asked?.askedAt ?? (await context.clock.now()),
    by: by.pseudonym,
  };
  if (!listed) await context.seasons.putConnection(id, connection);
  const fields = { show: id, outlet: connection.id, name: outlet.name, by: by.pseudonym };
  if (free) {
    context.log.info(fields, 'a community connected');
    await join(context, id, connection);
    return { status: 'joined', name: outlet.name };
  }
  context.log.info(fields, 'a community waits for approval');
  await askForApproval(context, show, connection);
  return { status: 'waits-for-approval', name: outlet.name };
}

async function approve(
  context: Context,
  show: ShowId,
  outlet: OutletId,
  approved: boolean,
  by: Caller,
): Promise<boolean> {
  const asked = (await context.seasons.connections(show)).find((one) => one.id === outlet);
  if (asked?.state !== 'waiting') return false;
  context.log.info({ show, outlet, approved, by: by.pseudonym }, 'a showrunner answered a community');
  if (!approved) return context.seasons.dropConnection(show, outlet);
  await context.seasons.putConnection(show, { ...asked, state: 'connected' });
  await join(context, show, asked);
  return true;
}

/** Where no season runs, the next one begins with it. */
async function join(context: Context, show: ShowId, { id, outlet, mention }: Connection): Promise<void> {
  const season = await context.seasons.current(show);
  if (season === undefined) return;
  const joinedAt = await context.clock.now();
  const record: SeasonOutlet = { id, outlet, ...(mention !== undefined && { mention }), joinedAt };
  await joinMidway(context, season, record);
}

async function disconnect(context: Context, show: ShowId, id: OutletId, by: Caller): Promise<boolean> {
  const dropped = await context.seasons.dropConnection(show, id);
  const season = await context.seasons.current(show);
  const record = (await seasonOutlets(context, show)).find((one) => one.id === id);
  const plays = record !== undefined && record.leftAt === undefined;
  if (season !== undefined && plays) {
    await context.seasons.putOutlet(season, { ...record, leftAt: await context.clock.now() });
  }
  if (dropped || plays) context.log.info({ show, outlet: id, by: by.pseudonym }, 'a community disconnected');
  return dropped || plays;
}

async function list(context: Context, show: Show, community?: string): ReturnType<OutletDesk['list']> {
  const id = show.story.id;
  const connections = await context.seasons.connections(id);
  const records = await seasonOutlets(context, id);
  const isListed = (outlet: OutletId): boolean => !connections.some((one) => one.id === outlet);
  const inSeason = records.map((record) => ({
    ...told(record),
    state: record.leftAt === undefined ? ('playing' as const) : ('left' as const),
    listed: isListed(record.id) && record.leftAt === undefined,
  }));
  const inWaiting = connections
    .filter(({ id: outlet, state }) => {
      const record = records.find((one) => one.id === outlet);
      return record === undefined || (state === 'waiting' && record.leftAt !== undefined);
    })
    .map((one) => ({
      ...told(one),
      state: one.state === 'waiting' ? ('waits-for-approval' as const) : ('playing' as const),
      listed: false,
    }));
  const waiting = new Set(inWaiting.map((one) => one.id));
  return [...inSeason.filter((one) => !waiting.has(one.id)), ...inWaiting]
    .filter((one) => community === undefined || one.community === community)
    .map(({ community: _, ...one }) => one);
}

const told = ({ id, outlet }: { readonly id: OutletId; readonly outlet: ResolvedOutlet }) => ({
  id,
  name: outlet.name,
  address: outlet.address,
  community: outlet.community,
});

async function seasonOutlets(context: Context, show: ShowId): Promise<readonly SeasonOutlet[]> {
  const season = await context.seasons.current(show);
  if (season === undefined) return [];
  return (await context.seasons.outlets(season)).filter((one) => one.alertsOnly !== true);
}

/** Told as one of the bot's own alerts: a show that was never started has no season whose ledger could hold it. */
async function askForApproval(
  context: Context,
  show: Show,
  { id: outlet, outlet: { name }, by, askedAt }: Connection,
): Promise<void> {
  const { id, title, language } = show.story;
  const alert = { code: 'outlet-waiting', show: { id, title, language }, outlet, name, by } as const;
  await raiseBotAlert(context, `${id}\n${outlet}\n${askedAt}`, alert);
}
