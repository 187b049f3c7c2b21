/** An element of a well-formed XML text; `text` is that of all its descendants, decoded. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const TOKEN = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;
/** What XML 1.0 lets a document contain (production 2). */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const DECODED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/**
 * Reads the XML that our pictures are written in: elements, attributes in double quotes, five entities.
 * @throws where the text is not well-formed.
 */
export function readXml(xml: string): XmlElement {
  if (FORBIDDEN.test(xml)) throw new Error('contains a character that XML forbids');
  const open: { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] = [
    { name: '', attributes: {}, children: [], text: '' },
  ];
  const within = () => open.at(-1) ?? open[0] ?? fail('no element is open');
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < xml.length; ) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(xml) ?? fail(`not well-formed at ${at}: ${xml.slice(at, at + 40)}`);
    const [, closing, name = '', attributes = '', empty, words] = found;
    if (words !== undefined) within().text += decoded(words);
    else if (closing === '/') {
      const ended = open.pop() ?? fail(`nothing to close at ${at}`);
      if (ended.name !== name) fail(`</${name}> closes <${ended.name}>`);
      within().children.push(ended);
      within().text += ended.text;
    } else {
      const begun = { name, attributes: attributesOf(attributes), children: [], text: '' };
      if (empty === '/') within().children.push(begun);
      else open.push(begun);
    }
  }
  const [root] = open;
  const [only] = root?.children ?? [];
  if (open.length !== 1 || only === undefined || root?.children.length !== 1) return fail('not one element');
  return only;
}

/** The element and all that it contains. */
export const elementsOf = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.flatMap(elementsOf),
];

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  const bare = text.replace(ENTITY, '');
  if (/[&<]/.test(bare)) fail(`not escaped: ${text.slice(0, 60)}`);
  return text.replace(ENTITY, (entity) => DECODED[entity] ?? entity);
}

function fail(why: string): never {
  throw new Error(why);
}
