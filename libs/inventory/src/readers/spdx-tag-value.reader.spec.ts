import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const TEXT = `SPDXVersion: SPDX-2.3
# note
PackageName: root
SPDXID: SPDXRef-root
PackageComment: <text>one
PackageName: not a package
</text>
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1
ExternalRef: half
nonsense
FileName: ./x
SPDXID: SPDXRef-file
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root
Relationship: SPDXRef-root DEPENDS_ON SPDXRef-a
`;

describe('an SPDX 2 document of tags and values', () => {
  it.each(['\n', '\r\n'])('is read, text blocks and line ends %j included', (end) => {
    const graph = readText(TEXT.replaceAll('\n', end));
    expect(edgeLines(graph)).toEqual(['SPDXRef-root -runtime-> SPDXRef-a']);
    expect(purlsOf(graph)).toEqual([null, 'pkg:npm/a@1']);
    expect(warningLines(graph)).toEqual(['BAD_LINE line 12', 'BAD_LINE line 13']);
  });

  it('of another version, or with a package without an identifier, is refused', () => {
    expect(outcomeOfText('SPDXVersion: SPDX-1.2\n')).toMatchObject({ code: 'UNSUPPORTED_SPEC_VERSION' });
    const text = 'SPDXVersion: SPDX-2.2\nPackageName: a\n';
    expect(outcomeOfText(text)).toMatchObject({ code: 'SCHEMA_INVALID', pointer: 'line 2' });
  });
});
