import DataLoader from 'dataloader';
import type { GraphqlContext } from './context.js';

const MAX_BATCH = 200;

/**
 * Loads objects by key for the whole request with one query a batch. A subclass is a singleton; the cache belongs to
 * the request, so nobody sees what was loaded for somebody else.
 */
export abstract class RequestLoader<Value> {
  /** Values by key, one statement; keys without a value are left out. */
  protected abstract batch(keys: readonly string[], context: GraphqlContext): Promise<ReadonlyMap<string, Value>>;

  load(context: GraphqlContext, key: string): Promise<Value | null> {
    return this.of(context).load(key);
  }

  /** Hands over a value that was read anyway, so that it is not read again. */
  prime(context: GraphqlContext, key: string, value: Value): void {
    this.of(context).prime(key, value);
  }

  private of(context: GraphqlContext): DataLoader<string, Value | null> {
    const known = context.loaders.get(this) as DataLoader<string, Value | null> | undefined;
    if (known) return known;
    const loader = new DataLoader<string, Value | null>(
      async (keys) => {
        const values = await this.batch(keys, context);
        return keys.map((key) => values.get(key) ?? null);
      },
      { maxBatchSize: MAX_BATCH },
    );
    context.loaders.set(this, loader);
    return loader;
  }
}
