/**
 * What is stored cannot be read: it is damaged, or a newer version wrote it. No waiting changes that, and it is no fault
 * of anything else that is stored. The message is a clause for people.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
