import { operatorSchemaOf } from '../../config/operator-schema.ts';
import { storySchema } from '../../config/story-schema.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import { readOperatorFile } from './operator/operator-file.ts';
import { readStory } from './story-files.ts';
import { readYamlFile } from './yaml-file.ts';

/** Each file has keys that the other has not. A file that lacks the most important one is still recognised by the others. */
const STORY_KEYS = Object.keys(storySchema.shape);

/** Checks the files that people write against these platforms' keys and limits and the languages of the catalogues. */
export function sourceFiles(platforms: Platforms, languages?: readonly string[]): SourceFiles {
  const operatorKeys = Object.keys(operatorSchemaOf(platforms).shape);
  const capabilities = platforms.map((platform) => platform.capabilities);
  const names = new Set(platforms.map(({ name }) => name));
  return {
    kindOf: async (path) => {
      const reading = await readYamlFile(path);
      const yaml = reading.ok ? reading.yaml : reading.rest?.yaml;
      const has = (key: string): boolean => yaml?.has([key]) === true;
      const ofOperator = operatorKeys.filter(has).length;
      const ofStory = STORY_KEYS.filter(has).length;
      return ofOperator > ofStory ? 'operator' : 'story';
    },
    readStory: (path) => readStory(path, capabilities, languages),
    readOperatorFile: (path) => readOperatorFile(path, names, platforms, languages),
  };
}
