import { spawnSync } from 'node:child_process';

const SUITE = 'test/e2e/graphql.e2e-spec.ts';
const NAME = 'of 50 needs with project and maintainer take at most 6 statements';

/** The count of SQL statements is exact, so a test asserts it; this runs that test and no other. */
export function benchStatements(root) {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', SUITE, '-t', NAME, '--json'];
  const { stdout, stderr } = spawnSync(process.execPath, jest, { cwd: root, encoding: 'utf8' });
  // The set-up of the suite writes a line of its own before the report.
  const report = /^\{.*\}$/m.exec(stdout)?.[0];
  const passed = report !== undefined && JSON.parse(report).numPassedTests === 1;
  console.log(`lists ${NAME}: ${passed ? 'yes' : `no\n${stderr}`}`);
  return passed;
}
