import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Community, DISCORD_SHOWRUNNER, TELEGRAM_SHOWRUNNER } from './audience/town.ts';

/** The files that a bot needs to play in the town. */
export interface Props {
  readonly operatorPath: string;
  readonly storyPath: string;
}

/** Who may steer the show in the sandbox. */
export const SHOWRUNNERS = `showrunners:\n  discord: ["${DISCORD_SHOWRUNNER}"]\n  telegram: [${TELEGRAM_SHOWRUNNER}]\n`;

/** Writes a copy of the story, and an operator's file that starts it at once in every community. */
export async function writeProps(
  folder: string,
  story: string,
  communities: readonly Community[],
): Promise<Props> {
  await mkdir(folder, { recursive: true });
  const props = { operatorPath: join(folder, 'cliffhanger.yaml'), storyPath: join(folder, 'story.yaml') };
  const outlets = communities.map(({ address, name, kind }) => `      - ${address} # ${name}, ${kind}\n`);
  await writeFile(props.storyPath, story);
  await writeFile(
    props.operatorPath,
    `# Written by the sandbox, and written again at its next start.\n${SHOWRUNNERS}shows:\n  - story: story.yaml\n    starts: now\n    outlets:\n${outlets.join('')}`,
  );
  return props;
}
