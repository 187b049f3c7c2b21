/** The most that may wait in one lane. A chat in which more is asked at once is being flooded. */
const LONGEST = 20;

/** Runs the work of one lane one at a time, and different lanes in parallel. */
export class Lanes {
  readonly #lanes = new Map<string, { tail: Promise<void>; length: number }>();

  /**
   * @param work must not reject.
   * @returns undefined if the lane is full: the work is not done.
   */
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
