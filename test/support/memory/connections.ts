import type { Milliseconds, OutletId, ShowId } from '../../../src/core/ids.ts';
import type {
  Asked,
  Connection,
  Connections,
  ShowConnections,
} from '../../../src/ports/stores/connections.ts';

const DAY: Milliseconds = 86_400_000;

/** Communities that came by command, in this process alone. */
export class MemoryConnections implements Connections {
  readonly #shows = new Map<ShowId, Map<OutletId, Connection>>();
  /** By show, day and name of the limit. */
  readonly #requests = new Map<string, number>();

  async of(show: ShowId): Promise<ShowConnections> {
    const readable = [...this.#of(show).values()].sort(
      (one, other) => one.askedAt - other.askedAt || byNumber.compare(one.id, other.id),
    );
    return { readable, unreadable: [] };
  }

  async put(show: ShowId, connection: Connection): Promise<void> {
    this.#of(show).set(connection.id, connection);
  }

  async ask(
    show: ShowId,
    connection: Connection,
    limits: readonly { readonly of: string; readonly most: number }[],
  ): Promise<Asked> {
    const open = [...this.#of(show).values()].find(
      (one) => one.state === 'waiting' && communityOf(one) === communityOf(connection),
    );
    if (open !== undefined) return { kind: 'waiting', connection: open };
    const day = Math.floor(connection.askedAt / DAY);
    const countOf = (name: string): number => this.#requests.get(`${show} ${day} ${name}`) ?? 0;
    const reached = limits.find(({ of, most }) => countOf(of) >= most);
    if (reached !== undefined) return { kind: 'too-many', of: reached.of };
    for (const { of } of limits) this.#requests.set(`${show} ${day} ${of}`, countOf(of) + 1);
    this.#of(show).set(connection.id, connection);
    return { kind: 'asked' };
  }

  async drop(show: ShowId, outlet: OutletId): Promise<boolean> {
    return this.#of(show).delete(outlet);
  }

  #of(show: ShowId): Map<OutletId, Connection> {
    const found = this.#shows.get(show) ?? new Map<OutletId, Connection>();
    this.#shows.set(show, found);
    return found;
  }
}

const byNumber = new Intl.Collator('en', { numeric: true });
const communityOf = ({ outlet }: Connection): string => `${outlet.address.platform}:${outlet.community}`;
