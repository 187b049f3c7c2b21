import { z } from 'zod';
import { platforms as allPlatforms } from '../src/platforms/index.ts';
import type { Platforms } from '../src/ports/platform/platform-definition.ts';
import { operatorSchemaOf } from './operator-schema.ts';
import { pageSchemaOf } from './page-schema.ts';
import { receiptSchemaOf, receiptShapesOf } from './receipt-schema.ts';
import { statusSchemaOf } from './report-schema.ts';
import { storySchema } from './story-schema.ts';

/**
 * The files of config/schema by name, with their text. Draft 7, because editors' YAML extensions know it
 * best. A test compares the committed files with these.
 */
export function jsonSchemas(platforms: Platforms = allPlatforms): Readonly<Record<string, string>> {
  return {
    'story.schema.json': write(storySchema),
    'operator.schema.json': write(operatorSchemaOf(platforms)),
    'status.schema.json': write(statusSchemaOf(platforms)),
    'receipt.schema.json': write(receiptSchemaOf(platforms)),
    'page.schema.json': write(pageSchemaOf(platforms)),
    'redacted-receipt.schema.json': write(receiptShapesOf(platforms).redacted),
  };
}

function write(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { target: 'draft-07', io: 'input' }), null, 2)}\n`;
}
