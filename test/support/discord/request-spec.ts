import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Discord's own description of its API; not part of this repository. */
const SPECIFICATION = new URL('../../../../shared/specs/discord-openapi.json', import.meta.url);
export const hasSpecification = existsSync(SPECIFICATION);

interface Specification {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let checker: { readonly ajv: Ajv2020; readonly specification: Specification } | undefined;
const compiled = new Map<string, ValidateFunction>();

/** What Discord's specification objects to in the body of a request; nothing if the specification is not there. */
export function requestFaults(method: string, path: string, body: unknown): readonly string[] {
  if (!hasSpecification) return [];
  checker ??= load();
  const template = templateOf(Object.keys(checker.specification.paths), path);
  if (template === undefined) return [`${path} is not in the specification`];
  const parts = ['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json'];
  const pointer = parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  const reference = `https://discord.test/api#/${pointer.join('/')}/schema`;
  const validate = compiled.get(reference) ?? checker.ajv.compile({ $ref: reference });
  compiled.set(reference, validate);
  if (validate(withNumbers(body))) return [];
  return (validate.errors ?? []).map(
    (error) => `${method} ${template} ${error.instancePath} ${error.message}`,
  );
}

function load() {
  const specification: Specification = JSON.parse(readFileSync(SPECIFICATION, 'utf8'));
  // Every test file compiles it again: code that is used a few times is not worth optimising.
  const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } });
  addFormats.default(ajv);
  for (const format of ['snowflake', 'nonce']) ajv.addFormat(format, true);
  ajv.addSchema({ $id: 'https://discord.test/api', ...specification });
  return { ajv, specification };
}

/** The reference documents permissions as a string of digits, the specification as a number. */
function withNumbers(body: unknown): unknown {
  const replace = (key: string, value: unknown): unknown =>
    key === 'default_member_permissions' && typeof value === 'string' ? Number(value) : value;
  return JSON.parse(JSON.stringify(body, replace));
}

function templateOf(templates: readonly string[], path: string): string | undefined {
  const parts = path.split('/');
  return templates
    .filter((template) => {
      const wanted = template.split('/');
      return (
        wanted.length === parts.length &&
        wanted.every((part, index) => part === parts[index] || part.startsWith('{'))
      );
    })
    .sort((one, other) => one.split('{').length - other.split('{').length)[0];
}
