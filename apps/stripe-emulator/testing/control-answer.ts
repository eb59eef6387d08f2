import type { DeliveryRow } from '../src/store/records/delivery.js';
import type { RequestRow } from '../src/store/records/request.js';

/** What the control plane can answer; tests look at the part they asked for. */
export interface ControlAnswer {
  readonly accounts: string[];
  readonly ok: boolean;
  readonly rules: { ok: boolean; rule: string; faults: string[] }[];
  readonly requests: RequestRow[];
  readonly events: { id: string; type: string }[];
  readonly deliveries: DeliveryRow[];
  readonly released: DeliveryRow[];
  readonly offsetMs: number;
  readonly now: string;
}
