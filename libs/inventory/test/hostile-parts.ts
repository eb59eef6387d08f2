/** A file that wants to do harm, or that is broken in a way that real files are. */
export interface HostileSample {
  readonly name: string;
  readonly fileName: string;
  readonly bytes: () => Uint8Array;
  /** The code of the refusal; null when it is read, with these warnings. */
  readonly refusal: string | null;
  readonly warnings?: readonly string[];
  /** Where the default would take a file of tens of megabytes. */
  readonly limits?: Readonly<Record<string, number>>;
}

export const bom = (parts: object): string => JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', ...parts });
export const spdx = (parts: object): string =>
  JSON.stringify({ spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', packages: [], ...parts });
export const xml = (body: string, version = '1.5'): string =>
  `<bom xmlns="http://cyclonedx.org/schema/bom/${version}">${body}</bom>`;
export const lock = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages });
export const library = (name: string, more: object = {}): object => ({
  type: 'library',
  name,
  'bom-ref': name,
  ...more,
});
export const utf16 = (text: string): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
export const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

export type Row = readonly [
  name: string,
  content: string | (() => Uint8Array),
  refusal: string | null,
  more?: Partial<HostileSample>,
];
