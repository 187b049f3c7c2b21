import { letter, outletTable, shortCounts, voteLines } from './bars.ts';
import { columnsOf, plural, thousands, wrap } from './layout.ts';
import type { Screen } from './screen.ts';
import type { EventOf, LiveTally, PlannedRound, SeasonEvent } from './season-log.ts';
import type { StatedReceipt, Verdict } from './truth.ts';

type Story = EventOf<'season-started'>['story'];

/** Without a terminal, one line about a vote is printed this often. */
const LINE_EVERY_MS = 1_500;

/** How a round ended. */
export interface Ending {
  readonly kind: 'decided' | 'tied';
  /** A prediction does not move the story. */
  readonly binding: boolean;
}

const REASONS: Readonly<Record<string, string>> = {
  tie: 'tied, and listed first',
  'runoff-tie': 'tied again, and listed first',
  'nobody-voted': 'nobody voted: it is listed first',
  'nobody-could': 'no poll could be opened in time: it is listed first',
};

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

/** Tells a season to somebody who watches, as it happens. */
export class Narrator {
  readonly #screen: Screen;
  readonly #beganAt: number;
  readonly #rounds = new Map<number, PlannedRound>();
  #story: Story | undefined;
  #lastLine = 0;

  /** @param beganAt the zero of its clock, in Unix milliseconds */
  constructor(screen: Screen, beganAt: number) {
    this.#screen = screen;
    this.#beganAt = beganAt;
  }

  /** Tells what can be told from the log at once. `counted` tells the end of a round. */
  event(event: SeasonEvent): void {
    const { paint } = this.#screen;
    switch (event.type) {
      case 'season-started':
        this.#story = event.story;
        break;
      case 'episode-added':
        this.#added(event);
        break;
      case 'episode-released':
        this.#release(event);
        break;
      case 'round-planned':
        this.#rounds.set(event.round.number, event.round);
        break;
      case 'round-opened':
        this.#opened(event);
        break;
      case 'season-ended':
        if (this.#story?.opening === undefined)
          this.#say('', paint.strong('The showrunner has ended the show.'));
        break;
      case 'link-awaited':
        this.#say(paint.bad(`The next episode has no link; the season waits until a showrunner adds it.`));
        break;
      case 'round-undecided':
        this.#say(paint.bad(`Undecided (${event.why.cause}): the season waits for a showrunner.`));
        break;
      default:
        break;
    }
  }

  #added({ added }: EventOf<'episode-added'>): void {
    if (this.#story === undefined) return;
    this.#story = { ...this.#story, episodes: [...this.#story.episodes, added] };
    this.#say('', this.#screen.paint.faint(`In the feed: ${added.title}`));
  }

  #release({ episode: id, number }: EventOf<'episode-released'>): void {
    const { paint } = this.#screen;
    const episode = this.#story?.episodes.find((one) => one.id === id);
    if (episode === undefined) return;
    this.heading(`Episode ${number}`, episode.title);
    this.#say(
      ...this.#wrapped(episode.synopsis),
      ...(episode.url === undefined ? [] : [paint.accent(episode.url)]),
    );
    if (episode.continuation.kind === 'ending') this.#say('', paint.strong('The end.'));
  }

  #opened({ round: number }: EventOf<'round-opened'>): void {
    const round = this.#rounds.get(number);
    if (round === undefined) return;
    const { paint } = this.#screen;
    const kind = round.kind === 'runoff' ? 'Runoff' : round.binding ? 'Vote' : 'Prediction';
    this.#say('', ...this.#wrapped(`${kind} ${number}. ${round.question}`).map(paint.strong));
    if (this.#screen.animated) return;
    for (const [index, { label }] of round.options.entries()) this.#say(`${letter(index)}  ${label}`);
  }

  /** Moving bars on a terminal; elsewhere a line now and then. */
  live(tallies: readonly LiveTally[], now: number): void {
    if (this.#screen.animated) {
      this.#screen.draw(tallies.flatMap((tally) => indented(this.#liveLines(tally, now))));
      return;
    }
    if (now - this.#lastLine < LINE_EVERY_MS) return;
    this.#lastLine = now;
    for (const tally of tallies) this.#say(`${this.#state(tally, now)}${shortCounts(tally)}`);
  }

  #liveLines(tally: LiveTally, now: number): readonly string[] {
    const { paint, width } = this.#screen;
    const { round, counts } = tally;
    const labels = round.options.map(({ label }) => label);
    const shown = round.rules.sealed ? undefined : counts;
    return ['', ...voteLines(labels, shown, width - 4, paint), paint.faint(this.#state(tally, now))];
  }

  #state({ round, total }: LiveTally, now: number): string {
    const left = Math.ceil((round.closesAt - now) / 1_000);
    const phase = left > 0 ? `${left} s left` : 'closed; the platforms are counting';
    return round.rules.sealed
      ? `${phase} · counts are sealed until the end`
      : `${phase} · ${plural(total, 'vote')}`;
  }

  /** A round is over: its receipt, and how it compares with the platforms. */
  counted(receipt: StatedReceipt, because: Ending, differences: readonly string[]): void {
    const { paint, width } = this.#screen;
    this.#screen.draw([]);
    const labels = receipt.options.map(({ label }) => label);
    const counts = receipt.options.map(({ count }) => count);
    this.#say('', ...voteLines(labels, counts, width - 4, paint), '');
    this.#say(...outletTable(receipt, width - 4).map((line) => paint.faint(line)), '');
    this.#say(...this.#outcome(receipt, because));
    if (differences.length === 0) this.#say(paint.good("✓ equal to the platforms' own counts"));
    else this.#say(...differences.flatMap((one) => this.#wrapped(one)).map(paint.bad));
  }

  #outcome({ decision, options, total }: StatedReceipt, ending: Ending): readonly string[] {
    const { paint } = this.#screen;
    if (decision === null) {
      return [paint.strong(ending.kind === 'tied' ? 'A tie: a runoff decides.' : 'Nothing is decided.')];
    }
    const votes = options.find(({ label }) => label === decision.label)?.count ?? 0;
    const why = decision.because === null ? '' : ` (${REASONS[decision.because] ?? decision.because})`;
    const verb = ending.binding ? 'wins' : 'is what the audience expects';
    const sentence = `${decision.label} — ${verb} with ${thousands(votes)} of ${plural(total, 'vote')}${why}`;
    return this.#wrapped(sentence).map(paint.strong);
  }

  /** The whole path, with the decision at each step. */
  path(steps: readonly { readonly title: string; readonly via?: { readonly label: string } }[]): void {
    const { paint } = this.#screen;
    this.heading('The path', plural(steps.length, 'episode'));
    for (const [index, { title, via }] of steps.entries()) {
      if (via !== undefined) this.#say(paint.accent(`   ╰ ${via.label}`));
      this.#say(`${String(index + 1).padStart(2)} ${paint.strong(title)}`);
    }
  }

  verdict({ decisions, votes, differences }: Verdict, aside: string): void {
    const { paint } = this.#screen;
    const counted = `${plural(decisions, 'decision')}, ${plural(votes, 'vote')}`;
    this.#say('');
    if (differences.length === 0) this.#say(paint.good(`${counted}: all equal to the platforms' own counts`));
    else {
      this.#say(paint.bad(`${counted}: ${plural(differences.length, 'difference')}`));
      this.#say(...differences.flatMap((one) => this.#wrapped(`- ${one}`)));
    }
    this.#say(...this.#wrapped(aside).map(paint.faint), '');
  }

  heading(kind: string, title: string): void {
    const { paint, width } = this.#screen;
    const clock = `${Math.floor((Date.now() - this.#beganAt) / 1_000)} s`;
    const rule = width - columnsOf(`── ${kind} · ${title}  ${clock} ──`);
    const line = `${paint.faint(`── ${kind} ·`)} ${paint.strong(title)} `;
    this.#screen.print('', `${line}${paint.faint(`${'─'.repeat(Math.max(2, rule))} ${clock} ──`)}`, '');
  }

  /** Indented lines. */
  say(...lines: readonly string[]): void {
    this.#say(...lines);
  }

  #say(...lines: readonly string[]): void {
    this.#screen.print(...indented(lines));
  }

  #wrapped(text: string): readonly string[] {
    return wrap(text, this.#screen.width - 4);
  }
}
