import type { PackageLink, PackageQuestion } from '#libs/catalog';
import type { MessageParameters } from '#platform/kernel';
import type { InventoryRows } from './inventory-rows.js';

/** To the thread: read this file; later, the projects of the keys that it asked for. */
export type ReadingRequest =
  | { readonly kind: 'read'; readonly path: string; readonly fileName: string }
  | { readonly kind: 'projects'; readonly projects: ReadonlyMap<string, PackageLink> };

type ReadingStage = 'parsing' | 'resolving' | 'measuring';

/** From the thread. */
export type ReadingReply =
  | {
      readonly kind: 'stage';
      readonly stage: ReadingStage;
      readonly documentsRead: number;
      readonly documents: number;
      readonly components: number;
    }
  | { readonly kind: 'questions'; readonly questions: readonly PackageQuestion[] }
  | { readonly kind: 'rows'; readonly rows: InventoryRows }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly messageKey: string;
      readonly details: MessageParameters;
    }
  | { readonly kind: 'failed'; readonly message: string };
