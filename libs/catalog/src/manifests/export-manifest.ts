import { fundingJsonProblems } from './funding-json.rules.js';
import { fundingJsonOf, type DescribedProject } from './funding-json.writer.js';
import type { FundingManifest, ManifestKind } from './funding-manifest.js';
import { fundingYmlOf } from './funding-yml.writer.js';
import { pageOfChannel } from './platforms.js';

export interface ManifestExport {
  /** Where the file goes, from the root of the repository. */
  readonly fileName: string;
  readonly text: string;
  /** Paths that the format asks for and that are not known here, such as `entity.email`, which is never kept. */
  readonly toFill: readonly string[];
  /** Channels that the format cannot say, or has no room for. */
  readonly leftOut: number;
}

/** A manifest as a file of a format, also of another one than it was read from. */
export function exportManifest(
  manifest: FundingManifest,
  format: ManifestKind,
  project: DescribedProject,
): ManifestExport {
  const { channels } = manifest;
  switch (format) {
    case 'funding_yml':
      return { fileName: '.github/FUNDING.yml', toFill: [], ...fundingYmlOf(channels) };
    case 'funding_json': {
      const document = fundingJsonOf(manifest, project);
      const toFill = fundingJsonProblems(document);
      return { fileName: 'funding.json', text: jsonText(document), toFill, leftOut: 0 };
    }
    case 'package_json': {
      const funding = channels.flatMap(({ type, address }) => {
        const url = pageOfChannel(type, address);
        return url === null ? [] : [{ type, url }];
      });
      const leftOut = channels.length - funding.length;
      return { fileName: 'package.json', text: jsonText({ funding }), toFill: [], leftOut };
    }
  }
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
