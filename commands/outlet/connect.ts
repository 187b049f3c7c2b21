import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { at, problemLine, title, toCaller } from '../../src/core/wording/command-words.ts';
import { joiningWords } from '../../src/core/wording/joining-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletConnect: Command = {
  name: 'outlet connect',
  level: 'moderator',
  description: 'Bring a show to this channel',
  parameters: [
    { ...SHOW, description: 'Which show', required: true },
    { name: 'mention', kind: 'role', description: 'Role to ping when an episode is out', required: false },
    {
      name: 'thread',
      kind: 'channel',
      description: 'Another channel or thread of this server',
      required: false,
    },
  ],
  async run({ caller, place, given }, desk) {
    const show = givenShow(given, desk.shows);
    const words = joiningWords(show.language);
    if (place.outlet === undefined) {
      return toCaller(line('Use this in the channel, group or topic where the show should play.'));
    }
    const { mention, thread } = given;
    const connected = await desk.outlets.connect(
      show.id,
      place.outlet,
      {
        community: caller.showrunner ? undefined : place.community,
        ...(thread !== undefined && { channel: thread }),
        ...(mention !== undefined && { mention }),
      },
      caller,
    );
    switch (connected.status) {
      case 'joined':
        return toCaller(words.joined(connected.name, show.title), words.votesFrom);
      case 'waits-for-approval':
        return toCaller(words.asked(connected.name), words.listShows);
      case 'still-waits':
        return toCaller(
          words.stillWaits(connected.name, at(connected.since, show.timezone)),
          connected.here
            ? words.nothingMore
            : line(
                'A community can ask for one channel at a time. /outlet disconnect there withdraws the request.',
              ),
        );
      case 'too-many':
        return toCaller(line(TOO_MANY[connected.of], ' Try again tomorrow.'));
      case 'already-connected':
        return toCaller(line(title(connected.name), ' plays ', title(show.title), ' already.'));
      case 'elsewhere':
        return toCaller(
          line(
            'That channel is not in this server, or the bot cannot see it. Use the command in that channel.',
          ),
        );
      case 'problems':
        return toCaller(line('Not yet: the bot cannot play here.'), ...connected.problems.map(problemLine));
    }
  },
};

const TOO_MANY = {
  community: 'This community has asked often enough for today.',
  person: 'You have asked for enough communities today.',
  show: 'This show’s team has been asked very often today.',
} as const;
