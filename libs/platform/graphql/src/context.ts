import type { Messages, Principal } from '#platform/kernel';
import type { RateStanding } from './rate-buckets.repository.js';

/** What every resolver of one request shares. */
export interface GraphqlContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly messages: Messages;
  /** What the request has left in the caller's bucket. */
  readonly rateStanding: RateStanding | null;
  /** Loaders of this request, by the loader class that made them. */
  readonly loaders: Map<object, unknown>;
  /** Answers with a new secret of the session; the old one has ended. */
  readonly renewSession: (sessionSecret: string) => void;
}
