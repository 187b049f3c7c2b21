import { REASON } from '../../../src/core/command-call.ts';
import { showId } from '../../../src/core/ids.ts';
import { text } from '../../../src/core/posts/content.ts';
import type {
  Command,
  CommandAnswer,
  CommandDesk,
  CommandRequest,
  Level,
  Parameter,
  ParameterKind,
  Reply,
} from '../../../src/ports/commands/command.ts';
import type { DeskShow } from '../../../src/ports/commands/desk.ts';

const asks = (kind: ParameterKind, required = true, name: string = kind): Parameter => ({
  name,
  kind,
  description: `The ${name}`,
  required,
});
const show = asks('show', false);
export const reason = { ...asks('reason'), description: REASON.description, asked: true } as const;

function command(name: string, level: Level, parameters: readonly Parameter[] = []): Command {
  return {
    name,
    level,
    description: `Does ${name}`,
    parameters,
    async run() {
      throw new Error('the desk answers');
    },
  };
}

/** A few commands of every form: with and without a second word, of every level, with every kind of parameter. */
export const commands: readonly Command[] = [
  command('vote close', 'showrunner', [show, reason]),
  command('vote extend', 'showrunner', [show, asks('duration'), reason]),
  command('vote decide', 'showrunner', [show, asks('round', false), asks('option')]),
  command('season status', 'moderator', [show]),
  command('outlet connect', 'moderator', [
    show,
    asks('role', false, 'mention'),
    asks('channel', false),
    asks('flag', false, 'quiet'),
  ]),
  command('episode link', 'showrunner', [show, asks('episode'), asks('url')]),
  command('delivery found', 'showrunner', [
    show,
    asks('outlet'),
    asks('delivery'),
    asks('url', true, 'link'),
  ]),
  command('path', 'everyone', [show]),
];

export const says = (line: string, more: Partial<Reply> = {}): CommandAnswer => ({
  kind: 'reply',
  reply: { lines: [[text(line)]], visibility: 'caller', ...more },
});

/**
 * A desk that satisfies the port's contract, with one open vote. It checks levels; a close asks for its reason, then
 * for its confirmation. `held` keeps it from answering, as a slow Redis does.
 */
export class SmallDesk implements CommandDesk {
  readonly commands = commands;
  readonly shows: readonly DeskShow[] = [
    {
      id: showId('night-shift'),
      title: 'Night Shift',
      language: 'en',
      communities: 'approved',
      timezone: 'America/New_York',
    },
  ];
  readonly requests: CommandRequest[] = [];
  readonly typed: { readonly request: CommandRequest; readonly parameter: string; readonly typed: string }[] =
    [];
  closed: string | undefined;
  held: Promise<unknown> = Promise.resolve();
  broken = false;
  /** While this is open, commands are said to be running. */
  stillAtWork: Promise<unknown> | undefined;
  readonly #showrunners: ReadonlySet<string>;
  readonly #replies: Readonly<Record<string, Partial<Reply>>>;

  constructor(showrunners: readonly string[], replies: Readonly<Record<string, Partial<Reply>>> = {}) {
    this.#showrunners = new Set(showrunners);
    this.#replies = replies;
  }

  async answer(request: CommandRequest): Promise<CommandAnswer> {
    this.requests.push(request);
    await this.held;
    if (this.broken) throw new Error('the desk broke its promise');
    if (this.stillAtWork === undefined) return this.#decide(request);
    const later = this.stillAtWork.then(() => this.#decide(request));
    return { kind: 'refused', line: [text('Still at work.')], later };
  }

  async #decide(request: CommandRequest): Promise<CommandAnswer> {
    const known = this.commands.find(({ name }) => name === request.name);
    if (known === undefined) return { kind: 'refused', line: [text('There is no such command.')] };
    if (!(await this.#may(known.level, request))) {
      return { kind: 'refused', line: [text(`This is for the ${known.level}.`)] };
    }
    const missing = known.parameters.find(({ name, required }) => required && !(name in request.given));
    if (missing !== undefined) {
      const form = missing.asked === true ? { form: [{ parameter: missing }] } : {};
      const problem = `What is the ${missing.name}?`;
      return { kind: 'usage', parameter: missing, problem, expected: ['2h'], ...form };
    }
    if (request.name !== 'vote close') return says(`${request.name} is done.`, this.#replies[request.name]);
    if (this.closed !== undefined) return { kind: 'refused', line: [text('The vote is closed already.')] };
    if (!request.confirmed) {
      const given = { ...request.given, round: '3' };
      return { kind: 'confirm', question: [text('Close the vote for good?')], button: 'Close it', given };
    }
    this.closed = request.given.reason ?? '';
    return says(`The vote is closed: ${this.closed}.`);
  }

  async complete(request: CommandRequest, parameter: string, typed: string) {
    this.typed.push({ request, parameter, typed });
    await this.held;
    const found = Array.from({ length: 30 }, (_, index) => ({
      label: `Show ${index}`,
      value: index === 1 ? 'x'.repeat(101) : `show-${index}`,
    }));
    return found.filter(({ value }) => value.startsWith(typed) || value.startsWith('x'));
  }

  async welcome(): Promise<Reply> {
    return { lines: [[text('Type /outlet connect.')]], visibility: 'caller' };
  }

  async #may(level: Level, request: CommandRequest): Promise<boolean> {
    if (level === 'everyone' || this.#showrunners.has(request.account ?? '')) return true;
    return level === 'moderator' && (await request.moderates());
  }
}
