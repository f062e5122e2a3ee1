import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { buildDir, root, shown } from './paths.mjs';
import { run } from './process.mjs';
import { readJUnit } from './results.mjs';

/** What makes Node's test runner write a JUnit file beside what it prints. */
export const reporters = (file) => ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=junit', `--test-reporter-destination=${file}`];

/** The results that a run of Node's tests left, which must agree with how it ended. */
export async function judgeReport(folder, { file, code, text }) {
  if (!existsSync(file)) throw new Failure(`${text.trimEnd()}\nThe tests of ${shown(folder)} ended with ${code} and left no report.`);
  const result = await readJUnit(file);
  if (result.passed + result.failed === 0) throw new Failure(`${text.trimEnd()}\n${shown(folder)} ran no test.`);
  if (code !== 0 && result.failed === 0) throw new Failure(`${text.trimEnd()}\nThe tests of ${shown(folder)} ended with ${code} although none failed.`);
  return result;
}

/** Runs the tests of the verbs' own scripts, which need neither a service nor a database. */
export async function testScripts({ folder, report }) {
  await mkdir(folder, { recursive: true });
  const tests = path.join(buildDir, 'tests');
  const files = (await readdir(tests)).filter((name) => name.endsWith('.test.mjs')).map((name) => path.join(tests, name));
  const file = path.join(folder, 'junit.xml');
  const { code, text } = await run(process.execPath, ['--test', ...reporters(file), ...files], { cwd: root, output: 'collect', timeout: 2 * 60_000 });
  const result = await judgeReport(tests, { file, code, text });
  report('build/tests', result);
  if (result.failed > 0) throw new Failure(`${result.failed} test(s) of ${shown(tests)} failed.`);
}
