import type { GrantContext } from '../grants/grant-context.js';
import type { GrantEvent } from '../grants/grant-events.js';
import type { GrantState } from '../grants/grant-state.js';

/** One step of a grant, as others hear of it. */
export interface GrantStep {
  readonly before: GrantState;
  readonly after: GrantState;
  readonly events: readonly GrantEvent[];
  readonly context: GrantContext;
}
