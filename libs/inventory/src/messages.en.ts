import type { MessageCatalogue } from '#platform/kernel';

export const inventoryMessages = {
  'inventory.emptyFile': 'The file is empty. Export the SBOM or lockfile again and upload the new file.',
  'inventory.tooLarge':
    'The file has {bytes} bytes and the limit is {maxBytes}. Upload one file per product, or an SBOM without file hashes and licence texts.',
  'inventory.unsupportedEncoding':
    'The file is neither UTF-8 nor UTF-16 with a byte order mark. Save it as UTF-8 and upload it again.',
  'inventory.malformedXml':
    'The XML breaks off or is wrong at line {line}, column {column}. Check that the file was copied whole, then export it again.',
  'inventory.malformedToml':
    'The TOML breaks off or is wrong at line {line}, column {column}. Check that the file was copied whole, then let the package manager write it again.',
  'inventory.xmlDtdForbidden':
    'The XML declares a document type at line {line}, column {column}, which is refused because it can name other files. Export the SBOM without one.',
  'inventory.manifestMismatch':
    'The second file is not the manifest that belongs to {format}. Send the package.json, pyproject.toml, Pipfile, composer.json or go.mod that lies beside the lockfile.',
  'inventory.mergeConflictMarkers':
    'Line {line} still has the markers of a merge conflict. Resolve the conflict, let the package manager rewrite the file, and upload it again.',
  'inventory.unknownFormat':
    'The file is none of the formats that can be read. Upload an SBOM (CycloneDX as JSON or XML, SPDX as JSON or tag-value) or a lockfile of npm, Yarn, pnpm, Cargo, uv, Poetry, Pipenv, Go, Bundler or Composer; for Bun, write an SBOM or a yarn.lock first.',
  'inventory.unsupportedSpecVersion':
    '{format} {version} cannot be read; these versions can: {supported}. Export the file again in one of them.',
  'inventory.schemaInvalid':
    'The value at {pointer} should be {expected}. Export the file again with a current version of the tool that wrote it.',
  'inventory.tooManyFiles':
    'The archive has more than {maxFiles} files. Pack only SBOMs, lockfiles and the manifests beside them.',
  'inventory.malformedArchive':
    'The gzip or zip file cannot be unpacked: it breaks off, is encrypted, or uses an unusual method. Pack it again, or upload the file as it is.',
  'inventory.readingGaveUp':
    'Reading the file took more time or memory than is allowed. Upload one file per product, or an SBOM without file hashes and licence texts.',
  'inventory.tooManyComponents':
    'The file lists more than {maxComponents} components. Upload one file per product instead of one for all.',
  'inventory.tooManyEdges':
    'The file lists more than {maxEdges} dependencies between components. Upload one file per product instead of one for all.',
  'inventory.invalidBusinessWeight':
    'The weight of a product is a number from {minimum} to {maximum}; 1 is the weight of an ordinary product.',
  'inventory.productNotFound': 'There is no product with this id in an organisation that you belong to.',
  'inventory.productExists': 'Your organisation has a product of this name already.',
  'inventory.productArchived': 'This product is archived. Restore it first.',
  'inventory.inventoryNotFound': 'There is no inventory with this id of a product that is yours.',
  'inventory.uploadUrlInvalid': 'This upload address is unknown, expired or used. Ask for a new one.',
  'inventory.uploadNotFound': 'There is no upload with this id that is yours.',
  'inventory.uploadIncomplete': 'The file did not arrive whole. Send it again to the same address.',
} satisfies MessageCatalogue;
