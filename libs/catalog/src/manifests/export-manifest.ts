import { fundingJsonProblems } from './funding-json.rules.js';
import { fundingJsonOf, type DescribedProject } from './funding-json.writer.js';
import type { FundingManifest, ManifestChannel, ManifestKind } from './funding-manifest.js';
import { fundingYmlOf } from './funding-yml.writer.js';
import { CUSTOM, pageOfChannel } from './platforms.js';

export interface ManifestExport {
  /** Where the file goes, from the root of the repository. */
  readonly fileName: string;
  readonly text: string;
  /** Paths that the format asks for and that are not known here, such as `entity.email`, which is never kept. */
  readonly toFill: readonly string[];
  /** Channels that the format cannot say, or has no room for. */
  readonly leftOut: number;
}

const NOTHING: FundingManifest = {
  kind: 'funding_json',
  version: null,
  entity: null,
  projects: [],
  channels: [],
  plans: [],
  history: [],
};

/**
 * A manifest as a file of a format, also of another one than it was read from.
 * @param pageUrl of the project with us, to be one of the channels; null without
 */
export function exportManifest(
  manifest: FundingManifest | null,
  format: ManifestKind,
  project: DescribedProject,
  pageUrl: string | null,
): ManifestExport {
  const stated = manifest ?? NOTHING;
  const channels = withPage(stated.channels, pageUrl);
  switch (format) {
    case 'funding_yml':
      return { fileName: '.github/FUNDING.yml', toFill: [], ...fundingYmlOf(channels) };
    case 'funding_json': {
      const document = fundingJsonOf({ ...stated, channels }, project);
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

function withPage(channels: readonly ManifestChannel[], pageUrl: string | null): readonly ManifestChannel[] {
  if (pageUrl === null || channels.some(({ address }) => address === pageUrl)) return channels;
  return [...channels, { guid: null, type: CUSTOM, address: pageUrl, description: null }];
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
