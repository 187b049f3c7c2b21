// Logs secrets in every way in which they could get into a line; test/security/log.test.ts reads the output.
import { Secret } from '../../../config/secret.ts';
import { createLog } from '../../../src/log.ts';

const [discord = '', telegram = ''] = process.argv.slice(2);
const log = createLog('info', 'json');
const failure = new Error(`connect ECONNREFUSED https://api.telegram.org/bot${telegram}/getMe`, {
  cause: new Error(`401 for Bot ${discord}`),
});
log.error({ error: failure }, 'a request failed');
log.info({ token: 'hunter2', settings: { password: 'hunter2', redis: { secret: 'hunter2' } } }, 'fields');
log.info({ secret: new Secret('hunter2'), held: { by: new Secret('hunter2') } }, 'secrets as such');
log.warn({ headers: { authorization: 'hunter2' }, why: `Bot ${discord}` }, `GET /bot${telegram}/getUpdates`);
