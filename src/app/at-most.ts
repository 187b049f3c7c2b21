/**
 * Does the work for all items, at most `most` at a time and started in order, until aborted. Rejects with the first
 * rejection.
 */
export async function atMost<Item>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const left = items.values();
  const workers = Array.from({ length: most }, async () => {
    for (const item of left) {
      if (signal?.aborted === true) return;
      await work(item);
    }
  });
  await Promise.all(workers);
}
