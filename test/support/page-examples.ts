/** Who sends an example: `graphql session` and `graphql token` say so, `graphql` alone is nobody. */
export type ExampleSender = 'session' | 'token' | 'nobody';

/** One example of a page: a request, and the answer that the page shows for it. */
export interface Example {
  readonly title: string;
  readonly kind: 'graphql' | 'sh';
  readonly sender: ExampleSender;
  readonly request: string;
  /** JSON text of the variables, with `…` in it. */
  readonly variables: string;
  readonly answer: { readonly kind: 'json' | 'http'; readonly text: string };
}

interface Fence {
  readonly line: number;
  readonly kind: string;
  readonly text: string;
}

/** Every example of a page in its order, and its excerpts of the schema. A fenced block that is neither is an error. */
export function examplesOf(page: string): {
  readonly examples: readonly Example[];
  readonly excerpts: readonly string[];
} {
  const fences = fencesOf(page);
  const excerpts = fences.filter(({ kind }) => kind === 'graphql excerpt').map(({ text }) => text);
  const waiting = fences.filter(({ kind }) => kind !== 'graphql excerpt');
  const examples: Example[] = [];
  while (waiting.length > 0) examples.push(takeExample(page, waiting));
  return { examples, excerpts };
}

function takeExample(page: string, waiting: Fence[]): Example {
  const request = waiting.shift()!;
  const [, kind, who] = /^(graphql|sh)(?: (session|token))?$/.exec(request.kind) ?? [];
  if (kind === undefined) throw new Error(`line ${String(request.line)}: "${request.kind}" begins no example`);
  const variables = waiting[0]?.kind === 'json variables' ? waiting.shift() : undefined;
  const answer = waiting.shift();
  const [, answerKind] = /^(json|http) answer$/.exec(answer?.kind ?? '') ?? [];
  if (!answer || answerKind === undefined) throw new Error(`line ${String(request.line)}: the example has no answer`);
  return {
    title: `${headingAbove(page, request.line)}, line ${String(request.line)}`,
    kind: kind as Example['kind'],
    sender: (who ?? 'nobody') as ExampleSender,
    request: request.text,
    variables: variables?.text ?? '{}',
    answer: { kind: answerKind as 'json' | 'http', text: answer.text },
  };
}

function fencesOf(page: string): Fence[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: kind = '', 2: text = '' }) => ({
    line: page.slice(0, index).split('\n').length,
    kind,
    text,
  }));
}

function headingAbove(page: string, line: number): string {
  const lines = page.split('\n').slice(0, line);
  return (lines.findLast((text) => /^#+ /.test(text)) ?? '').replace(/^#+ /, '');
}

/** Where an answer is not what the page shows; `…` in a text stands for anything. */
export function differencesOf(shown: unknown, got: unknown, path = 'answer'): string[] {
  if (typeof shown === 'string' && typeof got === 'string')
    return fits(shown, got) ? [] : [`${path} is ${JSON.stringify(got)}, and the page shows ${JSON.stringify(shown)}`];
  if (typeof shown !== 'object' || shown === null || typeof got !== 'object' || got === null)
    return shown === got ? [] : [`${path} is ${JSON.stringify(got)}, and the page shows ${JSON.stringify(shown)}`];
  const [left, right] = [shown as Record<string, unknown>, got as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => {
    if (!(key in right)) return [`${path}.${key} is on the page alone`];
    if (!(key in left)) return [`${path}.${key} is not on the page`];
    return differencesOf(left[key], right[key], `${path}.${key}`);
  });
}

/** Lines of the page that an answer in text does not have; the case of header names does not matter. */
export function missingLines(shown: string, got: string): string[] {
  const lines = got.split('\n').map((line) => line.trim().toLowerCase());
  return shown
    .split('\n')
    .filter((line) => line !== '')
    .filter((line) => !lines.some((candidate) => fits(line.toLowerCase(), candidate)));
}

function fits(shown: string, got: string): boolean {
  const parts = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]+')}$`).test(got);
}
