import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { act, usePart } from '../store.ts';

/** Publishes an episode, as the crew of a serial show does. */
export function Feed(): VNode | null {
  const show = usePart('show');
  if (show?.serial !== true) return null;
  const publish = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const [title = '', synopsis = '', question = '', options = ''] = [
      'title',
      'synopsis',
      'question',
      'options',
    ].map((name) => String(data.get(name) ?? '').trim());
    const vote = question === '' ? '' : `\nVote: ${question} ${options}`;
    await act({ do: 'publish', title, description: `${synopsis}${vote}` });
    form.reset();
  };
  return html`<details class="card feed">
    <summary>Publish an episode in the feed</summary>
    <form onSubmit=${publish}>
      <label><span>Title</span><input name="title" required maxlength="200" /></label>
      <label><span>Synopsis</span><input name="synopsis" maxlength="800" /></label>
      <label><span>Question</span><input name="question" maxlength="200" placeholder="Who is at the door?" /></label>
      <label><span>Options</span><input name="options" maxlength="300" placeholder="A friend | The police" /></label>
      <button class="button primary">Publish</button>
    </form>
  </details>`;
}
