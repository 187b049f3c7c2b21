// Who may import whom (ARCHITECTURE.md): core <- ports <- app <- compose <- main. Every rule's comment says
// what to do instead; test/architecture.test.ts runs the same rules.

/** `from` may reach nothing of ours but what matches one of `allowed`. */
function only(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(src|commands|config)/', pathNot: [...allowed, from] },
  };
}

/** Only files matching `owner` may import the npm packages matching `packages`. */
function owned(name, packages, owner, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: '^(src|commands|config)/', pathNot: owner },
    to: { path: `node_modules/(${packages})(/|$)` },
  };
}

const CORE = '^src/core/';
const PORTS = '^src/ports/';
/** Waiting no longer than one may: of no layer. It touches the clock, so the core has no use for it. */
const TIME_LIMIT = '^src/time-limit\\.ts$';

module.exports = {
  forbidden: [
    only('core-imports-core', CORE, [], 'The core stands alone: take the value as an argument instead.'),
    {
      name: 'core-is-pure',
      comment:
        'No node: module and no package but temporal-polyfill in the core: do the I/O in src/app, clock and ' +
        'randomness come in with the command.',
      severity: 'error',
      from: { path: CORE },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'temporal-polyfill',
      },
    },
    only(
      'ports-import-core',
      PORTS,
      [CORE],
      'A port names only the domain: move the type to src/core or src/ports.',
    ),
    only(
      'time-limit-imports-core',
      TIME_LIMIT,
      [CORE],
      'Every layer leans on it, so it leans on none: hand in what it should know.',
    ),
    only(
      'app-imports-ports',
      '^src/app/',
      [PORTS, CORE, TIME_LIMIT],
      'Ask for a port in src/ports; src/compose/bot.ts hands it in.',
    ),
    {
      name: 'platforms-import-ports',
      comment:
        'A platform implements a port and knows no other platform: move what two share to src/core or src/ports.',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: {
        path: '^(src|commands|config)/',
        // How variables and keys are written is one thing for all platforms and for the bot's own.
        pathNot: [
          PORTS,
          CORE,
          TIME_LIMIT,
          '^src/platforms/$1/',
          '^config/(define-platform|quotes|schema-parts|secret|variable-parts)\\.ts$',
        ],
      },
    },
    only(
      'redis-imports-ports',
      '^src/redis/',
      [PORTS, CORE, TIME_LIMIT],
      'A store implements a port: move what is shared to src/core or src/ports, or hand it in from src/compose.',
    ),
    only(
      'queues-import-redis',
      '^src/queues/',
      // BullMQ's queues live in the same Redis: they share its connections, key names and scripts.
      [PORTS, CORE, TIME_LIMIT, '^src/redis/(connection|shared)/'],
      'The queues know how to reach Redis, and nothing of what the stores keep in it.',
    ),
    only(
      'files-import-ports',
      '^src/files/',
      // The shapes of the operator's files are kept beside the settings. A backup holds a season as the store keeps it.
      [
        PORTS,
        CORE,
        TIME_LIMIT,
        '^config/[a-z]+-schema\\.ts$',
        '^src/redis/(seasons/season-(check|shapes)|shared/records)\\.ts$',
        // What a regular expression may say is known where it is run.
        '^src/feeds/pattern\\.ts$',
      ],
      'A file is read into values of src/ports and src/core: hand in anything else from src/compose.',
    ),
    only(
      'embedded-redis-imports-ports',
      '^src/embedded-redis/',
      [PORTS, CORE, TIME_LIMIT, '^src/files/folders\\.ts$', '^src/redis/connection/'],
      'The embedded server is started and stopped here; what is kept in it is the business of src/redis.',
    ),
    only(
      'feeds-import-ports',
      '^src/feeds/',
      [PORTS, CORE, TIME_LIMIT],
      'What is fetched is handed to src/app through src/ports/feed-source.ts, and the rules come with it.',
    ),
    only(
      'http-imports-ports',
      '^src/http/',
      [PORTS, CORE, TIME_LIMIT],
      'Ask for a port in src/ports; src/compose/bot.ts hands it in.',
    ),
    only(
      'pictures-import-ports',
      '^src/pictures/',
      [PORTS, CORE],
      'A picture is made of values: read them in src/app, and hand them in.',
    ),
    only(
      'commands-import-their-port',
      '^commands/',
      ['^src/ports/commands/(command|desk|answers|caller|outlet-desk)\\.ts$', CORE],
      'A command is a value over src/ports/commands and src/core: ask for the ability in src/ports/commands/desk.',
    ),
    only(
      'settings-import-ports',
      '^config/',
      [PORTS, CORE, '^src/platforms/index\\.ts$'],
      'Settings are plain values: read them in src/main.ts and hand them on. Of a platform they know its definition.',
    ),
    only(
      'sandbox-stays-outside',
      '^src/sandbox/',
      [
        '^src/compose/(bot|reports|keeping)\\.ts$',
        '^config/settings\\.ts$',
        // How a person is told of errors.
        '^src/terminal/tell-error\\.ts$',
        '^src/ports/startup-error\\.ts$',
      ],
      'The stand-ins share no code with the bot, or a mistake would agree with itself: write it from the ' +
        'platform’s documentation, and reach the bot through src/compose/bot.ts and config/settings.ts.',
    ),
    {
      name: 'nobody-imports-an-entry',
      comment: 'main, cli and the sandbox start things: move what is shared below src/compose/bot.ts.',
      severity: 'error',
      from: { path: '^(src|commands|config)/', pathNot: '^src/(cli|sandbox|setup)/' },
      to: { path: '^src/(main\\.ts|cli/|sandbox/|setup/)' },
    },
    {
      name: 'only-entries-import-compose',
      comment: 'Only main, cli and the sandbox compose the bot: take a port as an argument instead.',
      severity: 'error',
      from: {
        path: '^(src|commands|config)/',
        pathNot: '^src/(main\\.ts|cli/|compose/|sandbox/)',
      },
      to: { path: '^src/compose/' },
    },
    owned(
      'discord-owns-its-library',
      'discord\\.js|@discordjs|discord-api-types',
      '^src/platforms/discord/',
      'Only src/platforms/discord may know Discord’s library: go through src/ports/platform/platform.ts.',
    ),
    owned(
      'telegram-owns-its-library',
      'telegraf|@telegraf',
      '^src/platforms/telegram/',
      'Only src/platforms/telegram may know Telegram’s library: go through src/ports/platform/platform.ts.',
    ),
    owned(
      'redis-owns-ioredis',
      'ioredis',
      '^src/(redis|queues|embedded-redis)/|^src/compose/bot\\.ts$',
      'Only src/redis and its neighbours may know Redis: go through the stores in src/ports.',
    ),
    owned(
      'queues-own-bullmq',
      'bullmq',
      '^src/(queues/|compose/bot\\.ts$)',
      'Only src/queues may know BullMQ: go through the jobs in src/ports.',
    ),
    owned(
      'http-owns-fastify',
      'fastify|@fastify',
      '^src/(http|sandbox)/',
      'Only src/http serves HTTP: put the page there.',
    ),
    owned(
      'pages-own-their-libraries',
      'preact|preact-render-to-string|htm|ics',
      '^src/(http/pages|sandbox)/',
      'Only src/http/pages writes HTML and calendars: hand it values.',
    ),
    owned(
      'feeds-own-their-libraries',
      'feedsmith|htmlparser2|ipaddr\\.js|re2js',
      '^src/feeds/',
      'Only src/feeds reads what strangers publish: go through src/ports/feed-source.ts.',
    ),
    owned(
      'pictures-own-their-libraries',
      '@dagrejs|@takumi-rs',
      '^src/pictures/',
      'Only src/pictures lays out graphs and draws: put the picture there.',
    ),
    {
      name: 'no-development-package-in-the-bot',
      comment: 'The Docker image has no development packages: move it to "dependencies" in package.json.',
      severity: 'error',
      from: { path: '^(src|commands|config)/', pathNot: '^src/sandbox/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'] },
    },
    {
      name: 'no-unlisted-package',
      comment: 'Not in package.json, or not there at all: list it with an exact version, or mend the path.',
      severity: 'error',
      from: { path: '^(src|commands|config)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'no-unresolvable-import',
      comment: 'Nothing is there: mend the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or share a third: move the shared part there.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports it and it imports nothing: use it or delete it.',
      severity: 'error',
      // Browsers run what is in the pages' assets; one file that is not TypeScript has its types beside it.
      from: {
        orphan: true,
        pathNot: '^src/(main\\.ts$|cli/cli\\.ts$|setup/|http/pages/assets/)|\\.d\\.mts$',
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
