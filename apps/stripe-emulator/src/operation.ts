import type { IdKind } from './ids.js';
import type { Services } from './services.js';
import { PLATFORM } from './store/tables.js';
import type { Transaction } from './store/store.js';

/** The request that caused a change, as Stripe records it on events. */
export interface RequestReference {
  readonly id: string;
  readonly idempotencyKey: string | null;
}

/**
 * One all-or-nothing piece of work: an API request, a click on a hosted page, or a due task. It holds the open
 * transaction and everything the rules may ask for, so that resources need no globals and no clock of their own.
 */
export class Operation {
  /** Ids of the events of this operation, for the journal. */
  readonly eventIds: string[] = [];
  /** The instant of the operation: everything it creates carries the same one. */
  readonly instant: Date;

  constructor(
    readonly services: Services,
    readonly tx: Transaction,
    readonly account: string = PLATFORM,
    readonly request: RequestReference | null = null,
  ) {
    this.instant = services.clock.now();
  }

  /** Unix seconds, as v1 objects carry them. */
  get nowSeconds(): number {
    return Math.floor(this.instant.getTime() / 1000);
  }

  newId(kind: IdKind): string {
    return this.services.ids.next(kind);
  }

  /** The same operation seen from another account: what it creates belongs to that account. */
  as(account: string): Operation {
    const other = new Operation(this.services, this.tx, account, this.request);
    return Object.assign(other, { instant: this.instant, eventIds: this.eventIds });
  }
}

/** Runs `work` as one transaction; nothing of it stays when it throws. */
export function operate<R>(
  services: Services,
  work: (operation: Operation) => R,
  context: { account?: string | undefined; request?: RequestReference } = {},
): R {
  return services.store.transact((tx) => work(new Operation(services, tx, context.account, context.request ?? null)));
}
