import { communityKey, type Milliseconds, type OutletId, type ShowId } from '../../core/ids.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { Caller } from '../../ports/commands/caller.ts';
import type { OutletDesk } from '../../ports/commands/outlet-desk.ts';
import type { OutletAddress, ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { Connection } from '../../ports/stores/connections.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { within } from '../../time-limit.ts';
import { type Alerting, type Context, platformOf, type SettingAside } from '../context.ts';
import { noteWhoSettled } from '../deliveries/follow-alert.ts';
import { elsewhere, isSamePlace } from '../shows/address.ts';
import { idOf, joinMidway } from '../shows/join-outlets.ts';
import { knownEntries } from '../shows/look-at-place.ts';
import { createLookLimit } from '../shows/look-limit.ts';
import { askForApproval, openRequests, requestIsOver } from '../shows/outlet-requests.ts';
import type { Show } from '../shows/show.ts';

/** Communities that join and leave by command. */
export function createOutletDesk(
  context: SettingAside &
    Pick<Context, 'states' | 'outlets' | 'connections' | 'places' | 'communityNames' | 'peopleNames'>,
  showOf: (id: ShowId) => Show,
): OutletDesk {
  const mayLook = createLookLimit();
  return {
    connect: (show, address, options, by) => connect(context, showOf(show), address, options, by, mayLook),
    approve: (show, outlet, approved, by) => approve(context, showOf(show), outlet, approved, by),
    disconnect: (show, outlet, by) => disconnect(context, showOf(show), outlet, by),
    list: (show, community) => list(context, showOf(show), community),
    async name(community, name, by) {
      await context.communityNames.put(community, name);
      context.log.info({ ...community, name, by: by.pseudonym }, 'a community got a name for fans');
      const words = context.platforms.get(community.platform)?.communities;
      return { unnamed: words?.unnamed ?? 'a community', hasPublicNames: words?.nameIn !== undefined };
    },
    async check(address, by) {
      if (by !== undefined && !mayLook(communityKey(address.platform, by)))
        return { problems: [ASKED_TOO_OFTEN], warnings: [] };
      const inspection = await platformOf(context, address.platform).inspect(address);
      if (inspection.ok !== true) return { problems: inspection.problems, warnings: [] };
      const { name, community } = inspection.outlet;
      return { name, community, problems: [], warnings: inspection.warnings };
    },
  };
}

const ASKED_TOO_OFTEN = problemOf('asked-too-often');

async function connect(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'connections' | 'places'>,
  show: Show,
  given: OutletAddress,
  { mention, community, channel }: Parameters<OutletDesk['connect']>[2],
  by: Caller,
  mayLook: (community: string) => boolean,
): ReturnType<OutletDesk['connect']> {
  const id = show.story.id;
  const here = channel === undefined;
  const address = here ? given : elsewhere(given, channel);
  const requests = by.showrunner ? [] : await openRequests(context, id);
  // A repeated request asks nothing of the platform.
  const same = here ? requests.find((one) => isSamePlace(one.outlet, { address })) : undefined;
  if (same !== undefined) return stillWaits(same, true);
  if (community !== undefined && !mayLook(communityKey(address.platform, community)))
    return { status: 'problems', problems: [ASKED_TOO_OFTEN] };
  const inspection = await platformOf(context, address.platform).inspect(address);
  if (inspection.ok !== true) {
    // A person who asks about a channel of another community learns nothing about it, not even whether it
    // exists.
    const theirs = community === undefined || here || inspection.ok === undefined;
    if (!theirs && inspection.community !== community) return { status: 'elsewhere' };
    return { status: 'problems', problems: inspection.problems };
  }
  const { outlet } = inspection;
  if (community !== undefined && outlet.community !== community) return { status: 'elsewhere' };

  const before = (await seasonOutlets(context, id)).find((one) => isSamePlace(one.outlet, outlet));
  const asked = (await context.connections.of(id)).readable.find((one) => isSamePlace(one.outlet, outlet));
  const plays = before === undefined ? asked?.state === 'connected' : before.leftAt === undefined;
  if (plays) return { status: 'already-connected', name: outlet.name };

  const inFile = await knownEntries(context, id, show.outlets, await context.places.all());
  const listed = inFile.some(({ entry, place }) => isSamePlace(place?.outlet ?? entry, outlet));
  const free = show.communities === 'open' || by.showrunner || listed;
  const now = await context.clock.now();
  const connection: Connection = {
    id: before?.id ?? asked?.id ?? idOf({ outlet }),
    outlet,
    ...(mention !== undefined && { mention }),
    state: free ? 'connected' : 'waiting',
    askedAt: free ? (asked?.askedAt ?? now) : now,
    by: by.pseudonym,
  };
  const { name } = outlet;
  if (!free) return askOnce(context, show, connection, requests, by);
  if (!listed) await context.connections.put(id, connection);
  const fields = { show: id, outlet: connection.id, name, by: by.pseudonym };
  context.log.info(fields, 'a community connected');
  if (asked?.state === 'waiting') await requestIsOver(context, show, asked);
  await join(context, id, connection);
  return { status: 'joined', name };
}

/** Included in the request if the platform answers in time; the moderator does not wait longer. */
const COUNTED_WITHIN: Milliseconds = 800;

/** A community can have one open request at a time, for any of its channels. */
async function askOnce(
  context: Pick<Context, 'outbox' | 'connections' | 'jobs' | 'clock' | 'platforms' | 'log' | 'aside'>,
  show: Show,
  connection: Connection,
  requests: readonly Connection[],
  by: Caller,
): ReturnType<OutletDesk['connect']> {
  const { outlet } = connection;
  const open = requests.find((one) => isSameCommunity(one.outlet, outlet));
  if (open !== undefined) return stillWaits(open, isSamePlace(open.outlet, outlet));
  const counting = platformOf(context, outlet.address.platform).countMembers?.(outlet);
  const members = counting && (await within(COUNTED_WITHIN, counting));
  const counted = members === undefined ? connection : { ...connection, members };
  const asked = await askForApproval(context, show, counted, by);
  switch (asked.kind) {
    case 'asked':
      return { status: 'waits-for-approval', name: outlet.name };
    case 'waiting':
      return stillWaits(asked.connection, isSamePlace(asked.connection.outlet, outlet));
    case 'too-many': {
      context.log.info(
        { show: show.story.id, limit: asked.of, by: by.pseudonym },
        'a request was over the limit',
      );
      const [of] = asked.of.split(' ');
      return { status: 'too-many', of: of === 'community' || of === 'person' ? of : 'show' };
    }
  }
}

const isSameCommunity = (one: ResolvedOutlet, other: ResolvedOutlet): boolean =>
  one.address.platform === other.address.platform && one.community === other.community;

const stillWaits = ({ outlet, askedAt }: Connection, here: boolean) =>
  ({ status: 'still-waits', name: outlet.name, since: askedAt, here }) as const;

async function approve(
  context: Alerting & Pick<Context, 'seasons' | 'states' | 'connections' | 'aside'>,
  show: Show,
  outlet: OutletId,
  approved: boolean,
  by: Caller,
): Promise<boolean> {
  const { id } = show.story;
  const asked = (await openRequests(context, id)).find((one) => one.id === outlet);
  if (asked === undefined) return false;
  context.log.info({ show: id, outlet, approved, by: by.pseudonym }, 'a showrunner answered a community');
  if (approved) await context.connections.put(id, { ...asked, state: 'connected' });
  else if (!(await context.connections.drop(id, outlet))) return false;
  await requestIsOver(context, show, asked, { approved, by: by.pseudonym });
  if (approved) await join(context, id, asked);
  return true;
}

/** If no season is running, the next one begins with it. */
async function join(
  context: Pick<Context, 'seasons' | 'states' | 'outlets' | 'ledger' | 'jobs' | 'clock' | 'log'>,
  show: ShowId,
  { id, outlet, mention }: Connection,
): Promise<void> {
  const season = await context.seasons.current(show);
  if (season === undefined) return;
  const joinedAt = await context.clock.now();
  const record: SeasonOutlet = { id, outlet, ...(mention !== undefined && { mention }), joinedAt };
  await joinMidway(context, season, record);
}

async function disconnect(
  context: Alerting & Pick<Context, 'seasons' | 'states' | 'connections' | 'peopleNames' | 'aside'>,
  show: Show,
  id: OutletId,
  by: Caller,
): Promise<boolean> {
  const { id: showId } = show.story;
  const request = (await openRequests(context, showId)).find((one) => one.id === id);
  const dropped = await context.connections.drop(showId, id);
  if (request !== undefined) await requestIsOver(context, show, request);
  const season = await context.seasons.current(showId);
  const record = (await seasonOutlets(context, showId)).find((one) => one.id === id);
  const plays = record !== undefined && record.leftAt === undefined;
  if (season !== undefined && plays) {
    await context.outlets.put(season, { ...record, leftAt: await context.clock.now() });
    await noteWhoSettled(context, season, by.pseudonym);
  }
  if (dropped || plays)
    context.log.info({ show: showId, outlet: id, by: by.pseudonym }, 'a community disconnected');
  return dropped || plays;
}

async function list(
  context: Pick<Context, 'seasons' | 'outlets' | 'connections' | 'communityNames' | 'aside'>,
  show: Show,
  community?: string,
): ReturnType<OutletDesk['list']> {
  const id = show.story.id;
  const { readable: connections } = await context.connections.of(id);
  const records = await seasonOutlets(context, id);
  const names = await context.communityNames.all();
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
    .map((one) => {
      const givenName = names.get(communityKey(one.address.platform, one.community));
      return { ...one, ...(givenName !== undefined && { givenName }) };
    });
}

const told = ({ id, outlet }: { readonly id: OutletId; readonly outlet: ResolvedOutlet }) => ({
  id,
  name: outlet.name,
  address: outlet.address,
  community: outlet.community,
});

async function seasonOutlets(
  context: Pick<Context, 'seasons' | 'outlets' | 'aside'>,
  show: ShowId,
): Promise<readonly SeasonOutlet[]> {
  const season = await context.seasons.current(show);
  if (season === undefined || context.aside.has(season)) return [];
  return (await context.outlets.all(season)).filter((one) => one.alertsOnly !== true);
}
