import type { WireObject } from './types.ts';

/** An answer other than success, with the status, code and message that Discord uses for it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: WireObject | undefined;

  constructor(status: number, code: number, message: string, errors?: WireObject) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  body(): WireObject {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

/** Codes and sentences from Discord's reference, "JSON Error Codes". */
export const refusals = {
  notFound: () => new Refusal(404, 0, '404: Not Found'),
  unauthorized: () => new Refusal(401, 0, '401: Unauthorized'),
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMember: () => new Refusal(404, 10007, 'Unknown Member'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownRole: () => new Refusal(404, 10011, 'Unknown Role'),
  unknownUser: () => new Refusal(404, 10013, 'Unknown User'),
  unknownWebhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new Refusal(404, 10063, 'Unknown application command'),
  tooManyPins: () => new Refusal(400, 30003, 'Maximum number of pins reached (250)'),
  tooManyCommands: () => new Refusal(400, 30032, 'Maximum number of application commands reached (100).'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  missingAccess: () => new Refusal(403, 50001, 'Missing Access'),
  notOwnMessage: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  notATextChannel: () => new Refusal(400, 50008, 'Cannot send messages in a non-text channel'),
  missingPermissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  invalidWebhookToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
  systemMessage: () => new Refusal(403, 50021, 'Cannot execute action on a system message'),
  tooLarge: () => new Refusal(413, 40005, 'Request entity too large'),
  invalidChannelType: () => new Refusal(400, 50024, 'Cannot execute action on this channel type'),
  invalidMessageType: () => new Refusal(400, 50068, 'Invalid message type'),
  threadArchived: () => new Refusal(400, 50083, 'Thread is archived'),
  invalidJson: () => new Refusal(400, 50109, 'The request body contains invalid JSON.'),
  threadExists: () => new Refusal(400, 160004, 'A thread has already been created for this message'),
  pollExpired: () => new Refusal(400, 520001, 'Poll expired'),
  invalidPollChannel: () => new Refusal(400, 520002, 'Invalid channel type for poll creation'),
  pollMessageEdit: () => new Refusal(400, 520003, 'Cannot edit a poll message'),
  notAPoll: () => new Refusal(400, 520006, 'Cannot expire a non-poll message'),
} as const;
