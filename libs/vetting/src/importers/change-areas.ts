import type { ChangeArea } from '../events/project-event.js';

/** What a path tells of its file. Data: a row more is a rule more. */
const AREAS: readonly (readonly [ChangeArea, RegExp])[] = [
  [
    'BUILD',
    /(^|\/)(configure(\.(ac|in))?|[^/]+\.(m4|am|cmake|mk|gypi?|gradle|bazel|bzl|ninja)|makefile[^/]*|cmakelists\.txt|meson(\.build|_options\.txt|\.options)|build\.(rs|sh|py|zig|xml)|build|workspace|autogen\.sh|bootstrap(\.sh)?|setup\.(py|cfg)|pyproject\.toml|rakefile|justfile|dockerfile[^/]*)$/i,
  ],
  [
    'CI',
    /(^|\/)(\.github\/(workflows|actions)\/.+|\.gitlab-ci\.yml|\.travis\.yml|\.circleci\/.+|\.cirrus\.(yml|star)|\.appveyor\.yml|appveyor\.yml|azure-pipelines[^/]*\.yml|jenkinsfile|\.buildkite\/.+|\.woodpecker[^/]*(\/.+)?|\.clusterfuzzlite\/.+|oss-fuzz\/.+)$/i,
  ],
  [
    'INSTALL',
    /(^|\/)((pre|post)?(un)?install(\.(sh|js|mjs|cjs|py|ps1|bat))?|binding\.gyp|package\.json|setup\.py|[^/]+\.spec|debian\/.+|[^/]+\.(service|pc\.in|desktop)|hooks?\/[^/]+)$/i,
  ],
  ['CRYPTO', /(^|[/_.-])(crypto|cipher|tls|ssl|signature|signing|keyring|rng|x509|hmac)([/_.-]|$)/i],
  [
    'DEPENDENCY',
    /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|requirements[^/]*\.txt|poetry\.lock|pipfile(\.lock)?|cargo\.(toml|lock)|go\.(mod|sum)|gemfile(\.lock)?|pom\.xml|composer\.(json|lock)|vcpkg\.json|\.gitmodules|(vendor|third_party|subprojects)\/.+)$/i,
  ],
];
const TESTS = /(^|\/)(tests?|testdata|test-data|fixtures?|corpus|corpora|samples?|testsuite|spec)\//i;

/** @returns the areas of a change in a fixed order; OTHER only when there is no other one */
export function areasOf(files: readonly { readonly path: string; readonly isBinary: boolean }[]): ChangeArea[] {
  const found = new Set<ChangeArea>();
  for (const { path, isBinary } of files) {
    for (const [area, pattern] of AREAS) if (pattern.test(path)) found.add(area);
    if (isBinary && TESTS.test(path)) found.add('TEST_BINARY');
  }
  return found.size === 0 ? ['OTHER'] : [...found].sort();
}
