import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiRoutes } from './resources/index.js';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const README = read('../README.md');
const section = (from: string, to: string): string => README.slice(README.indexOf(from), README.indexOf(to));

/** The rows of "What is there" as words. */
const words = new Set(section('## What is there', 'Hosted pages').match(/[a-z0-9_]+/g));

describe('the README of the emulator', () => {
  it('names every part of every path of the API', () => {
    const parts = apiRoutes.flatMap(({ path }) => path.split('/')).filter((part) => /^[a-z0-9_]+$/.test(part));
    expect([...new Set(parts)].filter((part) => !words.has(part))).toEqual([]);
  });

  it('names every request of the control plane', () => {
    const sources = read('control/control.ts') + read('control/money-out.ts');
    const requests = [...sources.matchAll(/'(?:GET|POST) \/_sim\/([^']+)'/g)].map(([, path]) => path!);
    expect(requests.length).toBeGreaterThan(20);
    const control = section('## Control plane', '## Schema');
    const isNamed = (path: string): boolean => path.split('/').every((part) => control.includes(part));
    expect(requests.filter((path) => !isNamed(path))).toEqual([]);
  });

  it('names every hosted page', () => {
    const pages = /const PAGES[^{]*\{([\s\S]*?)\n\};/.exec(read('pages/pages.ts'))![1]!;
    const names = [...pages.matchAll(/^ {2}'?([a-z0-9]+)'?: \{/gm)].map(([, name]) => name!);
    expect(names).toHaveLength(7);
    expect(names.filter((name) => !README.includes(`\`/sim/${name}/{`))).toEqual([]);
  });
});
