import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { sdkRoot } from './guides.mjs';
import { until } from './clients.mjs';

const setting = 'SATCOM_TEST_CHROMIUM';
const executable = process.env[setting] || '/usr/bin/chromium';

/** Why tests that drive a browser are left out: only where build/test says that there is none, and never under CI. */
export const withoutBrowser = !process.env.CI && executable === 'none' ? `There is no Chromium on this machine (${setting}).` : false;

/**
 * Chromium, driven over a pipe by its own protocol, so that no package is needed for it. For the browser, `serve` answers at each of
 * the `origins` (http), whatever port the machine has free: a path's `{ type, body }`, or nothing.
 */
export async function startChromium(origins, serve) {
  assert.ok(existsSync(executable), `There is no Chromium at ${executable}. Install it (apt-get install chromium fonts-noto-core) or name its executable in ${setting}.`);
  const server = http.createServer(async (request, response) => {
    const found = await serve(new URL(request.url, origins[0]).pathname);
    response.writeHead(found === undefined ? 404 : 200, { 'Content-Type': found?.type ?? 'text/plain' }).end(found?.body ?? 'Not here.');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'satcom-chromium-'));
  const browser = spawn(executable, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en-US',
    '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
    `--user-data-dir=${profile}`, '--remote-debugging-pipe', `--host-resolver-rules=${origins.map((origin) => `MAP ${new URL(origin).host} 127.0.0.1:${server.address().port}`).join(', ')}`,
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => { browser.once('exit', resolve); });
  const stop = async () => {
    browser.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const send = protocolOf(browser, gone);
  const { browserContextId } = await send('Target.createBrowserContext');
  return { openPage: () => openPage(send, browserContextId), stop };
}

/** Messages are JSON, each with a zero byte behind it. */
function protocolOf(browser, gone) {
  const waiting = new Map();
  const [, , , input, output] = browser.stdio;
  let [count, rest] = [0, ''];
  input.on('error', () => undefined);
  output.setEncoding('utf8').on('data', (text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      waiting.get(id)?.(error === undefined ? [result] : [undefined, new Error(error.message)]);
      waiting.delete(id);
    }
  });
  gone.then(() => waiting.forEach((settle) => settle([undefined, new Error('Chromium is gone.')])));
  return (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    const id = ++count;
    waiting.set(id, ([result, error]) => (error === undefined ? resolve(result) : reject(error)));
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });
}

async function openPage(send, browserContextId) {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  /** What a piece of script gives in the page, which may be awaited there. */
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
    assert.equal(exceptionDetails, undefined, exceptionDetails?.exception?.description ?? exceptionDetails?.text);
    return result.value;
  };
  /** Waits for a condition, over the pages that come in between. */
  const reach = (expression) => until(expression, () => evaluate(expression).catch(() => undefined));
  return {
    evaluate,
    reach,
    goto: async (url) => {
      const { errorText } = await send('Page.navigate', { url }, sessionId);
      assert.equal(errorText, undefined, `${url}: ${errorText}`);
      await reach('document.readyState === "complete"');
    },
    /** Fills in the first form by the names of its fields and sends it by the button. */
    submit: (fields, button = 'button') => evaluate(`(() => {
      const form = document.querySelector('form');
      for (const [name, value] of Object.entries(${JSON.stringify(fields)})) form.elements[name].value = value;
      form.querySelector(${JSON.stringify(button)}).click();
    })()`),
  };
}

/** A file below the SDK, as a page's import finds it: with or without its ending. */
export async function fileOf(pathname) {
  for (const ending of ['', '.js']) {
    const file = path.join(sdkRoot, path.normalize(pathname) + ending);
    if (/\.m?js$/.test(file) && existsSync(file)) return { type: 'text/javascript', body: await readFile(file) };
  }
  return undefined;
}

export const pageOf = (imports, body) => ({ type: 'text/html', body: `<!doctype html><meta charset="utf-8"><script type="importmap">${JSON.stringify({ imports })}</script>${body}` });
