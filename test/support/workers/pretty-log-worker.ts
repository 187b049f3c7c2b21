// Logs what bots log, for people; test/security/pretty-log.test.ts reads the output.
import { createLog } from '../../../src/log.ts';

const [token = ''] = process.argv.slice(2);
const log = createLog('info', 'pretty');
log.info({ season: 'night-shift#1', outlet: 'discord:11', name: 'Couch Talk' }, 'outlet joined');
log.warn({ counts: { a: 1, b: 2 }, why: `https://api.telegram.org/bot${token}/getMe` }, 'a look failed');
log.warn({ error: new Error('socket hang up\nwhile reading') }, 'a request failed');
log.error({ error: new TypeError('x is not a function') }, 'a fault');
log.info({ title: 'evil \u001b[2J\u202e', level_: 1, long: 'x'.repeat(1_000) }, 'hostile');
