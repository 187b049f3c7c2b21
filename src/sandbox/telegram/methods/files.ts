import { badRequest } from '../api-error.ts';
import type { Method } from '../method.ts';

/** Where a file can be loaded from; the address is good for an hour on the real server. */
const getFile: Method = (params, platform) => {
  const id = params.text('file_id');
  const size = platform.photos.get(id)?.sizes.find(({ file_id }) => file_id === id);
  if (size === undefined) throw badRequest('invalid file_id');
  const { file_id, file_unique_id, file_size } = size;
  return {
    file_id,
    file_unique_id,
    ...(file_size !== undefined && { file_size }),
    file_path: `photos/${file_id}.png`,
  };
};

export const fileIdIn = (name: string): string => name.replace(/\.png$/, '');

export const fileMethods: Readonly<Record<string, Method>> = { getFile };
