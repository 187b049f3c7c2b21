// Logs errors as libraries make them, the last one a real one; test/security/log.test.ts reads the output.
import { Redis } from 'ioredis';
import { createLog } from '../../../src/log.ts';
import { closeRedis, connectRedis } from '../../../src/redis/connection/connection.ts';
import { startRedis } from '../redis.ts';

const [password = ''] = process.argv.slice(2);
const log = createLog('info', 'json');

const refused = Object.assign(new Error('WRONGPASS invalid username-password pair'), {
  command: { name: 'auth', args: [password] },
});
const answered = Object.assign(new Error('Invalid Form Body', { cause: refused }), {
  code: 50_035,
  url: `https://discord.example/webhooks/1/${password}`,
  requestBody: { json: { content: password } },
  headers: { cookie: password },
  on: { payload: password },
});
log.error({ error: answered }, 'a request failed');
log.warn(
  { reason: answered, error: Object.assign(new AggregateError([answered], ''), { code: 'E' }) },
  'two',
);
const endless: Error = Object.assign(new Error('endless'), { command: { name: 'auth', args: [password] } });
endless.cause = endless;
log.error({ error: endless }, 'a cause of itself');
const echo = `ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' '${password}' `;
log.error({ error: new Error(echo), why: echo }, 'Redis repeats what it was told');
log.error({ error: { message: 'no error', args: [password] } }, 'thrown by mistake');

/** Redis, whose password changes while a client is connected. */
async function main(): Promise<void> {
  const redis = await startRedis(['--requirepass', password]);
  const url = `redis://:${password}@127.0.0.1:${redis.port}`;
  const client = connectRedis(url, 'store', { log });
  await client.ping();
  const refusedNow = new Promise<unknown>((resolve) => {
    // A command that waits for the connection gets the refusal of AUTH itself.
    client.on('close', () => client.ping().catch(resolve));
  });
  const operator = new Redis(url);
  await operator.config('SET', 'requirepass', 'another one');
  await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  log.error({ error: await refusedNow }, 'a command failed');
  operator.disconnect();
  await closeRedis(client);
  await redis.stop();
}

void main();
