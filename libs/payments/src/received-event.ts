/**
 * What is kept of a signed event: which object to look at. Its own copy of the object is never believed, and names people
 * who paid; so it is not kept.
 */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  /** The connected account that it is about; null for the platform itself. */
  readonly account: string | null;
}
