import type { UploadedFile } from '../multipart.ts';
import { refusals } from '../refusal.ts';
import type { Attachment } from '../types.ts';
import type { FormErrors } from './errors.ts';

/** Discord reference, "Uploading Files": what a server without boosts allows for one file, in bytes. */
const LARGEST_FILE = 10 * 1024 * 1024;
const MOST_FILES = 10;
/** Discord reference, "Attachment Structure". */
const LONGEST_DESCRIPTION = 1024;

/** The entries of `attachments`: uploads are named by their number, files that stay by their id. */
interface Entry {
  readonly id: string;
  readonly filename?: string;
  readonly description?: string;
}

/**
 * The files that a message has afterwards. Without `attachments` in the body, all that were uploaded and all of `kept`.
 * The words of the refusal for an unknown file are ours.
 * @param kept files of the message that is edited.
 * @param nextId gives every new file its id.
 */
export function readAttachments(
  errors: FormErrors,
  input: unknown,
  files: readonly UploadedFile[],
  kept: readonly Attachment[],
  nextId: () => string,
): readonly Attachment[] {
  if (files.some(({ bytes }) => bytes.length > LARGEST_FILE)) throw refusals.tooLarge();
  if (files.length > MOST_FILES)
    errors.add(['files'], 'BASE_TYPE_MAX_LENGTH', `Must be ${MOST_FILES} or fewer in length.`);
  const uploaded = (file: UploadedFile, entry?: Entry): Attachment => ({
    id: nextId(),
    filename: entry?.filename ?? file.filename,
    contentType: file.contentType,
    bytes: file.bytes,
    ...(entry?.description !== undefined && { description: entry.description }),
  });
  if (input === undefined || input === null) return [...kept, ...files.map((file) => uploaded(file))];
  const entries = errors.list(['attachments'], input, 0, MOST_FILES).map((entry, index) => {
    return readEntry(errors, ['attachments', index], entry);
  });
  const named = entries.flatMap((entry, index): readonly Attachment[] => {
    const file = files.find((one) => String(one.index) === entry.id);
    if (file !== undefined) return [uploaded(file, entry)];
    const stays = kept.find(({ id }) => id === entry.id);
    if (stays !== undefined) return [stays];
    errors.add(['attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', 'There is no file with this id.');
    return [];
  });
  const others = files.filter((file) => !entries.some(({ id }) => id === String(file.index)));
  return [...named, ...others.map((file) => uploaded(file))];
}

function readEntry(errors: FormErrors, path: readonly (string | number)[], value: unknown): Entry {
  const entry = errors.object(path, value);
  const filename = errors.text([...path, 'filename'], entry.filename, 1, 260);
  const description = errors.text([...path, 'description'], entry.description, 0, LONGEST_DESCRIPTION);
  if (entry.id === undefined) errors.required([...path, 'id']);
  return {
    id: String(entry.id),
    ...(filename !== null && { filename }),
    ...(description !== null && { description }),
  };
}
