import {
  ConflictError,
  InvalidStateError,
  LimitError,
  NotFoundError,
  ValidationError,
  type TextPosition,
} from '#platform/kernel';

export class EmptyFileError extends ValidationError {
  override readonly code = 'EMPTY_FILE';
  constructor() {
    super('inventory.emptyFile');
  }
}

export class UnsupportedEncodingError extends ValidationError {
  override readonly code = 'UNSUPPORTED_ENCODING';
  constructor() {
    super('inventory.unsupportedEncoding');
  }
}

export class MalformedXmlError extends ValidationError {
  override readonly code = 'MALFORMED_XML';
  constructor({ line, column }: TextPosition) {
    super('inventory.malformedXml', { line, column });
  }
}

export class MalformedTomlError extends ValidationError {
  override readonly code = 'MALFORMED_TOML';
  constructor({ line, column }: TextPosition) {
    super('inventory.malformedToml', { line, column });
  }
}

/** Entities of a document type are the known way to make an XML parser read other files or grow without bound. */
export class XmlDtdForbiddenError extends ValidationError {
  override readonly code = 'XML_DTD_FORBIDDEN';
  constructor({ line, column }: TextPosition) {
    super('inventory.xmlDtdForbidden', { line, column });
  }
}

/** The second file is no manifest, or one of another package manager. */
export class ManifestMismatchError extends ValidationError {
  override readonly code = 'MANIFEST_MISMATCH';
  constructor(format: string) {
    super('inventory.manifestMismatch', { format });
  }
}

/** Told apart from a syntax error, because the way out is in the reader's own repository. */
export class MergeConflictMarkersError extends ValidationError {
  override readonly code = 'MERGE_CONFLICT_MARKERS';
  constructor(line: number) {
    super('inventory.mergeConflictMarkers', { line });
  }
}

export class UnknownFormatError extends ValidationError {
  override readonly code = 'UNKNOWN_FORMAT';
  constructor() {
    super('inventory.unknownFormat');
  }
}

export class UnsupportedSpecVersionError extends ValidationError {
  override readonly code = 'UNSUPPORTED_SPEC_VERSION';
  constructor(format: string, version: string, supported: string) {
    super('inventory.unsupportedSpecVersion', { format, version, supported });
  }
}

/** `pointer` is an RFC 6901 JSON pointer to the value of the wrong type. */
export class SchemaInvalidError extends ValidationError {
  override readonly code = 'SCHEMA_INVALID';
  constructor(pointer: string, expected: string) {
    super('inventory.schemaInvalid', { pointer, expected });
  }
}

export class TooLargeError extends LimitError {
  override readonly code = 'TOO_LARGE';
  constructor(bytes: number, maxBytes: number) {
    super('inventory.tooLarge', { bytes, maxBytes });
  }
}

export class TooManyFilesError extends LimitError {
  override readonly code = 'TOO_MANY_FILES';
  constructor(maxFiles: number) {
    super('inventory.tooManyFiles', { maxFiles });
  }
}

/** A gzip or zip file that breaks off, is encrypted, or is packed in a way that is not understood. */
export class MalformedArchiveError extends ValidationError {
  override readonly code = 'MALFORMED_ARCHIVE';
  constructor() {
    super('inventory.malformedArchive');
  }
}

/** Within the limits of size and yet more than a thread may take: nothing is known that does this, and nothing may. */
export class ReadingGaveUpError extends LimitError {
  override readonly code = 'READING_GAVE_UP';
  constructor() {
    super('inventory.readingGaveUp');
  }
}

export class TooManyComponentsError extends LimitError {
  override readonly code = 'TOO_MANY_COMPONENTS';
  constructor(maxComponents: number) {
    super('inventory.tooManyComponents', { maxComponents });
  }
}

export class TooManyEdgesError extends LimitError {
  override readonly code = 'TOO_MANY_EDGES';
  constructor(maxEdges: number) {
    super('inventory.tooManyEdges', { maxEdges });
  }
}

export class InvalidBusinessWeightError extends ValidationError {
  override readonly code = 'INVALID_BUSINESS_WEIGHT';
  constructor(minimum: number, maximum: number) {
    super('inventory.invalidBusinessWeight', { minimum, maximum }, ['businessWeight']);
  }
}

export class ProductNotFoundError extends NotFoundError {
  override readonly code = 'PRODUCT_NOT_FOUND';
  constructor() {
    super('inventory.productNotFound');
  }
}

export class ProductExistsError extends ConflictError {
  override readonly code = 'PRODUCT_EXISTS';
  constructor() {
    super('inventory.productExists', {}, ['name']);
  }
}

export class ProductArchivedError extends InvalidStateError {
  override readonly code = 'PRODUCT_ARCHIVED';
  constructor() {
    super('inventory.productArchived');
  }
}

export class InventoryNotFoundError extends NotFoundError {
  override readonly code = 'INVENTORY_NOT_FOUND';
  constructor() {
    super('inventory.inventoryNotFound');
  }
}

/** An address that was never handed out, is expired, was used, or was changed: one answer for all of them. */
export class UploadUrlInvalidError extends NotFoundError {
  override readonly code = 'UPLOAD_URL_INVALID';
  constructor() {
    super('inventory.uploadUrlInvalid');
  }
}

export class UploadNotFoundError extends NotFoundError {
  override readonly code = 'UPLOAD_NOT_FOUND';
  constructor() {
    super('inventory.uploadNotFound');
  }
}

/** The connection broke off before all bytes had arrived; the address still works. */
export class UploadIncompleteError extends InvalidStateError {
  override readonly code = 'UPLOAD_INCOMPLETE';
  constructor() {
    super('inventory.uploadIncomplete');
  }
}
