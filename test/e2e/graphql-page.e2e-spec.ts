import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenNeed, givenProject } from '../support/given.js';
import { differencesOf, examplesOf, missingLines, type Example } from '../support/page-examples.js';
import { TestApi, type Caller, type GraphqlAnswer, type Sender } from '../support/test-api.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/graphql.md'), 'utf8');
const { examples, excerpts } = examplesOf(PAGE);
const ID = /\b([a-z]{3,4})_[0-9a-hjkmnp-tv-z]{26}\b/g;

/** Runs the examples of the page one after the other. What an answer gave is what a later `…` of a request stands for. */
class Reader {
  private readonly ids = new Map<string, string>();
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly api: TestApi,
    private readonly person: Caller,
  ) {}

  async differences(example: Example): Promise<string[]> {
    const { kind, text } = example.answer;
    if (example.kind === 'graphql') {
      return this.compare(text, bodyOf(await this.ask(example)));
    }
    const output = await this.shell(example.request);
    return kind === 'http' ? missingLines(text, output) : this.compare(text, JSON.parse(output));
  }

  private compare(shown: string, answer: unknown): string[] {
    this.remember(answer);
    return differencesOf(JSON.parse(shown), answer);
  }

  private ask({ request, variables, sender }: Example) {
    const as: Record<Example['sender'], Sender> = {
      session: this.person,
      token: { headers: { Authorization: `Bearer ${this.texts.get('token')!}` } },
      nobody: { headers: {} },
    };
    return this.api.gql(request, this.filledIn(variables), as[sender]);
  }

  private async shell(script: string): Promise<string> {
    const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', script], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        MAINSTAY: this.api.url,
        SESSION: this.person.headers.Cookie,
        TOKEN: this.texts.get('token'),
        UPLOAD_URL: this.texts.get('url'),
      },
    });
    return stdout;
  }

  /** The variables with what earlier answers gave: ids by their prefix, other texts by the name of their field. */
  private filledIn(text: string): Record<string, unknown> {
    const withIds = text.replace(/\b([a-z]{3,4})_…/g, (_whole, prefix: string) => this.ids.get(prefix)!);
    return JSON.parse(withIds, (name, value: unknown) => {
      if (value !== '…') return value;
      if (name === 'assertion') return this.person.passkey!.get(this.texts.get('options')!);
      return this.texts.get(name === 'after' ? 'endCursor' : name);
    }) as Record<string, unknown>;
  }

  private remember(answer: unknown): void {
    const text = JSON.stringify(answer, (name, value: unknown) => {
      // The texts of terms differ; the page accepts the first of them.
      const isKnown = name === 'sha256' && this.texts.has(name);
      if (typeof value === 'string' && !isKnown) this.texts.set(name, value);
      return value;
    });
    for (const [id, prefix] of text.matchAll(ID)) this.ids.set(prefix!, id);
  }
}

/** Line and column of a fault say more about the layout of the page than about the API. */
function bodyOf({ data, errors }: GraphqlAnswer): unknown {
  return JSON.parse(
    JSON.stringify({ data, errors }, (name, value: unknown) => (name === 'locations' ? undefined : value)),
  );
}

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version']);
    return true;
  } catch {
    return false;
  }
}

it('the page of the GraphQL API has only examples that can be run, and excerpts of the schema', () => {
  expect([examples.length > 25, excerpts.length]).toEqual([true, 1]);
  const schema = readFileSync(join(ROOT, 'schema.graphql'), 'utf8');
  expect(excerpts.filter((excerpt) => !schema.includes(excerpt))).toEqual([]);
});

// The examples go on from each other, so without curl none is run.
(hasCurl() ? describe : describe.skip)('the page of the GraphQL API', () => {
  let api: TestApi;
  let reader: Reader;
  beforeAll(async () => {
    api = await TestApi.start();
    for (const name of ['lib-a', 'lib-b', 'lib-c'])
      await givenProject(api, `https://github.com/example/${name}`, { name, keys: [`npm/${name}`] });
    await givenNeed(api);
    reader = new Reader(api, await api.givenPerson('Clara'));
  }, 60_000);
  afterAll(() => api.close());

  it.each(examples.map((example) => [example.title, example] as const))(
    'shows the answer that its example gets: %s',
    async (_title, example) => {
      expect(await reader.differences(example)).toEqual([]);
      // A file that was sent is read by a job before somebody asks for it.
      if (example.request.includes('$UPLOAD_URL')) await api.settle();
    },
  );
});

describe('a planted lie', () => {
  const shown = { data: { pledge: { id: 'plg_…', at: '…Z', tags: ['a', 'b'], none: null } } };

  it.each<[string, object, string[]]>([
    ['is none where only placeholders differ', { id: 'plg_1', at: '12Z', tags: ['a', 'b'], none: null }, []],
    [
      'in a text is seen',
      { id: 'org_1', at: '12Z', tags: ['a', 'b'], none: null },
      ['answer.data.pledge.id is "org_1", and the page shows "plg_…"'],
    ],
    [
      'in a list is seen',
      { id: 'plg_1', at: '12Z', tags: ['a', 'b', 'c'], none: null },
      ['answer.data.pledge.tags.2 is not on the page'],
    ],
    [
      'of a value that is not there is seen',
      { id: 'plg_1', at: '12Z', tags: ['a', 'b'], none: { x: 1 } },
      ['answer.data.pledge.none is {"x":1}, and the page shows null'],
    ],
    [
      'of a field too many or too few is seen',
      { id: 'plg_1', at: '12Z', tags: ['a', 'b'], some: null },
      ['answer.data.pledge.none is on the page alone', 'answer.data.pledge.some is not on the page'],
    ],
    [
      'of a placeholder for nothing is seen',
      { id: 'plg_', at: '12Z', tags: ['a', 'b'], none: null },
      ['answer.data.pledge.id is "plg_", and the page shows "plg_…"'],
    ],
  ])('%s', (_case, pledge, differences) => {
    expect(differencesOf(shown, { data: { pledge } })).toEqual(differences);
  });

  it('in a header is seen', () => {
    const got = 'HTTP/1.1 200 OK\r\nratelimit-limit: 2000\r\n';
    expect(missingLines('HTTP/1.1 200 OK\nRateLimit-Limit: 2000\n', got)).toEqual([]);
    expect(missingLines('RateLimit-Limit: …\nRetry-After: …\n', got)).toEqual(['Retry-After: …']);
  });

  it.each([
    ['an example without its answer', '```graphql\n{ a }\n```\n', /line 1: the example has no answer/],
    ['an answer without its example', '\n```json answer\n{}\n```\n', /line 2: "json answer" begins no example/],
    ['code of a language that is not run', '```js\n1\n```\n', /line 1: "js" begins no example/],
    ['a sender that there is not', '```graphql admin\n{ a }\n```\n', /"graphql admin" begins no example/],
  ])('by %s cannot hide', (_case, page, message) => {
    expect(() => examplesOf(page)).toThrow(message);
  });
});
