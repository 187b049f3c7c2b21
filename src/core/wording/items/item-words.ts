import { type Line, line, type Span } from '../../posts/content.ts';

/** What showrunners are told and asked while a show grows: about items of its source, drafts and open ends. */
export interface ItemWords {
  /** The episode is due and still a draft. */
  readonly draftAwaited: (episode: string, show: string, id: string) => Line;
  /** The episode is out, and the story does not say what comes after it. */
  readonly sequelAwaited: (episode: string, show: string) => Line;
  readonly confirm: (item: Line) => Line;
  readonly old: (item: Line, dated: Span) => Line;
  readonly many: (count: number) => Line;
  readonly unmatched: (item: Line) => Line;
  readonly ambiguous: (item: Line) => Line;
  readonly manyUnmatched: (count: number, show: string) => Line;
  /** Follows the first items of many. */
  readonly more: (count: number) => Line;
  /** What happens without an answer. */
  readonly elsePosted: (until: Span) => Line;
  readonly elseLeft: (until: Span) => Line;
  /** `why`: a clause in English. */
  readonly voteUnreadable: (episode: string, show: string, id: string, why: string) => Line;
  /** `what`: as `Catalogue.message` says. */
  readonly notRetracted: (what: string, outlet: string, why: string) => Line;
  readonly buttons: {
    readonly post: string;
    readonly skip: string;
    readonly all: string;
    readonly newest: string;
    readonly none: string;
    readonly itIs: (episode: string) => Line;
  };
}

/** An item by its title, which leads to it. */
export const itemNamed = ({ title, url }: { readonly title: string; readonly url: string }): Line =>
  line({ kind: 'link', text: title, url });
