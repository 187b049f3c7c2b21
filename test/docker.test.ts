import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { platforms } from '../src/platforms/index.ts';

// These checks need no Docker engine.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Instruction {
  word: string;
  rest: string;
  stage: number;
}

function instructionsOf(dockerfile: string): Instruction[] {
  let stage = -1;
  return dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      if (word === 'FROM') stage += 1;
      return { word, rest, stage };
    });
}

const instructions = instructionsOf(read('Dockerfile'));
const lastStage = Math.max(...instructions.map((each) => each.stage));
const inImage = instructions.filter((each) => each.stage === lastStage);
const all = (word: string, list = inImage) =>
  list.filter((each) => each.word === word).map((each) => each.rest);
const imageVariables = Object.fromEntries(
  all('ENV').flatMap((rest) => [...rest.matchAll(/([A-Z_]+)=(\S+)/g)].map((match) => [match[1], match[2]])),
);

interface ComposeService {
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  command?: string;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}
const compose: { services: Record<string, ComposeService>; volumes: Record<string, null> } = parse(
  read('compose.yaml'),
);
const bot = compose.services.bot ?? {};
const redis = compose.services.redis ?? {};

/** The source that reads the environment, and every name in it. */
const settingsSource = readdirSync(join(ROOT, 'config'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`config/${name}`))
  .join('\n');
const settings = new Set([
  ...(settingsSource.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []),
  ...platforms.flatMap(({ variables }) => Object.keys(variables)),
]);

describe('the Docker image', () => {
  it('copies only what is in the repository and not ignored', () => {
    const kept = new Set(
      read('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    );
    const sources = all('COPY', instructions)
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(sources).toContain('package-lock.json');
    for (const source of sources) {
      expect(existsSync(join(ROOT, source)), `${source} exists`).toBe(true);
      expect(kept, `${source} is let in by .dockerignore`).toContain(source);
    }
  });

  it('starts a file that the build makes', () => {
    const [command] = all('CMD').map((rest) => JSON.parse(rest) as string[]);
    expect(command?.[0]).toBe('node');
    const entry = command?.[1] ?? '';
    const { compilerOptions, include } = JSON.parse(read('tsconfig.build.json'));
    expect(compilerOptions.rootDir).toBe('.');
    expect(entry.startsWith(`${compilerOptions.outDir}/`)).toBe(true);
    const source = entry.slice(compilerOptions.outDir.length + 1).replace(/\.js$/, '.ts');
    expect(include).toContain(source.split('/')[0]);
    expect(existsSync(join(ROOT, source)), `${source} exists`).toBe(true);
    expect(JSON.parse(read('package.json')).scripts.start).toContain(source.replace(/\.ts$/, '.js'));
  });

  it('takes from the build stage only what that stage has', () => {
    const taken = all('COPY').filter((rest) => rest.startsWith('--from'));
    expect(taken.map((rest) => rest.split(/\s+/)[1])).toEqual([
      '/app/package.json',
      '/app/node_modules',
      '/app/dist',
    ]);
    expect(instructions.filter((each) => each.stage === 0 && each.rest === '/app')).toHaveLength(1);
  });

  it('carries neither development packages nor the sandbox', () => {
    const steps = all('RUN', instructions).join('\n');
    expect(steps).toMatch(/npm run build .*rm -rf dist\/src\/sandbox .*npm ci --omit=dev --ignore-scripts/);
    expect(existsSync(join(ROOT, 'src/sandbox'))).toBe(true);
  });

  it('runs as a user without privileges that can write its data', () => {
    const words = inImage.map((each) => each.word);
    expect(all('USER')).toEqual(['node']);
    expect(words.indexOf('USER')).toBeGreaterThan(words.lastIndexOf('RUN'));
    expect(words.indexOf('USER')).toBeLessThan(words.indexOf('CMD'));
    expect(all('RUN').join()).toContain(`chown node:node ${imageVariables.CLIFFHANGER_DATA}`);
    expect(all('VOLUME')).toEqual([imageVariables.CLIFFHANGER_DATA]);
  });

  it('sets only variables that the settings know, and the port that it exposes', () => {
    const { NODE_ENV, ...ours } = imageVariables;
    expect(NODE_ENV).toBe('production');
    expect(Object.keys(ours).filter((name) => !settings.has(name))).toEqual([]);
    expect(all('EXPOSE')).toEqual([imageVariables.HTTP_PORT]);
    expect(imageVariables.HTTP_HOST).toBe('0.0.0.0');
    expect(settingsSource).toMatch(/\b8_?080\b/);
    expect(existsSync(join(ROOT, imageVariables.CLIFFHANGER_CONFIG?.replace('/app/', '') ?? ''))).toBe(true);
  });

  it('has a health check on a page that the bot has', () => {
    const [check = ''] = all('HEALTHCHECK');
    expect(check).toContain('process.env.HTTP_PORT');
    const page = /\/(\w+)'\)/.exec(check)?.[1] ?? 'none';
    const pages = readdirSync(join(ROOT, 'src/http'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(`src/http/${name}`));
    expect(pages.some((text) => text.includes(`/${page}'`))).toBe(true);
  });
});

describe('compose.yaml', () => {
  it('gives the bot only variables that the settings know', () => {
    const names = Object.keys(bot.environment ?? {});
    expect(names).toContain('REDIS_URL');
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
  });

  it('publishes the image’s port on this machine only', () => {
    const port = imageVariables.HTTP_PORT;
    expect(bot.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it('holds no secret', () => {
    for (const name of ['DISCORD_TOKEN', 'TELEGRAM_TOKEN']) {
      expect(bot.environment?.[name]).toBe(`\${${name}:-}`);
    }
  });

  it('mounts the image’s configuration folder, read-only, and its data folder', () => {
    expect(bot.volumes).toContain('./config:/app/config:ro');
    expect(bot.volumes).toContain(`bot-data:${imageVariables.CLIFFHANGER_DATA}`);
    expect(Object.keys(compose.volumes)).toEqual(['bot-data', 'redis-data']);
  });

  it('runs a Redis that keeps every write and evicts nothing, and waits until it is healthy', () => {
    expect(redis.command).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction');
    expect(redis.volumes).toEqual(['redis-data:/data']);
    expect(redis.healthcheck?.test).toContain('ping');
    expect(bot.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    expect(new URL(bot.environment?.REDIS_URL ?? '').hostname).toBe('redis');
  });
});
