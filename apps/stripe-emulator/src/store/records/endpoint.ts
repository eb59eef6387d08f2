import type Stripe from 'stripe';

/** What an endpoint listens to: v1 events of the platform, v1 events of connected accounts, or thin v2 events. */
export type EndpointScope = 'platform' | 'connect' | 'v2';

/** What an event destination of v2 says beyond an endpoint of v1. */
export interface DestinationFacts {
  readonly eventsFrom: readonly string[];
  readonly name: string;
  readonly payload: 'snapshot' | 'thin';
  readonly updatedAtMs: number;
}

/** A place events go to. `object` is the API's view of it; endpoints from the configuration have one as well. */
export interface EndpointRow {
  readonly scope: EndpointScope;
  readonly secret: string;
  /** The secret before, which signs as well until the instant. */
  readonly retiring?: { readonly secret: string; readonly untilMs: number };
  readonly object: Stripe.WebhookEndpoint;
  /** Only of those that the API of v2 shows; v1 does not show them. */
  readonly destination?: DestinationFacts;
}
