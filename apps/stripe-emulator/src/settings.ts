import type { WebhookMode } from './events/webhook-mode.js';

/** Small facts that must survive a restart; the id of the row says which. */
export type SettingRow = { readonly kind: 'clock'; readonly offsetMs: number } | WebhookMode;
