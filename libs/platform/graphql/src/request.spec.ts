import { describe, expect, it } from '@jest/globals';
import {
  ANONYMOUS,
  ConflictError,
  Messages,
  formatId,
  kernelMessages,
  money,
  newId,
  type Principal,
} from '#platform/kernel';
import { EMPTY_PAGE } from '#platform/database';
import { connectionFrom, pageOf } from './connection.js';
import type { GraphqlContext } from './context.js';
import { anyone, scoped } from './field-policy.js';
import { MoneyType, moneyOf } from './money.type.js';
import { NodeRegistry } from './node.js';
import { asPayload, type MutationPayload } from './payload.js';
import { ForbiddenRequestError } from './request-errors.js';
import { RequestLoader } from './request-loader.js';

const messages = new Messages(kernelMessages, { 'test.taken': 'The name {name} is taken.' });
const request = (): GraphqlContext => ({
  principal: ANONYMOUS,
  requestId: 'r',
  messages,
  rateStanding: null,
  loaders: new Map(),
  renewSession: () => undefined,
});

class NameTakenError extends ConflictError {
  override readonly code = 'NAME_TAKEN';
  constructor() {
    super('test.taken', { name: 'ada' }, ['input', 'name']);
  }
}

interface RenamePayload extends MutationPayload {
  readonly thing: string | null;
}
const rename = (work: () => Promise<{ thing: string | null }>, clientMutationId?: string | null) =>
  asPayload<RenamePayload>(request(), { clientMutationId }, { thing: null }, work);

describe('a mutation', () => {
  it('that is carried out has no user errors and gives back the id of the client', async () => {
    const done = () => Promise.resolve({ thing: 'new' });
    expect(await rename(done, 'mine')).toEqual({ thing: 'new', userErrors: [], clientMutationId: 'mine' });
    expect(await rename(done)).toMatchObject({ clientMutationId: null });
    expect(await rename(done, null)).toMatchObject({ clientMutationId: null });
  });

  it('that is refused has the code, the text, the field and the details of the refusal, and nothing else', async () => {
    expect(await rename(() => Promise.reject(new NameTakenError()), 'mine')).toEqual({
      thing: null,
      userErrors: [
        {
          code: 'NAME_TAKEN',
          message: 'The name ada is taken.',
          field: ['input', 'name'],
          details: [{ name: 'name', value: 'ada' }],
        },
      ],
      clientMutationId: 'mine',
    });
  });

  it('that fails passes the failure on, so that it is hidden elsewhere', async () => {
    await expect(rename(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow(new TypeError('a bug'));
  });
});

class Squares extends RequestLoader<number> {
  readonly batches: (readonly string[])[] = [];
  protected batch(keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    this.batches.push(keys);
    if (keys.includes('bad')) return Promise.reject(new Error('no such number'));
    const known = [...keys].reverse().filter((key) => key !== '13');
    return Promise.resolve(new Map(known.map((key) => [key, Number(key) ** 2])));
  }
}

describe('a loader', () => {
  it('asks once for all keys of a moment, each key once, and answers in the order of the questions', async () => {
    const loader = new Squares();
    const context = request();
    const answers = await Promise.all(['3', '2', '3', '13', '1'].map((key) => loader.load(context, key)));
    expect(answers).toEqual([9, 4, 9, null, 1]);
    expect(loader.batches).toEqual([['3', '2', '13', '1']]);
  });

  it('remembers what it loaded, also what is not there, for the request alone', async () => {
    const loader = new Squares();
    const [one, other] = [request(), request()];
    for (const context of [one, one, other]) await Promise.all(['2', '13'].map((key) => loader.load(context, key)));
    expect(loader.batches).toEqual([
      ['2', '13'],
      ['2', '13'],
    ]);
  });

  it('takes what was read anyway, for the request alone', async () => {
    const loader = new Squares();
    const context = request();
    loader.prime(context, '5', 26);
    expect(await loader.load(context, '5')).toBe(26);
    expect(await loader.load(request(), '5')).toBe(25);
    expect(loader.batches).toEqual([['5']]);
  });

  it('shares nothing with another loader of the same request', async () => {
    const context = request();
    const [one, other] = [new Squares(), new Squares()];
    one.prime(context, '5', 26);
    expect(await other.load(context, '5')).toBe(25);
  });

  it('asks for 200 keys at once at most', async () => {
    const loader = new Squares();
    const context = request();
    await Promise.all(Array.from({ length: 401 }, (_, index) => loader.load(context, String(index + 100))));
    expect(loader.batches.map((keys) => keys.length)).toEqual([200, 200, 1]);
  });

  it('fails every question of a batch that fails', async () => {
    const loader = new Squares();
    const context = request();
    const outcomes = await Promise.allSettled(['1', 'bad'].map((key) => loader.load(context, key)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a connection', () => {
  it('has the same nodes in its edges and beside them, with the cursor of the last at its end', () => {
    const page = { rows: [1, 2], hasNextPage: true, cursorAt: (index: number) => 'ab'[index]! };
    expect(connectionFrom(page, (row) => row * 10)).toEqual({
      nodes: [10, 20],
      edges: [
        { node: 10, cursor: 'a' },
        { node: 20, cursor: 'b' },
      ],
      pageInfo: { hasNextPage: true, endCursor: 'b' },
    });
    expect(connectionFrom(EMPTY_PAGE, (row) => row).pageInfo).toEqual({
      hasNextPage: false,
      endCursor: null,
    });
    expect([pageOf({ first: 5 }), pageOf({ first: 5, after: 'x' })]).toEqual([
      { first: 5, after: null },
      { first: 5, after: 'x' },
    ]);
  });
});

describe('amounts', () => {
  it('go out with their minor units as text and their decimal form', () => {
    const { minor, currency, decimal } = MoneyType.from(money(-123456n, 'USD'));
    expect({ minor, currency, decimal }).toEqual({ minor: '-123456', currency: 'USD', decimal: '-1234.56' });
    expect(MoneyType.from(money(2n ** 62n, 'JPY')).minor).toBe('4611686018427387904');
    expect(moneyOf({ minor: '9223372036854775807', currency: 'USD' })).toEqual(money(2n ** 63n - 1n, 'USD'));
  });
});

describe('an object by its id', () => {
  const id = newId<'need'>();
  const registry = new NodeRegistry();
  registry.register('need', anyone, (uuid) => Promise.resolve(uuid === id ? { uuid } : null));

  it('is found by the loader of its prefix, and is null when it is not there or has a prefix nobody registered', async () => {
    expect(await registry.find(formatId('need', id), request())).toEqual({ uuid: id });
    for (const text of [formatId('need', newId()), formatId('org', id), 'x_1', '', id])
      expect(await registry.find(text, request())).toBeNull();
  });

  it('is null when the id cannot be one, as when it is not there', async () => {
    expect(await registry.find('need_1', request())).toBeNull();
  });

  it('obeys the rule of the field that leads to it, whether it exists or not', async () => {
    const guarded = new NodeRegistry();
    guarded.register('plg', scoped('pledges:read'), (uuid) => Promise.resolve({ uuid }));
    const token = {
      kind: 'token' as const,
      tokenId: newId<'api'>(),
      personId: newId<'usr'>(),
      organisationId: newId<'org'>(),
      productId: null,
    };
    const as = (principal: Principal) => guarded.find(formatId('plg', newId()), { ...request(), principal });
    expect(await as(ANONYMOUS)).toBeNull();
    await expect(as({ ...token, scopes: ['inventory:read'] })).rejects.toThrow(ForbiddenRequestError);
    expect(await as({ ...token, scopes: ['pledges:read'] })).not.toBeNull();
  });

  it('has one loader for each prefix', () => {
    expect(() => {
      registry.register('need', anyone, () => Promise.resolve(null));
    }).toThrow('node prefix need is registered twice');
  });
});
