import { z } from 'zod';
import type { OperatorKeys } from '../../ports/platform/platform-definition.ts';

/** Ids are 64 bits, and numbers of YAML and JavaScript hold 53: only a text keeps every digit. */
const snowflake = (of: string) => {
  const right = `the id of ${of}, 15 to 20 digits in quotes, such as "175928847299117063"`;
  return z.string({ error: right }).regex(/^[1-9]\d{14,19}$/, { error: right });
};

const CHANNEL = 'a channel or thread';

export const discordKeys: OperatorKeys = {
  requestsASecond: 50,
  showrunners: {
    example: '["…"]',
    schema: z
      .array(snowflake('an account'), { error: 'a list of ids in quotes' })
      .default([])
      .meta({ description: 'Discord account ids, in quotes.' }),
  },
  alerts: {
    example: '"…"',
    schema: snowflake(CHANNEL).optional().meta({ description: 'Id of a private Discord channel.' }),
  },
  outlet: {
    place: {
      part: 'channel',
      example: '"…"',
      schema: snowflake(CHANNEL)
        .optional()
        .meta({ description: 'Id of a Discord channel, thread or announcement channel, in quotes.' }),
    },
    options: {
      mention: {
        is: 'mention',
        means: 'roles to mention',
        schema: z
          .union([z.literal('everyone'), snowflake('a role')], {
            error: "a role's id in quotes, or everyone",
          })
          .optional()
          .meta({
            description: 'Id of the Discord role to ping when an episode is out, in quotes; or everyone.',
          }),
      },
    },
    instead: { topic: 'the thread\'s own id as "discord"' },
  },
};
