import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { ensureInstalled } from './install.mjs';
import { sdkDir, shown } from './paths.mjs';
import { run } from './process.mjs';
import { judgeReport, reporters } from './script-tests.mjs';
import { checkClient } from './sdk-client.mjs';
import { withService } from './stack.mjs';

export const hasSdkTests = () => existsSync(path.join(sdkDir, 'tests', 'run.mjs'));

/** Makes Node's test runner write a JUnit file too; its workers ignore NODE_OPTIONS. */
const reporting = (file) => ({ NODE_OPTIONS: [process.env.NODE_OPTIONS, ...reporters(file)].filter(Boolean).join(' ') });

/** Jobs that tests wait for run often, and the many sign-ins of the tests need no costly hash. */
export const testSettings = { Satcom__Jobs__MissingCheckOutCron: '0/5 * * * * ?', Satcom__Tokens__PasswordIterations: '1000' };

/** Compiles the SDK, which needs no service. The outcome is looked at later, so a failure must not go unheard until then. */
function compile() {
  const done = run('npm', ['run', '--silent', 'build'], { cwd: sdkDir, output: 'collect', timeout: 5 * 60_000 });
  done.catch(() => undefined);
  return async () => {
    const { code, text } = await done;
    if (code !== 0) throw new Failure(`${text.trimEnd()}\n${shown(sdkDir)} does not compile.`);
  };
}

/**
 * Runs the SDK's own tests against a running service with the demo in it. They find it through SATCOM_TEST_URL, and the
 * inbox through SATCOM_TEST_INBOX_URL; some drive pages in `chromium`. The committed client must be the one that the service's document generates.
 * The compiler works while the service starts.
 */
export async function testSdk({ postgres, configuration, folder, chromium, report }) {
  await mkdir(folder, { recursive: true });
  await ensureInstalled(sdkDir);
  const compiled = compile();
  return withService({ postgres, configuration, database: 'satcom_sdk', logFile: path.join(folder, 'service.log'), seed: true, inbox: true, env: testSettings }, async ({ url, inboxUrl }) => {
    await compiled();
    const file = path.join(folder, 'junit.xml');
    const { code, text } = await run('npm', ['run', '--silent', 'test:built'], {
      cwd: sdkDir, output: 'collect', timeout: 10 * 60_000,
      env: { ...process.env, ...reporting(file), SATCOM_TEST_URL: url, SATCOM_TEST_INBOX_URL: inboxUrl, ...(chromium ? { SATCOM_TEST_CHROMIUM: chromium } : {}) },
    });
    const stale = await checkClient(url).then(() => undefined, (error) => error);
    report('sdk/typescript', await judgeReport(sdkDir, { file, code, text }));
    if (stale) throw stale;
  });
}
