import type { Messages, Principal } from '#platform/kernel';

/** What every resolver of one request shares. */
export interface GraphqlContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly messages: Messages;
  /** Loaders of this request, by the loader class that made them. */
  readonly loaders: Map<object, unknown>;
  /** Answers with a new secret of the session; the old one has ended. */
  readonly renewSession: (sessionSecret: string) => void;
}
