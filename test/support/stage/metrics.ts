/** A scrape: values by name with labels, such as `cliffhanger_votes_total{platform="discord"}`. */
export async function scrape(bot: { readonly address: string }): Promise<ReadonlyMap<string, number>> {
  const page = await (await fetch(`${bot.address}/metrics`)).text();
  return new Map(
    [...page.matchAll(/^(\w+(?:\{[^}]*\})?) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  );
}
