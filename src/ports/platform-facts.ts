import type { PlatformName } from '../core/ids.ts';
import type { Capabilities } from '../core/posts/capabilities.ts';
import type { CommunityWords } from '../core/vote/public-receipt.ts';

/** What is known of a platform without asking it. src/platforms/index.ts lists one for each. */
export interface PlatformFacts {
  readonly name: PlatformName;
  readonly capabilities: Capabilities;
  readonly accounts: AccountFacts;
  readonly communities: CommunityWords;
  /** Of the addresses of its messages. */
  readonly links: RegExp;
  /** For `/readyz`, which anybody may read: what it means that the bot is connected to nothing there. */
  readonly deaf: string;
}

export interface AccountFacts {
  /** Of an account's id as people give it. */
  readonly pattern: RegExp;
  /** A sentence: how an id looks and where to find it. */
  readonly right: string;
  /** The name under which the platform's votes come, where it is not the id itself. */
  readonly inVotes?: (account: string) => string;
}
