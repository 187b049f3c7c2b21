import type { Reports } from '../../compose/reports.ts';
import type { Town } from '../audience/town.ts';
import type { Book } from '../demo/book.ts';
import { countRounds, type TrueRound } from '../demo/ground-truth.ts';
import type { RoundPart, TallyPart } from './state.ts';

const LOOK_EVERY_MS = 300;
/** While Redis is away, nothing answers. */
const ANSWERS_WITHIN_MS = 1_500;
const MOST_ROUNDS = 40;

type Status = Awaited<ReturnType<Reports['status']>>;
type Show = Parameters<Reports['status']>[0];
type ReportedRound = Status['rounds'][number];

/** What the bot says of the season, with its counts by the number of the round. */
interface Statement {
  readonly status: Status;
  readonly counts: ReadonlyMap<number, Readonly<Record<string, number>>>;
}

/** Compares, again and again, what the bot has counted with the platforms' own counts. */
export class TallyWatch {
  readonly #town: Town;
  readonly #book: Book;
  readonly #show: Show;
  #statement: Statement | undefined;
  #known = false;
  #stopped = false;

  constructor(town: Town, book: Book, show: string) {
    this.#town = town;
    this.#book = book;
    this.#show = show as Show;
  }

  /** Reads until `stop`; the readers may come later, and be replaced. */
  async watch(reports: () => Reports | undefined): Promise<void> {
    while (!this.#stopped) {
      const reader = reports();
      const statement = reader === undefined ? undefined : await soon(this.#read(reader));
      this.#known = statement !== undefined;
      this.#statement = statement ?? this.#statement;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref());
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  get part(): TallyPart {
    const { status, counts } = this.#statement ?? {};
    const boxes = this.#town.communities.map(({ key, polls }) => ({ key, polls: polls() }));
    const rounds = countRounds(this.#book, boxes).slice(-MOST_ROUNDS);
    const deliveries = status?.deliveries.flatMap(({ name, deliveries: all }) =>
      all.map((one) => ({ ...one, name })),
    );
    return {
      known: this.#known,
      state: status?.state ?? null,
      episode: status?.episode?.title ?? null,
      next:
        status?.next === undefined
          ? null
          : {
              title: status.next.title,
              at: status.next.at === undefined ? null : Date.parse(status.next.at),
            },
      opening: openingIn(status),
      rounds: rounds.map((round) => {
        const reported = status?.rounds.find(({ number }) => number === round.number);
        return this.#round(round, reported, counts?.get(round.number));
      }),
      troubles: (deliveries ?? [])
        .filter(({ status: what }) => what === 'refused' || what === 'unknown')
        .map(({ name, kind, status: what, reason }) => `${name}: ${kind} ${what}. ${reason ?? ''}`.trim()),
      waiting: (deliveries ?? []).filter(({ status: what }) => what === 'owed' || what === 'sending').length,
    };
  }

  #round(
    round: TrueRound,
    reported: ReportedRound | undefined,
    counts: Readonly<Record<string, number>> | undefined,
  ): RoundPart {
    return {
      number: round.number,
      question: round.question,
      labels: round.labels,
      open: [...round.polls.values()].some(({ closedAt }) => closedAt === undefined),
      closesAt: reported === undefined ? null : Date.parse(reported.closesAt),
      truth: round.sums,
      bot:
        reported === undefined || counts === undefined
          ? null
          : round.labels.map((label) => counts[idOf(reported, label)] ?? 0),
      places: this.#town.communities.map(({ key, name }) => ({
        name,
        votes: round.polls.get(key)?.counts.reduce((sum, count) => sum + count, 0) ?? 0,
      })),
      winner: reported?.decision?.label ?? null,
    };
  }

  async #read({ status: statusOf, watched }: Reports): Promise<Statement> {
    const status = await statusOf(this.#show);
    const season = await watched.seasons.current(this.#show);
    const counts = await Promise.all(
      status.rounds.map(async ({ number, tally }): Promise<[number, Readonly<Record<string, number>>]> => {
        if (tally !== undefined || season === undefined) return [number, tally?.counts ?? {}];
        const polls = await watched.ballots.polls(
          season,
          number as Parameters<typeof watched.ballots.polls>[1],
        );
        const each = await Promise.all(
          polls.map(({ poll, state }) => ('counts' in state ? state.counts : watched.ballots.live(poll.id))),
        );
        return [number, summed(each)];
      }),
    );
    return { status, counts: new Map(counts) };
  }
}

/** When the next vote opens; null if none is planned. */
function openingIn(status: Status | undefined): number | null {
  const times = (status?.rounds ?? [])
    .map(({ opensAt }) => Date.parse(opensAt))
    .filter((at) => at > Date.now());
  return times.length === 0 ? null : Math.min(...times);
}

const idOf = ({ options }: ReportedRound, label: string): string =>
  options.find((option) => option.label === label)?.id ?? '';

function summed(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const counts of all)
    for (const [option, count] of Object.entries(counts)) sums[option] = (sums[option] ?? 0) + count;
  return sums;
}

/** Undefined if it fails, or takes too long. */
async function soon<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), ANSWERS_WITHIN_MS).unref();
  });
  return Promise.race([reading.catch(() => undefined), late]);
}
