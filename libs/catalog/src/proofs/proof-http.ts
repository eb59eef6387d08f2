import { ForeignHttpError, type ForeignHttp } from '#platform/outbound';
import { ProofMissing } from './claim-method.js';

/** Reads places of proofs; what went wrong becomes the reason why a claim is not proved. */
export class ProofHttp {
  constructor(private readonly http: ForeignHttp) {}

  /** @throws ProofMissing when there is nothing at the address, or when it cannot be read whole */
  async read(address: string, maxBytes: number): Promise<string> {
    try {
      return await this.http.readText(address, maxBytes);
    } catch (error) {
      if (!(error instanceof ForeignHttpError)) throw error;
      throw new ProofMissing(error.reason === 'NOT_FOUND' ? 'NOT_FOUND' : 'UNREACHABLE');
    }
  }

  /** Null when there is nothing at the address. */
  async find(address: string, maxBytes: number): Promise<string | null> {
    try {
      return await this.read(address, maxBytes);
    } catch (error) {
      if (error instanceof ProofMissing && error.failure === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
