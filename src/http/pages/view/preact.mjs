// Not TypeScript: the types of these packages bring in those of browsers, and everything in this program would have them.
import htm from 'htm';
import { h } from 'preact';
import { renderToString as render } from 'preact-render-to-string';

export const html = htm.bind(h);
export const renderToString = (root) => render(root);
