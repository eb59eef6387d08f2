import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { PackageLink, PackageQuestion } from '#libs/catalog';
import { DomainError, parsePackageUrl, repositoryUrlOfPackage } from '#platform/kernel';
import { readUpload, type ReadUpload } from '../bundle/read-upload.js';
import { inventoryRows } from './inventory-rows.js';
import type { ReadingReply, ReadingRequest } from './reading-messages.js';

/** Purls that may name a repository; all others are known by their key alone, and need no parsing. */
const NAMES_REPOSITORY = /^pkg:(?:github|githubactions|bitbucket|gitlab|git|golang|swift)\/|[?&]vcs_url=/;

/** Runs in a thread of its own, one upload at a time: parsing and measuring would hold up everything else on the event loop. */
let upload: ReadUpload | null = null;
let questions: ReadonlyMap<string, PackageQuestion> = new Map();

const reply = (message: ReadingReply): void => parentPort!.postMessage(message);

parentPort!.on('message', (request: ReadingRequest) => {
  try {
    if (request.kind === 'read') read(request.path, request.fileName);
    else finish(request.projects);
  } catch (error) {
    upload = null;
    if (error instanceof DomainError) {
      const { code, messageKey, details } = error;
      reply({ kind: 'refused', code, messageKey, details });
    } else reply({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function read(path: string, fileName: string): void {
  const bytes = readFileSync(path);
  reply({ kind: 'stage', stage: 'parsing', documentsRead: 0, documents: 1, components: 0 });
  upload = readUpload(fileName, bytes, {
    onDocument: (documentsRead, documents) =>
      reply({ kind: 'stage', stage: 'parsing', documentsRead, documents, components: 0 }),
  });
  replyStage('resolving');
  questions = questionsOf(upload);
  reply({ kind: 'questions', questions: [...questions.values()] });
}

function replyStage(stage: 'resolving' | 'measuring'): void {
  const { documents, graph } = upload!;
  const { length } = documents;
  reply({ kind: 'stage', stage, documentsRead: length, documents: length, components: graph.components.length });
}

function questionsOf({ graph }: ReadUpload): Map<string, PackageQuestion> {
  const asked = new Map<string, PackageQuestion>();
  for (const { identity, isFirstParty } of graph.components) {
    if (identity === null || isFirstParty || asked.has(identity.packageKey)) continue;
    const { packageKey, packageUrl } = identity;
    const repositoryUrl = NAMES_REPOSITORY.test(packageUrl)
      ? repositoryUrlOfPackage(parsePackageUrl(packageUrl))
      : null;
    asked.set(packageKey, { key: packageKey, repositoryUrl });
  }
  return asked;
}

function finish(projects: ReadonlyMap<string, PackageLink>): void {
  replyStage('measuring');
  const rows = inventoryRows(upload!, {
    linkOf: (key) => projects.get(key) ?? null,
    repositoryOf: (key) => questions.get(key)?.repositoryUrl ?? null,
  });
  upload = null;
  questions = new Map();
  reply({ kind: 'rows', rows });
}
