import type { PlatformName } from '../../core/ids.ts';
import type { Capabilities } from '../../core/posts/capabilities.ts';
import type { CommunityWords } from '../../core/vote/public-receipt.ts';

/** What is known about a platform without asking it. src/platforms/index.ts lists one for each. */
export interface PlatformFacts {
  readonly name: PlatformName;
  readonly capabilities: Capabilities;
  readonly accounts: AccountFacts;
  readonly communities: CommunityWords;
  /** Pattern of the addresses of its messages. */
  readonly links: RegExp;
  /** For `/readyz`, which anybody may read: what it means that the bot is not connected there. */
  readonly deaf: string;
}

export interface AccountFacts {
  /** Pattern of an account's id as people write it. */
  readonly pattern: RegExp;
  /** A sentence: what an id looks like and where to find it. */
  readonly right: string;
  /** The name under which an account's votes arrive, if it is not the id itself. */
  readonly inVotes?: (account: string) => string;
}
