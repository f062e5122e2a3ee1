import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs every test against the service at SATCOM_TEST_URL; without one, against one of its own.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

// The tests mostly wait, some for a quarter of a minute, so several files run at once; more would keep a small machine from answering.
const runTests = (url, inboxUrl = process.env.SATCOM_TEST_INBOX_URL) => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, ['--test', '--test-concurrency=6'], { cwd: root, stdio: 'inherit', env: { ...process.env, SATCOM_TEST_URL: url, ...(inboxUrl ? { SATCOM_TEST_INBOX_URL: inboxUrl } : {}) } });
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
});

async function withOwnService(work) {
  const build = (name) => import(new URL(`../../../build/lib/${name}.mjs`, import.meta.url));
  const [{ requireDotnet, buildService }, { ensureInstalled }, { withService }, { testSettings }] = await Promise.all(['dotnet', 'install', 'stack', 'sdk-tests'].map(build));
  requireDotnet();
  await ensureInstalled();
  await buildService();
  return withService({ seed: true, inbox: true, env: testSettings }, ({ url, inboxUrl }) => work(url, inboxUrl));
}

const url = process.env.SATCOM_TEST_URL;
process.exitCode = await (url ? runTests(url) : withOwnService(runTests));
