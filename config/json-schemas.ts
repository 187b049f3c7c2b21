import { z } from 'zod';
import { operatorSchema } from './operator-schema.ts';
import { receiptSchema, statusSchema } from './report-schema.ts';
import { storySchema } from './story-schema.ts';

/**
 * The files of config/schema by name, with their text. Draft 7, which the YAML extensions of editors know best.
 * A test holds the committed files against these.
 */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'story.schema.json': write(storySchema),
    'operator.schema.json': write(operatorSchema),
    'status.schema.json': write(statusSchema),
    'receipt.schema.json': write(receiptSchema),
  };
}

function write(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-07', io: 'input' }), null, 2)}\n`;
}
