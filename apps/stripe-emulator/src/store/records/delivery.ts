type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export interface Attempt {
  readonly atMs: number;
  /** The HTTP status of the receiver, or null when there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
}

/** One event on its way to one endpoint; it is kept until it has been answered with 2xx, and for the journal after. */
export interface DeliveryRow {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly endpointId: string;
  readonly status: DeliveryStatus;
  /** Waits for a release by the control plane; nothing is sent meanwhile. */
  readonly held: boolean;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs: number;
  readonly attempts: readonly Attempt[];
}
