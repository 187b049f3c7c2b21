import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DISCORD_SHOWRUNNER, TELEGRAM_SHOWRUNNER, type Town } from './audience/town.ts';

/** The files that a bot needs to play in the town. */
export interface Props {
  readonly operatorPath: string;
  readonly storyPath: string;
}

/** Who may steer the show in the sandbox, and where they are told and asked. */
export const steering = (alerts: string): string =>
  `showrunners:\n  discord: ["${DISCORD_SHOWRUNNER}"]\n  telegram: [${TELEGRAM_SHOWRUNNER}]\nalerts:\n  discord: "${alerts}"\n`;

/** Writes a copy of the story, and an operator's file that starts it at once in every community. */
export async function writeProps(
  folder: string,
  story: string,
  { communities, alerts }: Town,
): Promise<Props> {
  await mkdir(folder, { recursive: true });
  const props = { operatorPath: join(folder, 'cliffhanger.yaml'), storyPath: join(folder, 'story.yaml') };
  const outlets = communities.map(({ address, name, kind }) => `      - ${address} # ${name}, ${kind}\n`);
  await writeFile(props.storyPath, story);
  await writeFile(
    props.operatorPath,
    `# Written by the sandbox, and written again at its next start.\n${steering(alerts)}shows:\n  - story: story.yaml\n    starts: now\n    outlets:\n${outlets.join('')}`,
  );
  return props;
}
