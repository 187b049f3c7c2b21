import type { PageCommunity } from '../../../core/page/snapshot.ts';
import { platformTitle } from '../../../core/platform-name.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';
import { foreign, html, type View } from './html.ts';
import type { VNode } from './preact.mjs';

/** How communities voted, one line each, folded up. */
export function communitiesView(
  communities: readonly PageCommunity[],
  labels: readonly string[],
  words: PageWords,
  name: string,
): VNode | undefined {
  if (communities.length === 0) return undefined;
  const isAlone = communities.length === 1;
  return html`<details id=${name}>
    <summary>${words.byCommunity}</summary>
    <div class="scroll" tabindex="0" role="group" aria-labelledby=${`${name}-head`}>
      <table>
        <caption id=${`${name}-head`} class="small">${words.byCommunity}</caption>
        <thead>
          <tr>
            <th scope="col">${words.community}</th>
            ${labels.map((label) => html`<th scope="col">${foreign(label)}</th>`)}
            <th scope="col">${words.votesHeading}</th>
          </tr>
        </thead>
        <tbody>
          ${communities.map(
            (one) => html`<tr>
              <th scope="row">${called(one, isAlone, words)}</th>
              ${one.counts.map((count) => html`<td>${count}</td>`)}
              <td>${one.votes}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="small">${words.smallOnes}</p>
  </details>`;
}

function called(
  { name, unnamed, platform, link, communities, rest }: PageCommunity,
  isAlone: boolean,
  words: PageWords,
): View {
  if (rest || platform === undefined) return isAlone ? words.together(communities) : words.more(communities);
  if (name === undefined) return sentence(words.unnamed(platformTitle(platform), unnamed));
  return link === undefined ? foreign(name) : html`<a href=${link} rel="noreferrer">${foreign(name)}</a>`;
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
