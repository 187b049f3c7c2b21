/**
 * Does the work for all items, `most` of them at a time and begun in their order, until aborted. Rejects with what one
 * rejects with.
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
