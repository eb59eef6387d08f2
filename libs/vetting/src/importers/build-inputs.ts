/** Last segments of ignore patterns that name what a build or an installation runs. Data: a row more is a rule more. */
const BUILD_INPUTS: readonly RegExp[] = [
  /\.(m4|ac|am|cmake|gypi?|mk)$/i,
  /^(configure|aclocal|makefile|cmakelists)([.*].*)?$/i,
  /^(build|autogen|bootstrap|setup)[^/]*\.(sh|py|rs|js|mjs|cjs|pl|ps1|bat)$/i,
  /^(pre|post)?(un)?install[^/]*\.(sh|py|js|mjs|cjs|pl|ps1|bat)$/i,
  /^(pre|post)(inst|rm|install)$/i,
];

const IGNORE_FILE = /(^|\/)\.(git|hg|bzr|svn|npm|docker)ignore$/;

/** Executed while building or installing: an upstream file of another name never explains one of these. */
const EXECUTED: readonly RegExp[] = [
  ...BUILD_INPUTS,
  /^makefile\.in$/i,
  /^(config\.(guess|sub|rpath)|ltmain\.sh|install-sh|depcomp|missing|compile|mkinstalldirs|test-driver|ylwrap)$/i,
  /\.(sh|bash|pl|py|cmd|bat|ps1)(\.in)?$/i,
  /^(setup\.(py|cfg)|pyproject\.toml|package\.json|binding\.gyp|build\.(rs|zig|xml)|meson\.build)$/i,
];

export function isIgnoreFile(path: string): boolean {
  return IGNORE_FILE.test(path);
}

/** Whether a line of an ignore file names a build input. */
export function namesBuildInput(line: string): boolean {
  const pattern = line.trim().replace(/\/+$/, '');
  if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('!')) return false;
  return BUILD_INPUTS.some((input) => input.test(lastSegment(pattern)));
}

export function isExecutedAtBuild(path: string): boolean {
  return EXECUTED.some((pattern) => pattern.test(lastSegment(path)));
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
