/** How a show looks: in embeds, on cards and pages. */
export interface Appearance {
  /** `#rrggbb`, in lower case. */
  readonly colour?: string;
  readonly logo?: Logo;
}

/** A picture that the operator named; what it contains is checked where it is used. */
export type Logo =
  | { readonly kind: 'address'; readonly url: string }
  /** An absolute path, inside the folder of the operator's file. */
  | { readonly kind: 'file'; readonly path: string };
