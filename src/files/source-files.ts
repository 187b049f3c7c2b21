import { operatorSchema } from '../../config/operator-schema.ts';
import { storySchema } from '../../config/story-schema.ts';
import type { Capabilities } from '../core/posts/capabilities.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import { readOperatorFile } from './operator-file.ts';
import { readStory } from './story-files.ts';
import { readYamlFile } from './yaml-file.ts';

/** Each file has keys that the other has not. A file that lacks the most important one is still recognised by the others. */
const OPERATOR_KEYS = Object.keys(operatorSchema.shape);
const STORY_KEYS = Object.keys(storySchema.shape);

/** Checks the files that people write against these platforms' limits and the languages of the catalogues. */
export function sourceFiles(
  capabilities: readonly Capabilities[],
  languages?: readonly string[],
): SourceFiles {
  return {
    kindOf: async (path) => {
      const reading = await readYamlFile(path);
      const yaml = reading.ok ? reading.yaml : reading.rest?.yaml;
      const has = (key: string): boolean => yaml?.has([key]) === true;
      const ofOperator = OPERATOR_KEYS.filter(has).length;
      const ofStory = STORY_KEYS.filter(has).length;
      return ofOperator > ofStory ? 'operator' : 'story';
    },
    readStory: (path) => readStory(path, capabilities, languages),
    readOperatorFile: (path) => readOperatorFile(path, new Set(capabilities.map(({ platform }) => platform))),
  };
}
