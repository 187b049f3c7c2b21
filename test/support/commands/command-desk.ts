import { showId } from '../../../src/core/ids.ts';
import { type Line, text } from '../../../src/core/posts/content.ts';
import type {
  Call,
  Command,
  CommandAnswer,
  CommandDesk,
  CommandRequest,
  Level,
  Parameter,
  Reply,
} from '../../../src/ports/commands/command.ts';
import type { DeskShow } from '../../../src/ports/commands/desk.ts';

const line = (words: string): Line => [text(words)];
const parameter = (name: string, kind: Parameter['kind'], required = true): Parameter => ({
  name,
  kind,
  required,
  description: `The ${name}`,
});
const SHOW = parameter('show', 'show', false);
const REASON = parameter('reason', 'reason');

/** Ids and labels that a desk completes, by parameter. */
const LISTS: Readonly<Record<string, readonly (readonly [value: string, label: string])[]>> = {
  show: [
    ['night-shift', 'Night Shift'],
    ['day-shift', 'Day Shift'],
  ],
  option: [
    ['brother', 'Her brother'],
    ['stranger', 'The number on the card'],
  ],
  episode: Array.from({ length: 12 }, (_, index) => [`e${index}`, `Episode ${index}`] as const),
};

function command(
  name: string,
  level: Level,
  parameters: readonly Parameter[],
  more: Partial<Pick<Command, 'confirm'>> & { readonly reply?: Partial<Reply> } = {},
): Command {
  const { confirm, reply } = more;
  const visibility = level === 'everyone' ? 'everyone' : 'caller';
  return {
    name,
    level,
    description: `What ${name} does`,
    parameters,
    ...(confirm && { confirm }),
    run: async ({ given }: Call) => ({
      lines: [line(`${name} done: ${JSON.stringify(given)}`)],
      visibility,
      ...reply,
    }),
  };
}

const COMMANDS: readonly Command[] = [
  command('season start', 'showrunner', [SHOW]),
  command('season status', 'moderator', [SHOW]),
  command('season pause', 'showrunner', [SHOW, REASON]),
  command('episode link', 'showrunner', [
    SHOW,
    parameter('url', 'url'),
    parameter('episode', 'episode', false),
  ]),
  command('episode preview', 'showrunner', [parameter('episode', 'episode')]),
  command('vote close', 'showrunner', [SHOW, parameter('round', 'round', false), REASON], {
    confirm: () => line('Close the vote now?'),
  }),
  command('vote extend', 'showrunner', [SHOW, parameter('by', 'duration'), REASON]),
  command('vote decide', 'showrunner', [SHOW, parameter('option', 'option'), REASON]),
  command('outlet connect', 'moderator', [
    SHOW,
    parameter('mention', 'role', false),
    parameter('thread', 'flag', false),
  ]),
  command('outlet disconnect', 'moderator', [SHOW], { confirm: () => line('Leave?') }),
  command('outlet approve', 'showrunner', [SHOW, parameter('outlet', 'outlet')]),
  command('path', 'everyone', [SHOW]),
  command('standings', 'everyone', [SHOW]),
  command('receipt', 'everyone', [SHOW, parameter('round', 'round', false)], {
    reply: { buttons: [{ label: 'The path', danger: false, command: 'path', given: {} }] },
  }),
];

const FOR_ONE = {
  visibility: 'caller',
  share: { label: 'Show everybody', danger: false, command: 'standings', given: { everyone: '1' } },
} as const;

/**
 * A desk that checks levels, asks for missing parameters, has dangerous commands confirmed, and records what
 * ran.
 */
export class SmallDesk implements CommandDesk {
  readonly commands = COMMANDS;
  readonly shows: readonly DeskShow[] = (LISTS.show ?? []).map(([id, title]) => ({
    id: showId(id),
    title,
    language: 'en',
    communities: 'approved',
    timezone: 'UTC',
  }));
  readonly requests: CommandRequest[] = [];
  readonly ran: { readonly name: string; readonly given: Readonly<Record<string, string>> }[] = [];
  /** Account ids. */
  readonly showrunners = new Set<string>();
  /** What every answer waits for. */
  gate: Promise<void> = Promise.resolve();

  /** Answers come later, as with a slow store. */
  late = false;
  /** The channel’s turn is taken. */
  shownJustNow = false;

  async answer(request: CommandRequest): Promise<CommandAnswer> {
    if (!this.late) return this.#answer(request);
    return { kind: 'refused', line: line('It still runs.'), later: this.#answer(request) };
  }

  async #answer(request: CommandRequest): Promise<CommandAnswer> {
    this.requests.push(request);
    await this.gate;
    const found = this.commands.find(({ name }) => name === request.name);
    if (found === undefined) return { kind: 'refused', line: line('No such command.') };
    const may = await this.#may(request, found.level).catch(() => undefined);
    if (may === undefined) return { kind: 'refused', line: line('Telegram did not say who you are.') };
    if (!may) {
      return { kind: 'refused', line: line(`${request.name} is for a ${found.level} <only>.`) };
    }
    const missing = found.parameters.find(({ name, required }) => required && !request.given[name]);
    if (missing) {
      const listed = LISTS[missing.kind]?.map(([value]) => value);
      return {
        kind: 'usage',
        parameter: missing,
        problem: `The ${missing.name} is missing.`,
        expected: listed ?? (missing.kind === 'duration' ? ['30m'] : []),
      };
    }
    const call: Call = {
      caller: { platform: 'telegram', pseudonym: 'someone', showrunner: false, moderator: false },
      place: request.place,
      given: request.given,
      confirmed: request.confirmed,
      forEveryone: false,
    };
    const question = request.confirmed ? undefined : await found.confirm?.(call, undefined as never);
    if (question !== undefined) {
      return {
        kind: 'confirm',
        question,
        button: request.name === 'vote close' ? 'Close it' : 'Go ahead',
      };
    }
    this.ran.push({ name: request.name, given: request.given });
    const reply = await found.run(call, undefined as never);
    if (found.name !== 'standings' || request.place.outlet === undefined) return { kind: 'reply', reply };
    if (request.given.everyone === undefined) return { kind: 'reply', reply: { ...reply, ...FOR_ONE } };
    if (this.shownJustNow) return { kind: 'refused', line: line('Shown a moment ago.') };
    return { kind: 'reply', reply };
  }

  async #may({ account, moderates }: CommandRequest, level: Level): Promise<boolean> {
    if (level === 'everyone' || (account !== undefined && this.showrunners.has(account))) return true;
    return level === 'moderator' && moderates();
  }

  async complete(_request: CommandRequest, name: string, typed: string) {
    const kind = COMMANDS.flatMap(({ parameters }) => parameters).find((each) => each.name === name)?.kind;
    return (LISTS[kind ?? ''] ?? [])
      .map(([value, label]) => ({ value, label }))
      .filter((each) => `${each.value} ${each.label}`.toLowerCase().includes(typed.toLowerCase()));
  }

  async welcome(): Promise<Reply> {
    return {
      lines: [line('Connect a show with /outlet connect.')],
      visibility: 'caller',
      buttons: [
        { label: 'Night Shift', danger: false, command: 'outlet connect', given: { show: 'night-shift' } },
      ],
    };
  }
}
