import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { schemaFile } from '../testing/openapi-checker.js';
import { FOLDS, folded, type Fold } from '../testing/schema-folds.js';

type Json = Record<string, unknown>;
interface Document {
  readonly info: Json;
  readonly paths: Readonly<Record<string, Json>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** A result of another generator for the same package, which is not part of the project. */
const OTHER = resolve(process.cwd(), '../shared/data/stripe/openapi-subset.json');
const readDocument = (file: string): Document => JSON.parse(readFileSync(file, 'utf8')) as Document;

describe('the schema of the SDK', () => {
  it('is rebuilt to the same bytes, and says which package it comes from', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-schema-'));
    const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(digest(schemaFile(folder))).toBe(digest(schemaFile()));
    rmSync(folder, { recursive: true });
    const { info } = readDocument(schemaFile());
    expect(info).toMatchObject({ version: Stripe.API_VERSION, 'x-sdk': `stripe@${Stripe.PACKAGE_VERSION}` });
  });

  it('names no component that it does not have', () => {
    const text = readFileSync(schemaFile(), 'utf8');
    const { schemas } = readDocument(schemaFile()).components;
    const named = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!));
    expect(named.size).toBeGreaterThan(1_000);
    expect([...named].filter((name) => !(name in schemas))).toEqual([]);
  });
});

const hasOther = existsSync(OTHER);
if (!hasOther) console.warn(`SKIPPED: ${OTHER} is absent, so the schema is compared with nothing`);

(hasOther ? describe : describe.skip)('beside the result of another generator', () => {
  const ours = readDocument(schemaFile());
  const theirs = hasOther ? readDocument(OTHER) : ours;

  /** Paths of operations and names of components that both have and that differ once `folds` are applied. */
  function differences(folds: readonly Fold[]): string[] {
    const pairs = [
      ...operations(theirs).map((id): [string, unknown, unknown] => [id, at(ours, id), at(theirs, id)]),
      ...Object.keys(theirs.components.schemas)
        .filter((name) => name in ours.components.schemas && !CHOICES.includes(name))
        .map((name): [string, unknown, unknown] => [
          name,
          ours.components.schemas[name],
          theirs.components.schemas[name],
        ]),
    ];
    const asText = (value: unknown): string => JSON.stringify(folded(value, folds));
    return pairs.filter(([, mine, other]) => asText(mine) !== asText(other)).map(([id]) => id);
  }
  const operations = ({ paths }: Document): string[] =>
    Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  const at = ({ paths }: Document, id: string): unknown => {
    const [method, path] = id.split(' ');
    return paths[path!]?.[method!];
  };
  /** Choices between all events: ours has more of them. */
  const CHOICES = ['Event', 'V2.Core.Event'];

  it('nothing is missing, neither operation nor component, save the explained ones', () => {
    const missing = Object.keys(theirs.components.schemas).filter((name) => !(name in ours.components.schemas));
    expect(operations(theirs).filter((id) => at(ours, id) === undefined)).toEqual([]);
    expect(missing.sort()).toEqual([
      // Bases of events that nothing refers to: each event repeats what it inherits.
      'Event.Data',
      'Event.Data.Object',
      'Event.Data.PreviousAttributes',
      'EventBase',
      // See the folds: written where they are used, or under another name.
      'PaymentIntent.NextAction.UseStripeSdk',
      'SetupIntent.NextAction.UseStripeSdk',
      'V2.Core.Event.Changes',
      'V2.Core.V2.Core.Events.RelatedObject',
    ]);
    for (const name of CHOICES) {
      const [more, fewer] = [ours, theirs].map(({ components }) => components.schemas[name]!.anyOf as Json[]);
      expect(more).toEqual(expect.arrayContaining(fewer!));
    }
  });

  it('every difference is of a kind that is explained', () => {
    expect(differences(FOLDS)).toEqual([]);
  });

  it.each(FOLDS.map((fold) => [fold.kind, fold]))('the kind "%s" explains what no other does', (_kind, fold) => {
    expect(differences(FOLDS.filter((other) => other !== fold))).not.toEqual([]);
  });
});
