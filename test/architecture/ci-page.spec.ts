import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { CommandLine } from '../support/command-line.js';

let page: string;
let help: string;
beforeAll(async () => {
  page = await readFile(join(import.meta.dirname, '../../docs/ci.md'), 'utf8');
  help = (await new CommandLine(['sbom', 'upload', '--help']).ends()).lines.join('\n');
}, 60_000);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A workflow of GitHub or Forgejo has `jobs`, a file of GitLab has its jobs at the top. */
interface Workflow {
  readonly permissions?: object;
  readonly 'enable-openid-connect'?: boolean;
  readonly jobs?: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;
  readonly mainstay?: { readonly script: readonly string[]; readonly id_tokens?: object };
}

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text!);
}

const workflows = (): Workflow[] => blocks('yaml').map((text) => load(text) as Workflow);
const stepsOf = ({ jobs = {} }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => [...steps]);
const commandsOf = (workflow: Workflow): string[] => [
  ...stepsOf(workflow).flatMap(({ run }) => run ?? []),
  ...(workflow.mainstay?.script ?? []),
];

describe('the page of builds', () => {
  it('has two workflows for each of three build systems, and each uploads', () => {
    const all = workflows();
    expect(all).toHaveLength(6);
    expect(all.map((workflow) => commandsOf(workflow).filter((line) => line.includes('sbom upload')).length)).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
  });

  it('names no option that the command does not have', () => {
    const known = new Set([...help.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option));
    const uses = [...workflows().flatMap(commandsOf), ...blocks('sh')].filter((text) => text.includes('sbom upload'));
    const inCommands = uses.flatMap((text) => [...text.slice(text.indexOf('sbom upload')).matchAll(/--[a-z][a-z-]+/g)]);
    const prose = page.replaceAll(/```[^]*?```/g, '');
    const inProse = [...prose.matchAll(/`(--[a-z][a-z-]+)/g)].map(([, option]) => option!);
    expect(inCommands.length).toBeGreaterThan(6);
    expect(inProse.length).toBeGreaterThan(4);
    expect([...inCommands.map(([option]) => option), ...inProse].filter((option) => !known.has(option))).toEqual([]);
  });

  it('gives a job of GitHub what it needs and no more', () => {
    const ofGithub = workflows().filter(({ permissions }) => permissions !== undefined);
    expect(ofGithub.map(({ permissions }) => permissions)).toEqual([{}, {}]);
    expect(ofGithub.map(({ jobs }) => Object.values(jobs!).map(({ permissions }) => permissions))).toEqual([
      [{ contents: 'read', 'id-token': 'write' }],
      [{ contents: 'read' }],
    ]);
  });

  it('names versions of what it runs, and leaves no credentials in a checkout', () => {
    const steps = workflows().flatMap(stepsOf);
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((action) => !/@v\d+$/.test(action))).toEqual([]);
    const checkouts = steps.filter(({ uses = '' }) => uses.includes('checkout'));
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
    for (const text of blocks('yaml')) expect(text).toContain('can be moved');
  });

  it('never puts a secret into a command, and has one or an identity, not both', () => {
    for (const workflow of workflows()) {
      const text = commandsOf(workflow).join('\n');
      expect(text).not.toMatch(/\$\{\{|MAINSTAY_TOKEN/);
      const isStored = stepsOf(workflow).some(({ env }) => env?.MAINSTAY_TOKEN !== undefined);
      expect(text.includes('--workload')).toBe(!isStored && hasIdentity(workflow));
      expect(isStored && hasIdentity(workflow)).toBe(false);
    }
  });
});

function hasIdentity(workflow: Workflow): boolean {
  const asked = Object.values(workflow.jobs ?? {}).some(({ permissions = {} }) => 'id-token' in permissions);
  return asked || workflow['enable-openid-connect'] === true || workflow.mainstay?.id_tokens !== undefined;
}
