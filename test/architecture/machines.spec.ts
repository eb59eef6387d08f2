import { describe, expect, it } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { MACHINES } from '../../scripts/lib/machines.mjs';
import { renderMachine, type RenderedMachine } from '../../scripts/lib/render-machine.mjs';
import { MACHINE_CONSTANTS } from '../support/machine-constants.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = join(ROOT, 'docs/machines');
/** `path:CONSTANT` of every machine that is declared in a *.states.ts file. */
async function declaredMachines(): Promise<string[]> {
  const entries = await readdir(join(ROOT, 'libs'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.states.ts'));
  const found = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const text = await readFile(path, 'utf8');
      return [...text.matchAll(/^export const (\w+): StateMachine</gm)].map(
        ([, constant]) => `${relative(ROOT, path)}:${constant!}`,
      );
    }),
  );
  return found.flat().sort();
}

describe('the pages of the state machines', () => {
  it('exist for every machine that a lib declares', async () => {
    expect(MACHINES.map(({ source, constant }) => `${source}:${constant}`).sort()).toEqual(await declaredMachines());
  });

  it.each(MACHINES)('show $constant as it is in the source', async ({ constant, source, page }) => {
    expect(await readFile(join(PAGES, page), 'utf8')).toBe(renderMachine(MACHINE_CONSTANTS[constant]!, source));
  });

  it('are all of the folder, and all in its table of contents', async () => {
    const pages = MACHINES.map(({ page }) => page).sort();
    const contents = await readFile(join(PAGES, 'README.md'), 'utf8');
    expect((await readdir(PAGES)).filter((name) => name !== 'README.md').sort()).toEqual(pages);
    expect([...contents.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page).sort()).toEqual(pages);
  });
});

describe('the renderer', () => {
  const machine: RenderedMachine = {
    name: 'door',
    initial: 'shut',
    transitions: {
      open: { from: ['shut', 'open'], to: 'open', guards: ['hasKey', 'isDaytime'] },
      burn: { from: ['shut', 'open'], to: 'ashes' },
    },
  };

  it('draws one arrow for each state that an action leaves, with its guards', () => {
    const text = renderMachine(machine, 'door.states.ts');
    expect(text).toContain(
      '    shut --> open : open [hasKey] [isDaytime]\n    open --> open : open [hasKey] [isDaytime]\n',
    );
    expect(text).toContain('| `open` | `shut`, `open` | `open` | `hasKey`, `isDaytime` |');
  });

  it('marks as ends only the states that nothing leads out of', () => {
    const ends = renderMachine(machine, 'door.states.ts').match(/^ +\w+ --> \[\*\]$/gm);
    expect(ends?.map((line) => line.trim())).toEqual(['ashes --> [*]']);
  });
});
