import { Client } from 'pg';
import { preparedName } from './prepared.js';

/** What `pg` has and its types keep quiet about: the socket that it corks while it writes the parts of one query. */
interface Corkable {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * A connection of the application: it knows prepared statements by their text, and what is asked for at once goes out as one write, as
 * each costs as much as planning a small statement.
 */
export class ApplicationClient extends Client {
  override query(...request: unknown[]): never {
    const [first, ...others] = request;
    const name = typeof first === 'string' ? preparedName(first) : undefined;
    const { stream } = (this as unknown as Corkable).connection;
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    return Reflect.apply(super.query, this, [name === undefined ? first : { name, text: first }, ...others]) as never;
  }
}
