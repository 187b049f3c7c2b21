import type { UploadedFile } from '../multipart.ts';
import { refusals } from '../refusal.ts';
import { isSnowflake } from '../snowflake.ts';
import { type Attachment, MessageFlag, type MessageState, type WireObject } from '../types.ts';
import { readAttachments } from './attachments.ts';
import { readComponents } from './component.ts';
import { readEmbeds } from './embed.ts';
import { FormErrors, isRecord } from './errors.ts';
import { type PollForm, readPollForm } from './poll.ts';

/** Which mentions a message may make; null lets everything through, as a missing `allowed_mentions` does. */
export interface AllowedMentions {
  readonly parse: readonly string[];
  readonly roles: readonly string[];
  readonly users: readonly string[];
}

export interface MessageForm {
  readonly content: string;
  readonly embeds: WireObject[];
  readonly components: WireObject[];
  readonly attachments: readonly Attachment[];
  readonly poll: PollForm | null;
  readonly flags: number;
  readonly nonce: string | number | null;
  readonly enforceNonce: boolean;
  readonly allowedMentions: AllowedMentions | null;
  readonly reference: { readonly messageId: string; readonly failIfNotExists: boolean } | null;
}

/** The files that came with a request. */
export interface Uploads {
  readonly files: readonly UploadedFile[];
  readonly nextId: () => string;
}
const NONE: Uploads = { files: [], nextId: () => '0' };

/** Reads a message from a request body; refuses it with every fault at once (50035), or as empty (50006). */
export function readMessageForm(body: unknown, { files, nextId }: Uploads = NONE): MessageForm {
  const errors = new FormErrors();
  const input = isRecord(body) ? body : {};
  const flags = errors.integer(['flags'], input.flags, 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const componentsV2 = (flags & MessageFlag.componentsV2) !== 0;
  const attachments = readAttachments(errors, input.attachments, files, [], nextId);
  const form: MessageForm = {
    content: errors.text(['content'], input.content, 0, 2000) ?? '',
    embeds: readEmbeds(errors, input.embeds, namesOf(attachments)),
    components: readComponents(errors, input.components, componentsV2),
    attachments,
    poll: readPollForm(errors, input.poll),
    flags,
    nonce: readNonce(errors, input.nonce),
    enforceNonce: input.enforce_nonce === true,
    allowedMentions: readAllowedMentions(errors, input.allowed_mentions),
    reference: readReference(errors, input.message_reference),
  };
  if (componentsV2) {
    for (const key of ['content', 'embeds', 'poll'] as const) {
      const value = input[key];
      const used = Array.isArray(value)
        ? value.length > 0
        : value !== undefined && value !== null && value !== '';
      const message = `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
      if (used) errors.add([key], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
    }
  }
  errors.throwIfAny();
  const empty = form.content.trim() === '' && form.embeds.length === 0 && form.components.length === 0;
  if (empty && !form.poll && files.length === 0) throw refusals.emptyMessage();
  return form;
}

const namesOf = (files: readonly Attachment[]): readonly string[] => files.map(({ filename }) => filename);

/** Reads an edit: only the fields present change. */
export function readEditForm(
  body: unknown,
  { flags, attachments: had }: Pick<MessageState, 'flags' | 'attachments'>,
  { files, nextId }: Uploads = NONE,
): Partial<MessageForm> {
  const errors = new FormErrors();
  const input = isRecord(body) ? body : {};
  const form: { -readonly [K in keyof MessageForm]?: MessageForm[K] } = {};
  if ('content' in input) form.content = errors.text(['content'], input.content, 0, 2000) ?? '';
  const componentsV2 = (flags & MessageFlag.componentsV2) !== 0;
  // Since version 10, what is not listed beside new files goes (discord-api-docs #5170).
  if (Array.isArray(input.attachments) || files.length > 0) {
    const kept = Array.isArray(input.attachments) ? had : [];
    form.attachments = readAttachments(errors, input.attachments, files, kept, nextId);
  }
  const names = namesOf(form.attachments ?? had);
  if ('embeds' in input) form.embeds = readEmbeds(errors, input.embeds, names);
  if ('components' in input) form.components = readComponents(errors, input.components, componentsV2);
  if ('allowed_mentions' in input) {
    form.allowedMentions = readAllowedMentions(errors, input.allowed_mentions);
  }
  errors.throwIfAny();
  return form;
}

function readNonce(errors: FormErrors, value: unknown): string | number | null {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const nonce = errors.text(['nonce'], value, 0, Number.MAX_SAFE_INTEGER);
  if (nonce !== null && nonce.length > 25) {
    errors.add(['nonce'], 'NONCE_TYPE_TOO_LONG', 'Nonce can be up to 25 characters long');
  }
  return nonce;
}

function readAllowedMentions(errors: FormErrors, value: unknown): AllowedMentions | null {
  if (!isRecord(value)) return null;
  const strings = (key: 'parse' | 'roles' | 'users'): string[] =>
    errors.list(['allowed_mentions', key], value[key], 0, 100).filter((item) => typeof item === 'string');
  const allowed = { parse: strings('parse'), roles: strings('roles'), users: strings('users') };
  for (const [index, kind] of allowed.parse.entries()) {
    if (['roles', 'users', 'everyone'].includes(kind)) continue;
    const message = "Value must be one of ('users', 'roles', 'everyone').";
    errors.add(['allowed_mentions', 'parse', index], 'BASE_TYPE_CHOICES', message);
  }
  for (const kind of ['roles', 'users'] as const) {
    if (allowed.parse.includes(kind) && allowed[kind].length > 0) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      errors.add(['allowed_mentions'], 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
  }
  return allowed;
}

function readReference(errors: FormErrors, value: unknown): MessageForm['reference'] {
  if (!isRecord(value)) return null;
  if (!isSnowflake(value.message_id)) {
    errors.required(['message_reference', 'message_id']);
    return null;
  }
  return { messageId: value.message_id, failIfNotExists: value.fail_if_not_exists !== false };
}
