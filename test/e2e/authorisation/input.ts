import type { PrincipalName, World } from './world.js';

/** What a mutation is tried with: an input that would be right for whoever may do it. Made afresh for each success. */
export interface Input {
  readonly type: string;
  readonly input: (world: World, principal: PrincipalName) => Promise<object>;
}
