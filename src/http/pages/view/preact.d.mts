declare const element: unique symbol;

/** An element with everything in it. */
export interface VNode {
  readonly [element]: true;
}

/** A template with one root. Every text that is put into it is escaped. */
export declare const html: (strings: TemplateStringsArray, ...values: unknown[]) => VNode;

export declare const renderToString: (root: VNode) => string;
