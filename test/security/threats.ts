interface Threat {
  /** As worded in SECURITY.md. */
  readonly threat: string;
  /** Test file, and titles in it. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
}

/** Which tests show what SECURITY.md claims, by the threat. `titles` are the beginnings of the tests' names. */
export const threats: readonly Threat[] = [
  {
    threat: 'A text pings people',
    tests: {
      'test/commands/hostile-answers.test.ts': [
        'pings nobody and links nowhere of its own on Discord, whatever it quotes',
        'pings nobody and links nowhere of its own on Telegram, whatever it quotes',
      ],
      'test/security/hostile-story.test.ts': ['plays on both platforms letter by letter'],
      'test/platforms/discord/wire/messages.test.ts': [
        'pings only the role that was configured, and nobody that the story names',
      ],
      'test/platforms/telegram/wire/messages.test.ts': ['%s pings and links nobody'],
    },
  },
  {
    threat: 'A text changes how a post looks or where it leads',
    tests: {
      'test/commands/hostile-answers.test.ts': [
        'pings nobody and links nowhere of its own on Discord, whatever it quotes',
        'pings nobody and links nowhere of its own on Telegram, whatever it quotes',
      ],
      'test/security/hostile-story.test.ts': ['plays on both platforms letter by letter'],
      'test/platforms/discord/wire/messages.test.ts': [
        'pings only the role that was configured, and nobody that the story names',
      ],
      'test/platforms/telegram/wire/messages.test.ts': [
        '%s pings and links nobody',
        'cannot open a tag or an attribute',
      ],
      'test/platforms/discord/wire/text.test.ts': ['disarms %j'],
    },
  },
  {
    threat: 'Invisible characters make an option read as another',
    tests: {
      'test/platforms/discord/wire/text.test.ts': [
        'loses control characters and characters that change the writing direction',
      ],
      'test/platforms/telegram/wire/messages.test.ts': [
        'loses controls, line breaks and bidirectional marks',
      ],
      'test/core/text/unseen.test.ts': ['keeps what people see, whatever stood around it'],
      'test/files/story-files.test.ts': ['say what would be right'],
    },
  },
  {
    threat: 'Two answers look the same, or a text is cut or buried',
    tests: {
      'test/platforms/discord/wire/messages.test.ts': ['is refused if two answers would look the same'],
      'test/core/text/unseen.test.ts': ['that differ only in invisible characters read the same'],
      'test/core/text/graphemes.test.ts': [
        'is never longer than allowed, and ends at the end of a cluster',
        'is in no text after it was trimmed, whatever the text was',
      ],
      'test/files/story-files.test.ts': ['name every text that no platform in use can carry'],
    },
  },
  {
    threat: `A name or a file steers the operator's terminal`,
    tests: {
      'test/fuzz/files.test.ts': ['controls nothing, and stays the same JSON'],
    },
  },
  {
    threat: 'A log shows a token or a password',
    tests: {
      'test/security/log.test.ts': [
        'never contains a token, wherever a library puts it: %#',
        'says about an error what it is, and never what was running, such as AUTH with its password',
      ],
      'test/security/running-bot.test.ts': [
        'writes neither tokens, nor accounts, nor the pepper to its log',
        'logs its own end by an uncaught exception',
      ],
      'test/files/settings.test.ts': ['never print a wrong token either'],
      'test/redis/connection/connection.test.ts': [
        'logs the start and the end of an outage once, and never a password',
      ],
    },
  },
  {
    threat: 'Stolen data shows who voted for what',
    tests: {
      'test/security/keeping.test.ts': ['about the accounts that vote is gone when their polls are closed'],
      'test/files/voter-hasher.test.ts': ['is the start of HMAC-SHA-256 over platform and account'],
    },
  },
  {
    threat: 'Somebody tries all account ids against the hashes',
    tests: {
      'test/files/voter-hasher.test.ts': ['is created once, for this user only, and found again'],
      'test/files/settings.test.ts': ['require a pepper that cannot be guessed'],
    },
  },
  {
    threat: 'A person wants to be forgotten',
    tests: {
      'test/security/keeping.test.ts': ['about one person is deleted on request, and no longer counted'],
    },
  },
  {
    threat: 'Another user of the machine reads or steers the embedded Redis',
    tests: {
      'test/security/running-bot.test.ts': ['keeps its data, its socket and its pepper to one user'],
      'test/embedded-redis/embedded-redis.test.ts': [
        'writes every command to disk before it answers, evicts nothing, and listens on no port',
        'gives the server none of the bot’s secrets',
        'refuses a foreign server on its socket',
      ],
    },
  },
  {
    threat: 'A stranger reaches the HTTP server',
    tests: {
      'test/security/running-bot.test.ts': [
        'answers on this machine only, with nothing but health and metrics',
      ],
      'test/http/http-server.test.ts': [
        '%s %s is a short 404 with security headers',
        'keeps what only the operator may know to the log',
      ],
      'test/journeys/restarts/health.test.ts': [
        'fails if an effect is overdue by more than a minute, and the log names it',
      ],
    },
  },
  {
    threat: 'Somebody holds connections open',
    tests: {
      'test/http/http-limits.test.ts': [
        'headers that never end',
        'a body that never ends, also with the right secret',
        'one connection too many, until there is room again',
      ],
      'test/http/pages/reader-streams.test.ts': [
        'of a reader who never reads is cut off, while the others go on',
        'is refused while only the reserve of connections is left',
      ],
    },
  },
  {
    threat: 'A page tells what is to come, or who votes',
    tests: {
      'test/app/pages/secrets.test.ts': ['has nothing of what is to come, and nothing private'],
      'test/http/pages/page-addresses.test.ts': [
        'allow nothing inline, nothing from elsewhere, and no frame around them',
        'need the token, with any name',
      ],
    },
  },
  {
    threat: 'A stranger posts forged updates to the webhook',
    tests: {
      'test/security/running-bot.test.ts': ['accepts no update without the webhook’s secret'],
      'test/http/http-server.test.ts': ['survives bytes that are not HTTP'],
    },
  },
  {
    threat: 'A stranger posts an episode, or sends a captured request again',
    tests: {
      'test/http/episode-route.test.ts': [
        'signed with another secret',
        'with the signature of another body',
        'signed more than five minutes ago',
        'with a body of more than 64 KiB',
        'before its body is sent, if it is not signed',
        'is refused with another key, for another show, and with another body',
        'does not take a key before it is known to be authentic',
        'is never a secret or a signature, and counts every answer',
      ],
      'test/files/settings.test.ts': ['require a secret for posting episodes that cannot be found by trying'],
    },
  },
  {
    threat: 'A feed leads the bot into a private network',
    tests: {
      'test/feeds/fetch-safely.test.ts': [
        'not to another private address, also where its own is one',
        'whatever way %s is written',
        'checks what a name leads to, and looks it up once',
        'connects to the very address that was checked, under the name that was asked for',
        'does not let another port of its own host be private',
      ],
      'test/feeds/address-kind.test.ts': ['%s is %s'],
      'test/journeys/living/feeds.test.ts': [
        'is told where the feed leads to another place in the network, and nothing is fetched there',
      ],
    },
  },
  {
    threat: 'A feed is built to exhaust the bot or to post what it should not',
    tests: {
      'test/feeds/fetch-safely.test.ts': [
        'no %s bomb',
        'no endless body',
        'no body that comes a byte at a time',
      ],
      'test/feeds/feed-source.test.ts': [
        'may have 10,000 items: the newest are looked at',
        'if it takes more memory than it may',
      ],
      'test/feeds/feed-files.test.ts': ['are read: %s'],
      'test/app/feeds/sort-items.test.ts': ['is a feed that %s', 'is an item that comes back after a year'],
    },
  },
  {
    threat: "A regular expression in the operator's file never ends",
    tests: { 'test/feeds/pattern.test.ts': ['does not run forever where others would'] },
  },
  {
    threat: 'An update or an interaction crashes the bot or pollutes prototypes',
    tests: {
      'test/fuzz/inbound.test.ts': [
        'of any shape is counted, passed on or ignored, and never stops the next',
        'of any shape is a fact, an interaction or nothing',
      ],
      'test/platforms/telegram/wire/votes.test.ts': ['any update can be read without a crash'],
    },
  },
  {
    threat: `Somebody forges a button or presses another person's confirmation`,
    tests: {
      'test/fuzz/inbound.test.ts': [
        'with a forged component id does nothing',
        'with forged callback data does nothing',
        'claims no right that Discord did not guarantee',
      ],
      'test/platforms/discord/commands.test.ts': [
        'is not done by somebody else',
        'is ignored in a form that was never shown',
      ],
      'test/platforms/telegram/presses.test.ts': [
        'that is not under the message does nothing, whatever it says',
      ],
    },
  },
  {
    threat: 'A file exhausts the reader',
    tests: {
      'test/files/story-files.test.ts': [
        'of %s is refused',
        'nested %s is refused before it can exhaust the stack',
      ],
      'test/fuzz/files.test.ts': ['with anything in it changed is read, or refused at a place inside it'],
    },
  },
  {
    threat: 'A key such as `__proto__` or `constructor` reaches an object',
    tests: {
      'test/files/story-files.test.ts': ['name %s as an id, which is a name of every object'],
      'test/redis/ballots/round-counts.contract.ts': [
        'have no entry for an option that is only a name of every object',
      ],
    },
  },
  {
    threat: `A story path leads out of the operator's folder`,
    tests: {
      'test/fuzz/files.test.ts': ['cannot lead out of its folder: %j'],
      'test/files/operator-file.test.ts': ['name the story path %s'],
    },
  },
  {
    threat: 'A forged receipt is shown as genuine',
    tests: {
      'test/files/verify-receipt.test.ts': ['are verified, whatever has happened to the season'],
      'test/fuzz/files.test.ts': [
        'that was hashed again after a change is genuine only if it adds up',
        'nested as deep as a file can be exhausts nothing',
      ],
    },
  },
  {
    threat: 'A file given to `restore` overwrites something else',
    tests: {
      'test/fuzz/files.test.ts': ['of any shape is a backup or refused'],
      'test/security/keeping.test.ts': [
        'restores it into an empty data folder, during a vote, and it plays on',
        'does not repeat what was posted after it was taken, and asks if it cannot look',
      ],
    },
  },
  {
    threat: 'Somebody votes twice in a poll, or an update comes twice',
    tests: {
      'test/redis/ballots/ballot-store.model.test.ts': [
        'agrees on few voters who change their minds all the time',
      ],
    },
  },
  {
    threat: 'Somebody fills a private server with accounts and connects it',
    tests: {
      'test/security/strangers.test.ts': [
        'brings no votes in: a community waits until a showrunner approves it',
        'is not counted for a poll of their own',
      ],
    },
  },
  {
    threat: 'Somebody with every right in their own server steers the show',
    tests: {
      'test/security/strangers.test.ts': ['steers nothing, whatever rights they have there'],
    },
  },
  {
    threat: 'Somebody posts a poll with our words while Telegram has not confirmed ours',
    tests: {
      'test/journeys/seasons/recognised-poll.test.ts': [
        'is not confused with a poll that a stranger stopped: showrunners are asked once, and nothing of it counts',
      ],
    },
  },
  {
    threat: 'Somebody passes off a message as ours with `/delivery found` or a copied mark',
    tests: {
      'test/platforms/telegram/edit.test.ts': [
        'is refused if another administrator of the channel posted a poll with the same words',
        'is refused if it was forwarded, or a member posted it',
        'is refused if it belongs to another delivery, and then is not changed',
      ],
      'test/platforms/discord/edit.test.ts': [
        'is not confused with one of another delivery, nor with an older one',
      ],
    },
  },
  {
    threat: 'Somebody floods the bot with votes for other polls',
    tests: {
      'test/redis/ballots/ballot-store.contract.ts': [
        'are refused past the limits, and reported with those dropped',
        'are held for a limited number of polls: the one held first is dropped with its ballots, and reported',
      ],
    },
  },
  {
    threat: `Strangers flood the showrunners' channel`,
    tests: {
      'test/commands/outlets.test.ts': [
        'in a loop of asking and withdrawing cause one alert, and may ask three times a day',
        'at the same moment, from many channels, have one open request',
        'with many servers of their own may ask five times a day',
        'with many accounts and servers may ask forty times a day for a show',
        'again and again is reported to showrunners once a day, for all its outlets together',
        'is sent before everything that waited in the showrunners’ channel',
      ],
    },
  },
  {
    threat: 'A moderator asks about channels of other servers',
    tests: {
      'test/commands/outlets.test.ts': ['is answered as if it did not exist, whatever the bot may do there'],
    },
  },
  {
    threat: 'A receipt tells a fan which private communities take part',
    tests: {
      'test/commands/fans.test.ts': [
        'names no community that did not choose to be named, sums small ones, and adds up',
        'adds up, and comes with a file that says the same',
      ],
      'test/files/redacted-receipt.test.ts': [
        'differ in what is private: no id, name, note, reason, pseudonym or private link is in the redacted one',
        'show no row of fewer than five votes, and no sum that tells it',
      ],
    },
  },
  {
    threat: "Fans flood a channel with answers, or a moderator advertises with a community's name",
    tests: {
      'test/commands/fans.test.ts': [
        'is seen by its caller alone until they show it, once a minute per channel',
      ],
      'test/commands/outlets.test.ts': ['is not %j'],
    },
  },
  {
    threat: 'A package runs a script when it is installed',
    tests: {
      'test/security/packages.test.ts': ['no package that the bot needs runs a script when it is installed'],
    },
  },
  {
    threat: `A package's content changes`,
    tests: {
      'test/security/packages.test.ts': ['every package that is needed everywhere is pinned to its content'],
    },
  },
];
