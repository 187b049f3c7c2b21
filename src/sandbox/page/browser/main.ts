import { html, render } from 'htm/preact';
import { App } from './app.ts';
import { connect } from './store.ts';

const place = document.getElementById('page');
if (place !== null) {
  place.replaceChildren();
  connect();
  render(html`<${App} />`, place);
}
