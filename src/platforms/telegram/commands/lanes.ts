/** What waits behind what is under way; a chat in which more is asked at once is being flooded. */
const LONGEST = 20;

/** Work that is done one after the other in a lane, and side by side in different ones. */
export class Lanes {
  readonly #lanes = new Map<string, { tail: Promise<void>; length: number }>();

  /** @param work must not reject. @returns undefined where the lane is full: the work is not done. */
  run(name: string, work: () => Promise<void>): Promise<void> | undefined {
    const lane = this.#lanes.get(name) ?? { tail: Promise.resolve(), length: 0 };
    if (lane.length > LONGEST) return undefined;
    this.#lanes.set(name, lane);
    lane.length += 1;
    lane.tail = lane.tail.then(work).finally(() => {
      lane.length -= 1;
      if (lane.length === 0) this.#lanes.delete(name);
    });
    return lane.tail;
  }

  async idle(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ tail }) => tail));
  }
}
