import { parseStrictJson } from './strict-json.js';
import { JsonNode } from './json-node.js';

const WORKFLOW = /(^|\/)(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.cirrus\.yml)$/i;
const PROJECT = /(^|\/)(\.clusterfuzzlite\/)?project\.yaml$/i;
const LINT = /(^|\/)\.eslintrc(\.json)?$/i;
const FUZZ_BUILD = /(^|\/)(oss-fuzz|fuzz|\.clusterfuzzlite)\/[^/]*\.(sh|options|dockerfile)$/i;
const FUZZ_TARGET =
  /(^|[/_-])fuzz[^/]*\.(c|cc|cpp|cxx|rs|go|py|java|js|ts)$|(^|\/)fuzz(_targets|ers)?\/[^/]+\.(c|cc|cpp|cxx|rs|go)$/i;

/** A file that says what is checked. */
export function isCheckFile(path: string): boolean {
  return WORKFLOW.test(path) || PROJECT.test(path) || LINT.test(path) || FUZZ_BUILD.test(path);
}

export function isFuzzTarget(path: string): boolean {
  return FUZZ_TARGET.test(path);
}

/**
 * Names of the checks that a file asks for: `job …`, `sanitizer …`, `fuzzing engine …`, `lint rule …`. Lines are read, not
 * YAML: an anchor in a workflow hides nothing, since what it stands for is written somewhere in the same file.
 * @throws SnapshotMalformedError and those of the JSON, for JSON only
 */
export function checksIn(path: string, text: string): Set<string> {
  const checks = new Set<string>();
  if (LINT.test(path)) return lintRules(text, path);
  if (WORKFLOW.test(path)) for (const job of jobsOf(path, text)) checks.add(`job ${path}: ${job}`);
  for (const name of sanitizersOf(text)) checks.add(`sanitizer ${name} in ${path}`);
  for (const name of listOf(text, 'fuzzing_engines')) checks.add(`fuzzing engine ${name} in ${path}`);
  return checks;
}

/** The keys one level below `jobs:`; in GitLab's and Cirrus' files those at the top. */
function jobsOf(path: string, text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (!path.includes('workflows/'))
    return lines.flatMap((line) => /^([\w.-]+(?:_task)?):/.exec(line)?.[1] ?? []).filter((key) => !NO_JOBS.has(key));
  const start = lines.findIndex((line) => line.startsWith('jobs:'));
  if (start < 0) return [];
  const jobs: string[] = [];
  let indent: number | null = null;
  for (const line of lines.slice(start + 1)) {
    const depth = line.search(/\S/);
    if (depth === 0) break;
    indent ??= depth;
    const key = /^\s*["']?([\w.-]+)["']?\s*:/.exec(line)?.[1];
    if (depth === indent && key !== undefined) jobs.push(key);
  }
  return jobs;
}

const NO_JOBS = new Set(['stages', 'variables', 'include', 'default', 'workflow', 'image', 'env', 'services', 'cache']);

function sanitizersOf(text: string): string[] {
  const flags = [...text.matchAll(/-fsanitize=([a-z,-]+)/g)].flatMap(([, names]) => names!.split(','));
  return [...flags, ...listOf(text, 'sanitizers')].filter((name) => name !== '');
}

/** `key: [a, b]`, or the items below `key:`. */
function listOf(text: string, key: string): string[] {
  const flow = new RegExp(String.raw`^${key}:[ \t]*\[([^\]]*)\]`, 'm').exec(text)?.[1];
  const block = new RegExp(String.raw`^${key}:[ \t]*\r?\n((?:[ \t]*-[ \t]+.*(?:\r?\n|$))+)`, 'm').exec(text)?.[1];
  const items = flow?.split(',') ?? block?.split(/\r?\n/).map((line) => line.replace(/^[ \t]*-[ \t]+/, '')) ?? [];
  return items
    .map((item) =>
      item
        .replace(/#.*$/, '')
        .trim()
        .replace(/^["']|["']$/g, '')
        .replace(/:.*$/, ''),
    )
    .filter((item) => item !== '');
}

/** Rules that are not switched off. */
function lintRules(text: string, path: string): Set<string> {
  const rules = new JsonNode(parseStrictJson(text, path), path).get('rules');
  if (rules.isAbsent) return new Set();
  const active = rules.entries().filter(([, rule]) => {
    const level = rule.isArray ? rule.items()[0]?.value : rule.value;
    return level !== 'off' && level !== 0;
  });
  return new Set(active.map(([name]) => `lint rule ${name}`));
}
