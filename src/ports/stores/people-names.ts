/**
 * Names of people who steer, as their platform shows them, by pseudonym: so that an alert can say who answered it. Kept for
 * 30 days after their last command. Rejects when Redis cannot be reached.
 */
export interface PeopleNames {
  note(pseudonym: string, name: string): Promise<void>;
  forget(pseudonyms: readonly string[]): Promise<void>;
  of(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
