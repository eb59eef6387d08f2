import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { REFUSAL_CODES } from '#platform/contracts';

const LIBRARIES = resolve(import.meta.dirname, '../../libs');
/** The bases of the kernel; a class below one of them is a refusal, at whatever distance. */
const BASES = [
  'DomainError',
  'ValidationError',
  'NotFoundError',
  'InvalidStateError',
  'ConflictError',
  'ForbiddenError',
  'LimitError',
];

interface ErrorClass {
  readonly name: string;
  readonly base: string;
  readonly isAbstract: boolean;
  /** Literals of `code = '…'`. */
  readonly codes: readonly string[];
  /** Literals in the first argument of `super(…)`, both of a condition. */
  readonly messageKeys: readonly string[];
}

type Sources = Readonly<Record<string, string>>;

/** What is wrong between the refusals in the sources, the list of codes and the texts; each problem is one line. */
function problemsOf(sources: Sources, listed: readonly string[]): string[] {
  const parsed = Object.entries(sources).map(([path, text]) => parse(path, text));
  const refusals = refusalsAmong(parsed.flatMap(classesIn)).filter(({ isAbstract }) => !isAbstract);
  const codes = refusals.flatMap((refusal) => refusal.codes);
  const texts = parsed.filter(({ fileName }) => fileName.endsWith('messages.en.ts')).flatMap(keysIn);
  const hasText = (key: string) =>
    key.endsWith('*') ? texts.some((text) => text.startsWith(key.slice(0, -1))) : texts.includes(key);
  return [
    ...refusals.filter((refusal) => refusal.codes.length !== 1).map(({ name }) => `${name} has no literal code`),
    ...refusals.filter((refusal) => refusal.messageKeys.length === 0).map(({ name }) => `${name} has no message key`),
    ...repeated(codes).map((code) => `${code} is the code of two classes`),
    ...codes.filter((code) => !listed.includes(code)).map((code) => `${code} is not in the list`),
    ...listed.filter((code) => !codes.includes(code)).map((code) => `${code} is in the list, and no class has it`),
    ...repeated(listed).map((code) => `${code} is in the list twice`),
    ...codes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code)).map((code) => `${code} is not in capitals`),
    ...refusals.flatMap(({ name, messageKeys }) =>
      messageKeys.filter((key) => !hasText(key)).map((key) => `${key} of ${name} has no text`),
    ),
  ].sort();
}

function refusalsAmong(classes: readonly ErrorClass[]): ErrorClass[] {
  const names = new Set(BASES);
  for (let size = 0; size !== names.size;) {
    size = names.size;
    for (const { name, base } of classes) if (names.has(base)) names.add(name);
  }
  return classes.filter(({ name }) => names.has(name) && !BASES.includes(name));
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
}

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

const literalsIn = (node: ts.Node) => [...nodesOf(node)].filter(ts.isStringLiteralLike).map(({ text }) => text);

function classesIn(source: ts.SourceFile): ErrorClass[] {
  return [...nodesOf(source)].filter(ts.isClassDeclaration).map((declaration) => ({
    name: declaration.name?.text ?? '',
    base: declaration.heritageClauses?.[0]?.types[0]?.expression.getText() ?? '',
    isAbstract: declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false,
    codes: declaration.members
      .filter(ts.isPropertyDeclaration)
      .filter(({ name }) => name.getText() === 'code')
      .flatMap(({ initializer }) => (initializer ? literalsIn(initializer) : [])),
    messageKeys: [...nodesOf(declaration)]
      .filter(ts.isCallExpression)
      .filter(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword)
      .flatMap(({ arguments: [key] }) => (key ? keysOf(key) : [])),
  }));
}

/** The branches of a condition are keys, its test is not. A template stands for all keys that begin as it does. */
function keysOf(expression: ts.Expression): string[] {
  if (ts.isConditionalExpression(expression)) return [...keysOf(expression.whenTrue), ...keysOf(expression.whenFalse)];
  if (ts.isTemplateExpression(expression)) return [`${expression.head.text}*`];
  return ts.isStringLiteralLike(expression) ? [expression.text] : [];
}

function keysIn(source: ts.SourceFile): string[] {
  return [...nodesOf(source)]
    .filter(ts.isPropertyAssignment)
    .flatMap(({ name }) => (ts.isStringLiteralLike(name) ? [name.text] : []));
}

const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index);

async function sourcesOf(folder: string): Promise<Sources> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.filter((path) => /(^|\/)src\/.*\.ts$/.test(path) && !path.endsWith('spec.ts'));
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

describe('the refusals of the house', () => {
  let sources: Sources;
  beforeAll(async () => {
    sources = await sourcesOf(LIBRARIES);
  });

  it('have exactly the codes of the closed list, and a text for every message key', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(80);
    expect(problemsOf(sources, REFUSAL_CODES)).toEqual([]);
  });

  it('are listed in alphabetical order, so that two branches meet in the list without a conflict', () => {
    expect([...REFUSAL_CODES]).toEqual([...REFUSAL_CODES].sort());
  });

  it('are missed when one of them is taken out of the list or a text is taken away', () => {
    expect(problemsOf(sources, REFUSAL_CODES.slice(1))).toEqual([`${REFUSAL_CODES[0]} is not in the list`]);
    const texts = Object.keys(sources).find((path) => path.endsWith('ledger/src/messages.en.ts'))!;
    const changed = { ...sources, [texts]: sources[texts]!.replace("'ledger.mismatch'", "'ledger.mismatched'") };
    expect(problemsOf(changed, REFUSAL_CODES)).toEqual(['ledger.mismatch of LedgerMismatchError has no text']);
  });
});

describe('a planted refusal', () => {
  const texts = { 'a/src/messages.en.ts': `export const texts = { 'a.gone': 'Gone.', 'a.late': 'Late.' };` };
  const refusal = (body: string, head = 'class Gone extends NotFoundError') => ({
    ...texts,
    'a/src/a.errors.ts': `export ${head} { ${body} }`,
  });
  const good = `override readonly code = 'GONE'; constructor() { super('a.gone'); }`;

  it.each<[string, Sources, readonly string[], readonly string[]]>([
    ['is in order with its code listed and its text written', refusal(good), ['GONE'], []],
    ['is seen when its code is not listed', refusal(good), [], ['GONE is not in the list']],
    ['is seen when its code is listed and gone', texts, ['GONE'], ['GONE is in the list, and no class has it']],
    ['is seen when its code is listed twice', refusal(good), ['GONE', 'GONE'], ['GONE is in the list twice']],
    [
      'is seen when its key has no text',
      refusal(good.replace('a.gone', 'a.away')),
      ['GONE'],
      ['a.away of Gone has no text'],
    ],
    [
      'is seen when one of two keys has no text',
      refusal(good.replace(`'a.gone'`, `x === 'y' ? 'a.late' : 'a.away'`)),
      ['GONE'],
      ['a.away of Gone has no text'],
    ],
    [
      'is in order when some texts begin as its template does',
      refusal(good.replace(`'a.gone'`, '`a.${reason}`')),
      ['GONE'],
      [],
    ],
    [
      'is seen when no text begins as its template does',
      refusal(good.replace(`'a.gone'`, '`a.away.${reason}`')),
      ['GONE'],
      ['a.away.* of Gone has no text'],
    ],
    [
      'is seen when its code is no literal',
      refusal(`readonly code = other; constructor() { super('a.gone'); }`),
      [],
      ['Gone has no literal code'],
    ],
    [
      'is seen when its key is no literal',
      refusal(good.replace(`'a.gone'`, 'key')),
      ['GONE'],
      ['Gone has no message key'],
    ],
    [
      'is seen below a base of its own context',
      {
        ...refusal(good, 'class Gone extends Missing'),
        'a/src/b.ts': 'export abstract class Missing extends NotFoundError {}',
      },
      [],
      ['GONE is not in the list'],
    ],
    [
      'is seen when another class has its code',
      { ...refusal(good), 'b/src/b.ts': `class Away extends ConflictError { ${good} }` },
      ['GONE'],
      ['GONE is the code of two classes'],
    ],
    [
      'is seen when its code is not in capitals',
      refusal(good.replace('GONE', 'gone')),
      ['gone'],
      ['gone is not in capitals'],
    ],
    ['is no business of the list when it is another error', refusal(good, 'class Gone extends Error'), [], []],
  ])('%s', (_case, sources, listed, problems) => {
    expect(problemsOf(sources, listed)).toEqual(problems);
  });
});
