/** The value of one variable's text, or why it has none. Neither text may repeat the value of a secret. */
export type Parsed<Value> = { readonly value: Value } | { readonly what: string; readonly right: string };

/** A variable of the environment. */
export interface Variable<Value> {
  /** As if it had been set; absent if being unset means something else. */
  readonly default?: string;
  /** What an unset variable means, for the table in docs/operating.md. */
  readonly unset?: string;
  readonly description: string;
  /**
   * Whether quotes at its ends can be part of it. By default they can't: a matching pair is ignored with a warning.
   * `refused`: we can't know whether they were meant.
   */
  readonly quotes?: 'refused';
  readonly parse: (text: string) => Parsed<Value>;
}

/** By name. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The types of the variables' values; without those that are unset or wrong. */
export type ValuesOf<Some extends Variables> = {
  readonly [Name in keyof Some]?: Some[Name] extends Variable<infer Value> ? Value : never;
};

/** Clauses: the first continues after the variable's name. */
export interface SettingProblem {
  readonly variable: string;
  readonly what: string;
  readonly right: string;
}
