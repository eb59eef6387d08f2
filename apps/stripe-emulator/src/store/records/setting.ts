/** How deliveries misbehave. It is stored, so that held events are still held after a restart. */
export interface WebhookMode {
  readonly kind: 'webhooks';
  /** New deliveries wait for a release. */
  readonly hold: boolean;
  /** How many times each delivery is sent, all at once. */
  readonly duplicate: number;
  readonly corruptSignature: boolean;
  /** Signs with a secret that no endpoint has. */
  readonly wrongSecret: boolean;
  /** Signs as if it were ten minutes ago, which is outside of the tolerance of the SDK. */
  readonly oldTimestamp: boolean;
  readonly delayMs: number;
  /** Spreads deliveries over a window in an order that depends on the seed and their number alone. */
  readonly shuffleSeed: string | null;
  /** The types of events that all of this is for; null stands for every type. */
  readonly only: readonly string[] | null;
}

/** Small facts that must survive a restart; the id of the row says which. */
export type SettingRow =
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'run'; readonly account: string; readonly run: string; readonly createdSeconds: number }
  | WebhookMode;
