import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface PackageFacts {
  readonly version: string;
  /** Address of the project, if it has one. */
  readonly homepage?: string;
}

/** What the package that this file belongs to says of itself, built or not. */
export function packageFacts(): PackageFacts {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { version, homepage } = JSON.parse(readFileSync(file, 'utf8'));
      return { version: String(version), ...(typeof homepage === 'string' && { homepage }) };
    }
    if (folder === dirname(folder)) throw new Error('There is no package.json above this file');
  }
}

/** How the bot introduces itself to the servers that it fetches from. */
export function userAgent({ version, homepage }: PackageFacts): string {
  return `Cliffhanger/${version}${homepage === undefined ? '' : ` (+${homepage})`}`;
}
