/** Gateway intents (Discord reference, "Gateway Intents"). */
export const Intent = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  messageContent: 1 << 15,
  guildMessagePolls: 1 << 24,
} as const;

const KNOWN = 0b11_0011_0001_1111_1111_1111_1111;
const PRIVILEGED = Intent.guildMembers | Intent.guildPresences | Intent.messageContent;

/** Events that need an intent, by the start of their name; longer names first. Others reach every session. */
const INTENT_OF_EVENT: readonly (readonly [string, number])[] = [
  ['MESSAGE_POLL_VOTE_', Intent.guildMessagePolls],
  ['MESSAGE_', Intent.guildMessages],
  ['GUILD_', Intent.guilds],
  ['CHANNEL_', Intent.guilds],
  ['THREAD_', Intent.guilds],
];

/** The close code for an identify's intents, or null if they are fine. */
export function intentFault(intents: unknown, granted: number): 4013 | 4014 | null {
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0) return 4013;
  if ((intents & ~KNOWN) !== 0) return 4013;
  return (intents & PRIVILEGED & ~granted) === 0 ? null : 4014;
}

export function intentOf(event: string): number {
  return INTENT_OF_EVENT.find(([start]) => event.startsWith(start))?.[1] ?? 0;
}
