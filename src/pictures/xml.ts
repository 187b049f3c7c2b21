/** Markup that is safe to write as it is. Only `text` and `element` make it. */
export type Markup = { readonly markup: string };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Foreign words, escaped for content and for attributes. Characters that XML forbids must be gone already (`drawn`). */
export const text = (words: string): Markup => ({
  markup: words.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found),
});

/**
 * An element. Numbers are rounded to hundredths.
 * @param name and the names of attributes are ours; their values are escaped.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly Markup[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${text(typeof value === 'number' ? rounded(value) : String(value)).markup}"`,
    )
    .join('');
  if (children.length === 0) return { markup: `<${name}${written}/>` };
  return { markup: `<${name}${written}>${children.map(({ markup }) => markup).join('')}</${name}>` };
}

export const rounded = (value: number): string => String(Math.round(value * 100) / 100);
