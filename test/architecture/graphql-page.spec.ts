import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_BODY_BYTES } from '../../apps/api/src/create-api.js';
import { POLICY } from '../../apps/api/src/policy.js';
import { MAX_LIFETIME_DAYS } from '../../libs/identity/src/api-tokens.service.js';
import { TOKEN_LIFETIME_MS } from '../../libs/identity/src/token-exchange.service.js';
import { CHALLENGE_LIFETIME_MS } from '../../libs/identity/src/webauthn-challenges.repository.js';
import { URL_LIFETIME_MS } from '../../libs/inventory/src/uploads.service.js';
import { MAX_PAGE } from '../../libs/platform/database/src/keyset.js';
import { limitOf } from '../../libs/platform/graphql/src/rate-limit.rules.js';
import { Config } from '#platform/config';
import { databaseMessages } from '#platform/database';
import { DOCUMENT_LIMITS } from '#platform/graphql';
import { API_SCOPES, HOUR_MS, MINUTE_MS, type Principal } from '#platform/kernel';

let page: string;
beforeAll(async () => {
  page = await readFile(join(import.meta.dirname, '../../docs/graphql.md'), 'utf8');
});

/** The cells of the first table below a heading, without the head of the table. */
function tableOf(text: string, heading: RegExp): string[][] {
  const lines = text.split('\n');
  const after = lines.slice(lines.findIndex((line) => heading.test(line)) + 1);
  const begin = after.findIndex((line) => line.startsWith('|'));
  const rows = after.slice(begin + 2, begin + after.slice(begin).findIndex((line) => !line.startsWith('|')));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([\w:]+)`/g)].map(([, name]) => name!);
const pointsOf = (kind: Principal['kind'], windowMs: number): number => {
  const limit = limitOf(kind, Config.load({}).get('ANONYMOUS_POINTS_PER_MINUTE'));
  expect(limit.windowMs).toBe(windowMs);
  return limit.points;
};

describe('the page of the GraphQL API', () => {
  it('shows every limit as it is in the code', () => {
    const { tokens, depth, fields, aliases, rootFields, directives, cost } = DOCUMENT_LIMITS;
    const rows = tableOf(page, /^## Limits$/);
    expect(rows.map(([name, value]) => [name, Number(value!.replaceAll(',', ''))])).toEqual([
      ['bytes of a request', MAX_BODY_BYTES],
      ['tokens of a document', tokens],
      ['levels of nesting', depth],
      ['fields of an operation', fields],
      ['aliases, with each `__typename`', aliases],
      ['fields at the top', rootFields],
      ['directives', directives],
      ['points of a document', cost],
      ['`first` of a list', MAX_PAGE],
      ['points in an hour, for each person with a session', pointsOf('person', HOUR_MS)],
      ['points in an hour, for each token', pointsOf('token', HOUR_MS)],
      ['points in a minute, for each address that has not signed in', pointsOf('anonymous', MINUTE_MS)],
      ['days that an API token lives', MAX_LIFETIME_DAYS],
      ['MiB of an upload', Config.load({}).get('UPLOAD_MAX_BYTES') / 1_024 ** 2],
      ['hours that the address of an upload works', URL_LIFETIME_MS / HOUR_MS],
      ['minutes that a challenge of a passkey can be answered', CHALLENGE_LIFETIME_MS / MINUTE_MS],
      ['minutes that the token of a build job lives', TOKEN_LIFETIME_MS / MINUTE_MS],
    ]);
  });

  it('says in its sentences what the messages and the schema say', async () => {
    const schema = await readFile(join(import.meta.dirname, '../../schema.graphql'), 'utf8');
    const [, days = ''] = /expiresInDays: Int! = (\d+)/.exec(schema)!;
    const [, length = ''] = /has (\d+ to \d+ visible ASCII characters)/.exec(
      databaseMessages['database.invalidIdempotencyKey'],
    )!;
    const text = page.replaceAll('\n', ' ');
    expect(text).toContain(`for ${days} days unless \`expiresInDays\``);
    expect(text).toContain(`\`idempotencyKey\`: ${length}`);
  });

  it('shows every scope with what it opens, as it is enforced', () => {
    const openedBy = (type: 'Query' | 'Mutation', scope: string) =>
      Object.entries(POLICY)
        .filter(([name, { access }]) => name.startsWith(`${type}.`) && Array.isArray(access) && access.includes(scope))
        .map(([name]) => name.slice(type.length + 1))
        .sort();
    expect(
      tableOf(page, /^### Scopes$/).map(([scope, message, queries, mutations]) => [
        namesIn(scope!),
        namesIn(message!),
        namesIn(queries!),
        namesIn(mutations!),
      ]),
    ).toEqual(
      API_SCOPES.map((scope) => [
        [scope.toUpperCase().replace(':', '_')],
        [scope],
        openedBy('Query', scope),
        openedBy('Mutation', scope),
      ]),
    );
  });

  it('names every code of errors and no other', async () => {
    const source = await readFile(
      join(import.meta.dirname, '../../libs/platform/graphql/src/request-errors.ts'),
      'utf8',
    );
    const [, union = ''] = /RequestErrorCode =([^;]+);/.exec(source)!;
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code!);
    expect(tableOf(page, /^### userErrors and errors$/).map(([code]) => namesIn(code!)[0])).toEqual(codes);
  });
});

it('a planted figure is seen', () => {
  const changed = page.replace(/^(\| tokens of a document +\|) 1,000/m, '$1 2,000');
  expect(changed).not.toBe(page);
  expect(tableOf(changed, /^## Limits$/)).toContainEqual(['tokens of a document', '2,000']);
});
