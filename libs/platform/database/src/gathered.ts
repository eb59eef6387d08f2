import DataLoader from 'dataloader';

/** A statement for more keys than these takes as long as two for half of them. */
const AT_MOST = 100;

/**
 * Questions of many requests in one statement: what is asked for while one is under way waits for the next one, which asks for all of it.
 * Nothing is remembered, and no answer is older than its question. Whoever asks alone waits for nobody. The answer reads or writes
 * by itself: it belongs to no request, and so to no unit of work.
 */
export class Gathered<Key, Value> {
  private readonly loader: DataLoader<Key, Value>;
  private readonly waiting: (() => void)[] = [];
  private isAsking = false;

  /** @param answer one value for each key, in their order; a key can be there twice */
  constructor(answer: (keys: readonly Key[]) => Promise<readonly Value[]>) {
    this.loader = new DataLoader<Key, Value>(
      async (keys) => {
        try {
          return await answer(keys);
        } finally {
          this.next();
        }
      },
      {
        cache: false,
        maxBatchSize: AT_MOST,
        batchScheduleFn: (ask) => {
          this.waiting.push(ask);
          if (!this.isAsking) this.next();
        },
      },
    );
  }

  of(key: Key): Promise<Value> {
    return this.loader.load(key);
  }

  private next(): void {
    const ask = this.waiting.shift();
    this.isAsking = ask !== undefined;
    // Once all that has arrived by now has been heard.
    if (ask !== undefined) setImmediate(ask);
  }
}
