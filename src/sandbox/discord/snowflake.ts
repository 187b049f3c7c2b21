/** Discord's epoch, the first millisecond of 2015, in Unix milliseconds (Discord reference, "Snowflakes"). */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** The lowest 12 of the 22 bits under the time count ids of one millisecond. */
const IDS_PER_MILLISECOND = 4096;

/** Makes ids that never repeat and always rise; under a burst they run a few milliseconds ahead of the clock. */
export class SnowflakeSource {
  #millisecond = 0;
  #count = 0;

  next(): string {
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#count = 0;
    } else if (++this.#count === IDS_PER_MILLISECOND) {
      this.#millisecond += 1;
      this.#count = 0;
    }
    return ((BigInt(this.#millisecond - DISCORD_EPOCH_MS) << 22n) | BigInt(this.#count)).toString();
  }
}

/** A decimal number of up to 20 digits, as every id of the API is. */
export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

/** Orders ids by age without making big integers of them; both must be plain decimal numbers. */
export function compareSnowflakes(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The shard that a guild's events go to: `(guild_id >> 22) % shards` (Discord reference, "Sharding"). */
export function shardOf(guildId: string, shards: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shards));
}
