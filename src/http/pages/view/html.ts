import { html, type VNode } from './preact.mjs';

export { html };

/** What a part of a page is made of. */
export type View = VNode | readonly View[] | string | number | undefined | false;

/** Foreign words in a direction of their own, so that they turn nothing around them. */
export const foreign = (text: string): VNode => html`<bdi dir="auto">${text}</bdi>`;

/** Languages whose sentences run from right to left. */
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
