import { createHmac } from 'node:crypto';
import type { WebhookMode } from '../store/records/setting.js';
import type { Store, Transaction } from '../store/store.js';

const DEFAULT_WEBHOOK_MODE: WebhookMode = {
  kind: 'webhooks',
  hold: false,
  duplicate: 1,
  corruptSignature: false,
  wrongSecret: false,
  oldTimestamp: false,
  delayMs: 0,
  shuffleSeed: null,
  only: null,
};
const SHUFFLE_WINDOW_MS = 500;
const SETTING_ID = 'webhooks';

export function readWebhookMode(store: Store | Transaction): WebhookMode {
  const setting = store.get('setting', SETTING_ID);
  return setting?.kind === 'webhooks' ? { ...DEFAULT_WEBHOOK_MODE, ...setting } : DEFAULT_WEBHOOK_MODE;
}

/** The mode as far as it concerns an event: with `only` the events of other types are sent as ever. */
export function modeFor(store: Store | Transaction, eventType: string): WebhookMode {
  const mode = readWebhookMode(store);
  return mode.only === null || mode.only.includes(eventType) ? mode : DEFAULT_WEBHOOK_MODE;
}

/** Changes the given fields and leaves the others as they are. */
export function changeWebhookMode(tx: Transaction, change: Partial<Omit<WebhookMode, 'kind'>>): WebhookMode {
  const mode = { ...readWebhookMode(tx), ...change };
  tx.put('setting', SETTING_ID, mode);
  return mode;
}

/** The extra wait of the nth delivery under the shuffle; 0 without one. */
export function shuffleDelayMs(mode: WebhookMode, number: number): number {
  if (mode.shuffleSeed === null) return 0;
  const digest = createHmac('sha256', mode.shuffleSeed).update(String(number)).digest();
  return digest.readUInt32BE(0) % SHUFFLE_WINDOW_MS;
}
