import { givenShow, REASON, required, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { count, title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { PostedEpisode } from '../../src/ports/commands/answers.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const episodeRetract: Command = {
  name: 'episode retract',
  level: 'showrunner',
  description: 'Take back a posted episode; its posts are deleted and its open vote is void',
  parameters: [
    SHOW,
    { name: 'episode', kind: 'episode', description: 'Which episode', required: true },
    REASON,
  ],
  async confirm({ given }, desk) {
    const show = givenShow(given, desk.shows);
    const episode = required(given, 'episode');
    const posted = await desk.posted(show.id, episodeId(episode));
    return line(
      'Take back ',
      title(episode),
      ` of ${show.id}? `,
      out(posted),
      vote(posted),
      'This can’t be undone.',
    );
  },
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    if (given.episode === undefined) return undefined;
    const command = { type: 'retract', episode: episodeId(given.episode), reason: '' } as const;
    const tried = await desk.trySteering(show.id, command, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const episode = episodeId(required(given, 'episode'));
    const reason = required(given, 'reason');
    const posted = await desk.posted(show.id, episode);
    const steered = await desk.steer(show.id, { type: 'retract', episode, reason }, caller);
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    const hasVote = posted?.votes !== undefined;
    return toCaller(
      line(title(episode), ' is taken back.', hasVote ? ' Its vote is void and does not count.' : ''),
      ...(posted === undefined || posted.messages === 0
        ? [line('Nothing of it had been posted.')]
        : [
            line(
              `${where(posted)} ${posted.messages === 1 ? 'is' : 'are'} being deleted now. What a platform doesn’t let the bot delete is emptied. Where neither works, you are alerted.`,
            ),
          ]),
      posted?.serial === true
        ? line(
            'It won’t come back by itself, also if its source shows it again. To post it again, use /episode add.',
          )
        : line('To post it again, give its link with /episode link.'),
    );
  },
};

const where = ({ messages, outlets }: PostedEpisode): string =>
  `${count(messages, 'post')} in ${count(outlets, 'outlet')}`;

function out(posted: PostedEpisode | undefined): string {
  if (posted === undefined || posted.messages === 0) return 'Nothing of it is posted yet. ';
  return `${where(posted)} ${posted.messages === 1 ? 'is' : 'are'} deleted. `;
}

function vote(posted: PostedEpisode | undefined): string {
  if (posted?.votes === undefined) return '';
  return posted.votes === 0
    ? 'Its vote is void; nobody has voted yet. '
    : `Its vote is void, with ${count(posted.votes, 'vote')} so far. `;
}
