import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { ensureInstalled } from './install.mjs';
import { sdkDir, shown } from './paths.mjs';
import { run } from './process.mjs';
import { readJUnit } from './results.mjs';
import { checkClient } from './sdk-client.mjs';
import { withService } from './stack.mjs';

const testScript = () => {
  const file = path.join(sdkDir, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).scripts?.test : undefined;
};

export const hasSdkTests = () => testScript() !== undefined;

/** Makes the SDK's test runner write a JUnit file too: vitest by arguments, Node's own by NODE_OPTIONS, which its workers ignore. */
function reporting(file) {
  if (/\bvitest\b/.test(testScript())) {
    return { args: ['--', '--reporter=default', '--reporter=junit', `--outputFile.junit=${file}`], env: {} };
  }
  const options = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=junit', `--test-reporter-destination=${file}`];
  return { args: [], env: { NODE_OPTIONS: [process.env.NODE_OPTIONS, ...options].filter(Boolean).join(' ') } };
}

/** Jobs that tests wait for run often. */
export const testSettings = { Satcom__Jobs__MissingCheckOutCron: '0/5 * * * * ?' };

/**
 * Runs the SDK's own tests against a running service with the demo in it. They find it through SATCOM_TEST_URL, and the
 * inbox through SATCOM_TEST_INBOX_URL. The committed client must be the one that the service's document generates.
 */
export async function testSdk({ postgres, configuration, folder, report }) {
  await mkdir(folder, { recursive: true });
  await ensureInstalled(sdkDir);
  return withService({ postgres, configuration, database: 'satcom_sdk', logFile: path.join(folder, 'service.log'), seed: true, inbox: true, env: testSettings }, async ({ url, inboxUrl }) => {
    const stale = await checkClient(url).then(() => undefined, (error) => error);
    const file = path.join(folder, 'junit.xml');
    const { args, env } = reporting(file);
    const { code, text } = await run('npm', ['test', ...args], {
      cwd: sdkDir, output: 'collect', timeout: 10 * 60_000,
      env: { ...process.env, ...env, SATCOM_TEST_URL: url, SATCOM_TEST_INBOX_URL: inboxUrl },
    });
    if (!existsSync(file)) throw new Failure(`${text.trimEnd()}\nThe tests of ${shown(sdkDir)} ended with ${code} and left no report.`);
    const result = await readJUnit(file);
    if (result.passed + result.failed === 0) throw new Failure(`${text.trimEnd()}\n${shown(sdkDir)} ran no test.`);
    if (code !== 0 && result.failed === 0) throw new Failure(`${text.trimEnd()}\nThe tests of ${shown(sdkDir)} ended with ${code} although none failed.`);
    report('sdk/typescript', result);
    if (stale) throw stale;
  });
}
