import type { FastifyReply, FastifyRequest } from 'fastify';
import { sameText } from '../same-text.ts';

/**
 * Guards what only people of the show may see: Basic authentication with any name. Without a token it does not exist.
 * @param token absent: nobody gets in.
 */
export function adminAccess(token: string | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (token === undefined) return reply.code(404).send({ error: 'not found' });
    const password = passwordIn(request.headers.authorization);
    // Compared also where there is none, so that both take equally long.
    if (sameText(password ?? '', token) && password !== undefined) return undefined;
    return reply
      .code(401)
      .header('www-authenticate', 'Basic realm="cliffhanger", charset="UTF-8"')
      .send({ error: 'the password is the ADMIN_TOKEN of this bot' });
  };
}

function passwordIn(header: string | undefined): string | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/=]{1,2048})$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : text.slice(colon + 1);
}
