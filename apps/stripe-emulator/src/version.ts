import type Stripe from 'stripe';

/** The one API version this server speaks; the annotation stops the build when the SDK moves on without it. */
export const API_VERSION = '2026-10-28.endive' satisfies typeof Stripe.API_VERSION;
