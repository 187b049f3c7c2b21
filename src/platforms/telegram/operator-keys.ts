import { z } from 'zod';
import type { OperatorKeys } from '../../ports/platform/platform-definition.ts';
import { serviceAccount } from './accounts.ts';

const digits = (right: string) => z.string({ error: right }).regex(/^[1-9]\d{0,15}$/, { error: right });

/** Names have 4 to 32 characters; ids of channels and groups are negative. */
const chatName = (right: string) =>
  z.string({ error: right }).regex(/^(?:-[1-9]\d{0,15}|@[A-Za-z][A-Za-z0-9_]{3,31})$/, { error: right });

const account = (right: string) =>
  z
    .union([z.int({ error: right }).positive({ error: right }), digits(right)], { error: right })
    .transform(String);

const group = (right: string) =>
  z
    .union([z.int({ error: right }).negative({ error: right }), chatName(right)], { error: right })
    .transform(String);

const chatOrPerson = (right: string) =>
  z
    .union([z.int({ error: right }), chatName(right), digits(right)], { error: right })
    .transform(String)
    .refine((id) => id !== '0', { error: right });

const CHAT = 'a channel or group: "@name", or its number, which begins with "-"';
const TOPIC = "the topic's number";

export const telegramKeys: OperatorKeys = {
  requestsASecond: 30,
  showrunners: {
    example: '[123]',
    schema: z
      .array(account('the number of an account, such as 123456789'), { error: 'a list of numbers' })
      .prefault([])
      .meta({ description: 'Telegram account ids.' }),
  },
  alerts: {
    example: '-100…',
    schema: chatOrPerson(`${CHAT}; or the number of an account`)
      .optional()
      .meta({ description: 'A private Telegram group, or the account of a showrunner.' }),
  },
  /** Nobody could steer by these, or read there. */
  accountFault(id, under) {
    const service = serviceAccount(id);
    if (service !== undefined) return `${id} is ${service}`;
    if (under !== 'showrunners' || !/^-\d+$/.test(id)) return undefined;
    return `${id} is a group or channel: numbers that begin with "-" are`;
  },
  outlet: {
    place: {
      part: 'chat',
      example: '"@…"',
      schema: group(CHAT)
        .optional()
        .meta({ description: 'Telegram channel or group: "@name" or a number such as -1001234567890.' }),
    },
    spelling: (chat) => chat.toLowerCase(),
    options: {
      topic: {
        is: 'narrower',
        means: 'topics',
        schema: z
          .int({ error: TOPIC })
          .positive({ error: TOPIC })
          .max(2_147_483_647, { error: TOPIC })
          .optional()
          .meta({
            description: "Forum topic of a Telegram group: the number at the end of the topic's link.",
          }),
      },
    },
  },
};
