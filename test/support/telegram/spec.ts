import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Checks traffic against the list of methods and types of the Bot API, which is beside the repository and not
 * in it. Limits of length are only in that list's prose and are not checked here.
 */
const SPEC_FILE = fileURLToPath(new URL('../../../../shared/specs/telegram-bot-api.json', import.meta.url));

export const telegramSpecAvailable = existsSync(SPEC_FILE);

/** What a suite says when the list is absent. */
export const telegramSpecAbsence = `left out: there is no Bot API list at ../shared/specs/telegram-bot-api.json`;

interface Field {
  name: string;
  types: string[];
  required: boolean;
}
interface TypeSpec {
  fields?: Field[];
  subtypes?: string[];
}
interface Spec {
  methods: Record<string, { fields?: Field[]; returns: string[] }>;
  types: Record<string, TypeSpec>;
}

/** One call as the stand-in's onExchange reports it. */
export interface TelegramExchange {
  method: string;
  params: Readonly<Record<string, unknown>>;
  status: number;
  responseBody: unknown;
}

let loaded: Spec | undefined;

function spec(): Spec {
  if (!telegramSpecAvailable) throw new Error(telegramSpecAbsence);
  loaded ??= JSON.parse(readFileSync(SPEC_FILE, 'utf8')) as Spec;
  return loaded;
}

/**
 * Everything that is wrong with a call and its answer, one sentence each; empty if both are as documented.
 */
export function checkTelegramExchange(exchange: TelegramExchange): string[] {
  return [...checkTelegramRequest(exchange.method, exchange.params), ...checkTelegramResponse(exchange)];
}

export function checkTelegramRequest(method: string, params: Readonly<Record<string, unknown>>): string[] {
  const known = spec().methods[method];
  if (!known) return [`${method} is no method of the Bot API`];
  return checkFields(params, known.fields ?? [], method, 'request');
}

function checkTelegramResponse(exchange: TelegramExchange): string[] {
  const { method, status, responseBody: body } = exchange;
  const where = `${method} answer`;
  if (!isObject(body)) return [`${where} is not an object`];
  if (body.ok === true) {
    const problems = status === 200 ? [] : [`${where} is ok with status ${status}`];
    const returns = spec().methods[method]?.returns;
    // We can't judge what an unknown method returns; the request's check has named it.
    if (!returns) return problems;
    return [...problems, ...checkAny(body.result, returns, `${where}.result`, 'response')];
  }
  const problems = body.ok === false ? [] : [`${where} has no "ok"`];
  if (body.error_code !== status)
    problems.push(`${where} has error_code ${body.error_code}, status ${status}`);
  if (typeof body.description !== 'string') problems.push(`${where} has no description`);
  if (body.parameters !== undefined) {
    problems.push(...checkAny(body.parameters, ['ResponseParameters'], `${where}.parameters`, 'response'));
  }
  return problems;
}

/** For updates that come by webhook; those of getUpdates are checked with its answer. */
export function checkTelegramUpdate(update: unknown): string[] {
  return checkAny(update, ['Update'], 'update', 'response');
}

type Side = 'request' | 'response';

function checkFields(
  value: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  where: string,
  side: Side,
): string[] {
  const problems: string[] = [];
  for (const name of Object.keys(value)) {
    if (value[name] !== undefined && !fields.some((field) => field.name === name)) {
      problems.push(`${where} has the unknown field "${name}"`);
    }
  }
  for (const { name, types, required } of fields) {
    const content = value[name];
    if (content === undefined || content === null) {
      if (required) problems.push(`${where} lacks the required field "${name}"`);
      else if (content === null) problems.push(`${where}.${name} is null`);
    } else {
      problems.push(...checkAny(content, types, `${where}.${name}`, side));
    }
  }
  return problems;
}

/** The problems of the type that fits best. */
function checkAny(value: unknown, types: readonly string[], where: string, side: Side): string[] {
  let best: string[] | undefined;
  for (const type of types) {
    const problems = checkType(value, type, where, side);
    if (problems.length === 0) return [];
    if (!best || problems.length < best.length) best = problems;
  }
  return best ?? [`${where} has no documented type`];
}

const ARRAY_OF = 'Array of ';

function checkType(value: unknown, type: string, where: string, side: Side): string[] {
  const wrong = [`${where} should be ${type}, is ${JSON.stringify(value)?.slice(0, 60)}`];
  if (type.startsWith(ARRAY_OF)) {
    const list = side === 'request' ? fromJsonText(value) : value;
    if (!Array.isArray(list)) return wrong;
    return list.flatMap((item, index) =>
      checkType(item, type.slice(ARRAY_OF.length), `${where}[${index}]`, side),
    );
  }
  // Outside of JSON bodies every parameter is text.
  const plain = side === 'request' && typeof value === 'string' ? value : undefined;
  switch (type) {
    case 'String':
      return typeof value === 'string' ? [] : wrong;
    case 'Integer':
      return Number.isSafeInteger(value) || (plain !== undefined && /^-?\d+$/.test(plain)) ? [] : wrong;
    case 'Float':
      return typeof value === 'number' || (plain !== undefined && Number.isFinite(Number(plain)))
        ? []
        : wrong;
    case 'Boolean':
      return typeof value === 'boolean' || plain === 'true' || plain === 'false' ? [] : wrong;
    case 'InputFile':
      return isObject(value) && 'filename' in value ? [] : wrong;
    default:
      return checkObject(value, type, where, side, wrong);
  }
}

function checkObject(value: unknown, type: string, where: string, side: Side, wrong: string[]): string[] {
  const known = spec().types[type];
  if (!known) return [`${where} has the unknown type ${type}`];
  const content = side === 'request' ? fromJsonText(value) : value;
  if (known.subtypes) return checkAny(content, known.subtypes, where, side);
  return isObject(content) ? checkFields(content, known.fields ?? [], `${where}(${type})`, side) : wrong;
}

function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
