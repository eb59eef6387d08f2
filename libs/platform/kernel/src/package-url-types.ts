/** Parts of a purl that a type compares without case, and that are therefore written in lower case. */
export type FoldedPart = 'namespace' | 'name' | 'version' | 'subpath';

/** The canonical rules of one purl type. A type that is not in the table has no rules of its own. */
export interface PackageUrlType {
  readonly namespace: 'required' | 'optional' | 'prohibited';
  /** Real packages have none although the definition requires one; they are accepted where files are read. */
  readonly isNamespaceOftenAbsent?: true;
  readonly lowerCase?: readonly FoldedPart[];
  readonly upperCaseNamespace?: true;
  /** Rewrites a name after folding. */
  readonly rewriteName?: (name: string, qualifiers: ReadonlyMap<string, string>) => string;
  readonly namePattern?: RegExp;
  readonly versionPattern?: RegExp;
  readonly requiredQualifier?: string;
  /** The namespace is one segment and all further segments are the name (`git`: host, then the path on it). */
  readonly nameIsPath?: true;
}

const BOTH = ['namespace', 'name'] as const;

/**
 * Derived from the 42 type definition files of package-url/purl-spec (ECMA-427; snapshot of 2026-08): the namespace
 * requirement, the `case_sensitive: false` flags, the permitted characters, and those rules that the definitions state
 * only in prose. Kept as data, so that a new edition is a change of this table; a test compares it with the files.
 */
export const PACKAGE_URL_TYPES: ReadonlyMap<string, PackageUrlType> = new Map<string, PackageUrlType>([
  ['alpm', { namespace: 'required', lowerCase: BOTH }],
  ['apk', { namespace: 'required', lowerCase: BOTH }],
  ['bazel', { namespace: 'prohibited' }],
  ['bitbucket', { namespace: 'required', lowerCase: BOTH }],
  ['bitnami', { namespace: 'prohibited', lowerCase: ['name'] }],
  ['brew', { namespace: 'optional', lowerCase: BOTH }],
  ['cargo', { namespace: 'prohibited' }],
  [
    'chrome-extension',
    {
      namespace: 'prohibited',
      lowerCase: ['name'],
      namePattern: /^[a-p]{32}$/,
      versionPattern: /^\d+(\.\d+){0,3}$/,
    },
  ],
  ['cocoapods', { namespace: 'prohibited' }],
  ['composer', { namespace: 'required', lowerCase: BOTH }],
  ['conan', { namespace: 'optional' }],
  ['conda', { namespace: 'prohibited' }],
  // A distribution is meant, never a module: "A distribution name shall not contain the string '::'".
  ['cpan', { namespace: 'optional', upperCaseNamespace: true, namePattern: /^(?!.*::)/ }],
  ['cran', { namespace: 'prohibited' }],
  ['deb', { namespace: 'required', lowerCase: BOTH }],
  ['docker', { namespace: 'optional' }],
  ['gem', { namespace: 'prohibited' }],
  ['generic', { namespace: 'optional' }],
  ['git', { namespace: 'required', nameIsPath: true }],
  ['github', { namespace: 'required', lowerCase: BOTH }],
  // The prose of the definition still says "lowercased", its flags and its tests say case-sensitive; the flags win.
  ['golang', { namespace: 'required', isNamespaceOftenAbsent: true }],
  ['hackage', { namespace: 'prohibited' }],
  ['hex', { namespace: 'optional', lowerCase: BOTH }],
  ['huggingface', { namespace: 'required', lowerCase: ['version'] }],
  ['julia', { namespace: 'prohibited', requiredQualifier: 'uuid' }],
  ['luarocks', { namespace: 'optional', lowerCase: BOTH }],
  ['maven', { namespace: 'required' }],
  ['mlflow', { namespace: 'prohibited', rewriteName: foldOnDatabricks }],
  ['npm', { namespace: 'optional' }],
  ['nuget', { namespace: 'prohibited' }],
  ['oci', { namespace: 'prohibited', lowerCase: ['name', 'version'] }],
  ['opam', { namespace: 'prohibited' }],
  ['otp', { namespace: 'prohibited', lowerCase: ['name', 'subpath'] }],
  ['pub', { namespace: 'prohibited', lowerCase: ['name'], rewriteName: (name) => name.replaceAll(/[^a-z0-9_]/g, '_') }],
  [
    'pypi',
    { namespace: 'prohibited', lowerCase: ['name', 'version'], rewriteName: (name) => name.replaceAll('_', '-') },
  ],
  ['qpkg', { namespace: 'required', lowerCase: ['namespace'] }],
  ['rpm', { namespace: 'required', lowerCase: ['namespace'] }],
  ['swid', { namespace: 'optional', requiredQualifier: 'tag_id' }],
  ['swift', { namespace: 'required' }],
  ['vcpkg', { namespace: 'prohibited' }],
  ['vscode-extension', { namespace: 'required', lowerCase: ['namespace', 'name', 'version'] }],
  ['yocto', { namespace: 'optional', lowerCase: ['namespace'] }],
]);

/** MLflow leaves case to the server: Azure ML keeps it, Databricks folds it. */
function foldOnDatabricks(name: string, qualifiers: ReadonlyMap<string, string>): string {
  return qualifiers.get('repository_url')?.includes('azuredatabricks.net') ? name.toLowerCase() : name;
}
