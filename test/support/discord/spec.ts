import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Exchange } from '../../../src/sandbox/discord/rest/rest.ts';

/** Discord's own description of its API, which is beside the repository and not in it. */
const SPEC_FILE = new URL('../../../../shared/specs/discord-openapi.json', import.meta.url);

export const discordSpecAvailable = existsSync(SPEC_FILE);

/** What a suite says when the description is absent. */
export const discordSpecAbsence =
  'left out: there is no OpenAPI file at ../shared/specs/discord-openapi.json';

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Body | { readonly $ref: string }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Body>>;
  };
}

export interface DiscordSpec {
  /** Everything that is wrong with a request and its answer, one sentence each. */
  check(exchange: Exchange): readonly string[];
  checkRequest(exchange: Exchange): readonly string[];
  checkAnswer(exchange: Exchange): readonly string[];
}

const SCHEMA_ID = 'https://discord.test/api';
const JSON_BODY = 'application/json';

/**
 * Where the file is wrong about Discord: permissions are bit sets wider than a number and are sent as text
 * (https://docs.discord.com/developers/topics/permissions), also in commands.
 */
const KNOWN_ERRATA = /\/default_member_permissions$/;

let loaded: DiscordSpec | undefined;

/**
 * One per process: compiling a schema takes far longer than using it.
 * @throws if the file is absent.
 */
export function discordSpec(): DiscordSpec {
  if (!discordSpecAvailable) throw new Error(discordSpecAbsence);
  loaded ??= createSpec(JSON.parse(readFileSync(SPEC_FILE, 'utf8')) as Specification);
  return loaded;
}

function createSpec(specification: Specification): DiscordSpec {
  const templates = Object.keys(specification.paths);
  const conforms = createValidator(specification);

  function locate({ method, path }: Exchange): { operation: Operation; pointer: readonly string[] } | string {
    const template = bestTemplate(templates, path);
    const verb = method.toLowerCase();
    const operation = template === undefined ? undefined : specification.paths[template]?.[verb];
    if (template === undefined || operation === undefined)
      return `${method} ${path} is not in the specification`;
    return { operation, pointer: ['paths', template, verb] };
  }

  function checkRequest(exchange: Exchange): readonly string[] {
    const found = locate(exchange);
    if (typeof found === 'string') return [found];
    const { operation, pointer } = found;
    const what = `${exchange.method} ${pointer[1]}`;
    return [...checkQuery(what, operation, exchange.query), ...checkBody(what, operation, pointer, exchange)];
  }

  function checkBody(
    what: string,
    { requestBody }: Operation,
    pointer: readonly string[],
    { requestBody: body }: Exchange,
  ): readonly string[] {
    const schema = requestBody?.content?.[JSON_BODY]?.schema;
    const isEmpty = body === undefined || body === null || body === '';
    if (schema === undefined) return isEmpty ? [] : [`${what} takes no body`];
    if (isEmpty) return requestBody?.required === true ? [`${what} lacks its body`] : [];
    const unknown = unknownFields(specification, schema, body).map(
      (name) => `${what} has no field "${name}"`,
    );
    return [...unknown, ...conforms(what, [...pointer, 'requestBody', 'content', JSON_BODY, 'schema'], body)];
  }

  function checkAnswer(exchange: Exchange): readonly string[] {
    const { status, responseBody } = exchange;
    // Discord promises nothing about its own failures.
    if (status >= 500) return [];
    const found = locate(exchange);
    if (typeof found === 'string') return [found];
    const { operation, pointer } = found;
    const what = `${exchange.method} ${pointer[1]} answer ${status}`;
    const name =
      operation.responses[String(status)] === undefined ? `${Math.floor(status / 100)}XX` : String(status);
    const answer = operation.responses[name];
    if (answer === undefined) return [`${what} is not in the specification`];
    const shared = '$ref' in answer ? answer.$ref.replace('#/components/responses/', '') : undefined;
    const content =
      shared === undefined ? (answer as Body).content : specification.components.responses[shared]?.content;
    if (content === undefined) return responseBody === undefined ? [] : [`${what} has no body`];
    const place =
      shared === undefined ? [...pointer, 'responses', name] : ['components', 'responses', shared];
    return conforms(what, [...place, 'content', JSON_BODY, 'schema'], responseBody);
  }

  return {
    checkRequest,
    checkAnswer,
    check: (exchange) => [...checkRequest(exchange), ...checkAnswer(exchange)],
  };
}

function createValidator(
  specification: Specification,
): (what: string, pointer: readonly string[], value: unknown) => readonly string[] {
  // Every test file compiles it again: code that is used a few times is not worth optimising.
  const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } });
  addFormats.default(ajv);
  for (const format of ['snowflake', 'nonce']) ajv.addFormat(format, true);
  ajv.addSchema({ $id: SCHEMA_ID, ...specification });
  const compiled = new Map<string, ValidateFunction>();
  return (what, pointer, value) => {
    const escaped = pointer.map((part) =>
      encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const reference = `${SCHEMA_ID}#/${escaped.join('/')}`;
    const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference });
    compiled.set(reference, validate);
    if (validate(value)) return [];
    return (validate.errors ?? [])
      .filter(({ instancePath }) => !KNOWN_ERRATA.test(instancePath))
      .map(({ instancePath, message }) => `${what} ${instancePath} ${message}`);
  };
}

function checkQuery(what: string, operation: Operation, query: Exchange['query']): readonly string[] {
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return [
    ...Object.keys(query)
      .filter((name) => !known.some((parameter) => parameter.name === name))
      .map((name) => `${what} has no query parameter "${name}"`),
    ...known
      .filter(({ name, required }) => required === true && query[name] === undefined)
      .map(({ name }) => `${what} lacks the query parameter "${name}"`),
  ];
}

/** The file's schemas are open; a body's fields are compared with those that they name, if they name any. */
function unknownFields(specification: Specification, schema: Schema, body: unknown): readonly string[] {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const { properties } = name === undefined ? schema : (specification.components.schemas[name] ?? {});
  if (properties === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  return Object.keys(body).filter((field) => properties[field] === undefined);
}

/** The template with the fewest placeholders that fits: `@me` and `pins` before `{id}`. */
function bestTemplate(templates: readonly string[], path: string): string | undefined {
  const parts = path.split('/');
  const fitting = templates.filter((template) => {
    const wanted = template.split('/');
    return (
      wanted.length === parts.length && wanted.every((part, at) => part === parts[at] || part.startsWith('{'))
    );
  });
  return fitting.sort((one, other) => one.split('{').length - other.split('{').length)[0];
}
