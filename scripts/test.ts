import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * `npm test`: installs the Debian packages the suites want where it may, runs every suite, and ends with one line
 * `N passed, N failed, N skipped`. Suites whose packages are missing say so themselves.
 */
const WANTED = [
  { file: '/usr/bin/chromium', packages: ['chromium', 'fonts-dejavu-core'], suite: 'browser pages and visits' },
];
const REPORT = '.cache/test-report.json';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' }, 'no-install': { type: 'boolean' } },
});
if (values.help) {
  console.log(
    'usage: npm test [-- path …] [--no-install]\nRuns the suites (all, or those whose path contains one of the given words).',
  );
  process.exit(0);
}

for (const { file, packages, suite } of WANTED) {
  if (existsSync(file)) continue;
  if (!values['no-install'] && process.getuid?.() === 0 && install(packages)) continue;
  console.log(`skipped: ${suite} (apt install ${packages.join(' ')})`);
}

mkdirSync('.cache', { recursive: true });
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'config/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...positionals,
  ],
  { stdio: 'inherit' },
);
const report = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : null;
const failed = report ? report.numFailedTests + suitesThatDidNotLoad(report) : 1;
console.log(`${report?.numPassedTests ?? 0} passed, ${failed} failed, ${report?.numPendingTests ?? 0} skipped`);
process.exit(run.status === 0 && failed === 0 ? 0 : 1);

function install(packages: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`installing ${packages.join(', ')} (Debian)`);
  const update = spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env: environment });
  if (update.status !== 0) return false;
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return spawnSync('apt-get', args, { stdio: 'inherit', env: environment }).status === 0;
}

function suitesThatDidNotLoad(report: { testResults: { status: string; assertionResults: unknown[] }[] }): number {
  return report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
}
