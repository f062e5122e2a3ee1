import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import ts from 'typescript';
import { fileOf, pageOf, startChromium, withoutBrowser } from './support/chromium.mjs';
import { baseUrl, password } from './support/clients.mjs';
import { blocksOf, read } from './support/guides.mjs';

// The address that the demo's page is registered at: what pages of another origin may do, the browser itself judges here.
const origin = 'http://127.0.0.1:5090';
const elsewhere = 'http://127.0.0.1:5099';
const heading = 'A page in a browser: code and PKCE';
const refresh = '/api/v1/auth/refresh';

const shell = pageOf({ oauth4webapi: '/node_modules/oauth4webapi/build/index.js', '@microsoft/signalr': '/node_modules/@microsoft/signalr/dist/esm/index.js' }, `
  <button>Sign in</button><pre></pre><script type="module">
    if (location.pathname === '/') {
      const { signIn, finish } = await import('/guide.js');
      document.querySelector('button').onclick = signIn;
      document.body.dataset.ready = '';
      if (location.search.includes('code=')) {
        document.querySelector('pre').textContent = JSON.stringify(await finish().catch((error) => ({ error: String(error) })));
      }
    }
  </script>`);

/** The guide's page and the SDK, in one browser. */
async function start() {
  const [{ text }] = blocksOf(await read('docs', 'integrators.md'), 'ts').filter((block) => block.heading === heading);
  assert.ok(text.includes('http://localhost:5080/'));
  const { outputText } = ts.transpileModule(text.replace('http://localhost:5080', baseUrl), { compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true } });
  return startChromium([origin, elsewhere], (path) => (path === '/' || path === '/tab' ? shell : path === '/guide.js' ? { type: 'text/javascript', body: outputText } : fileOf(path)));
}

let browser;
before(async () => { if (!withoutBrowser) browser = await start(); });
after(() => browser?.stop());

/** Another tab of the same browser: with a clock to put forward, and a note of what is sent and which locks are asked for. Who refreshes waits for the other tab to want to. */
async function openTab({ channels }) {
  const tab = await browser.openPage();
  await tab.goto(`${origin}/tab`);
  await tab.evaluate(`(async () => {
    globalThis.asked = [];
    globalThis.sent = [];
    globalThis.heard = [];
    globalThis.ahead = 0;
    const request = LockManager.prototype.request;
    LockManager.prototype.request = function (name, ...rest) { asked.push(name); return request.call(this, name, ...rest); };
    ${channels ? '' : 'delete globalThis.BroadcastChannel;'}
    const { createSatcom, webStorageTokenStore } = await import('/dist/index.js');
    globalThis.satcom = createSatcom({
      baseUrl: ${JSON.stringify(baseUrl)}, device: { fingerprint: 'browser', name: 'Browser', platform: 'web' }, tokens: webStorageTokenStore(localStorage, 'tabs'),
      clock: { now: () => Date.now() + ahead, setTimeout: (work, after) => setTimeout(work, after), clearTimeout: (timer) => clearTimeout(timer) },
      fetch: async (url, init) => {
        sent.push(new URL(url).pathname);
        if (sent.at(-1) === ${JSON.stringify(refresh)}) for (let i = 0; i < 100 && (await navigator.locks.query()).pending.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 30));
        return fetch(url, init);
      },
    });
    satcom.session.onChange((event) => heard.push(event));
  })()`);
  return tab;
}

test('O50: IntegratorsGuide_BrowserPage_InARealBrowser_SignsInByClicks', { skip: withoutBrowser }, async () => {
  const page = await browser.openPage();
  await page.goto(`${origin}/`);
  await page.reach('document.body.dataset.ready === ""');
  await page.evaluate('document.querySelector("button").click()');
  await page.reach('document.querySelector("input[type=password]") !== null && document.readyState === "complete"');
  assert.match(await page.evaluate('location.href'), /\/t\/acme\/account\/sign-in/);
  await page.submit({ email: 'technician@acme.test', password });
  await page.reach('document.querySelector("button[name=decision]") !== null && document.readyState === "complete"');
  await page.submit({}, 'button[value=allow]');
  await page.reach(`location.origin === "${origin}" && document.querySelector("pre").textContent !== ""`);
  const tokens = JSON.parse(await page.evaluate('document.querySelector("pre").textContent'));
  assert.equal(tokens.token_type, 'bearer', JSON.stringify(tokens));
  assert.ok(tokens.access_token && tokens.id_token);
  const status = await page.evaluate(`fetch(${JSON.stringify(`${baseUrl}/api/v1/attendance/days`)}, { headers: { Authorization: 'Bearer ${tokens.access_token}' } }).then((answer) => answer.status)`);
  assert.equal(status, 200);

  // The same answer is not for a page of an origin that nobody registered, of which the browser judges.
  const ask = `fetch(${JSON.stringify(`${baseUrl}/t/acme/connect/token`)}, { method: 'POST', body: new URLSearchParams({ client_id: 'demo-browser' }) }).then((answer) => answer.status, (error) => error.name)`;
  assert.equal(await page.evaluate(ask), 400);
  await page.goto(`${elsewhere}/tab`);
  assert.equal(await page.evaluate(ask), 'TypeError');
});

for (const channels of [true, false]) {
  test(`Tabs_InARealBrowser_RefreshOnceBetweenThemAndTellEachOther_${channels ? 'ByAChannel' : 'ByTheStorage'}`, { skip: withoutBrowser }, async () => {
    const tabs = [await openTab({ channels }), await openTab({ channels })];
    const both = (expression) => Promise.all(tabs.map((tab) => tab.evaluate(expression)));
    assert.equal(await tabs[0].evaluate(`satcom.login({ email: 'staff@acme.test', password: ${JSON.stringify(password)}, tenant: 'acme' }).then((outcome) => outcome.kind)`), 'signedIn');
    await both('ahead = 3_600_000');

    assert.deepEqual(await both('satcom.me().then((me) => me.email)'), ['staff@acme.test', 'staff@acme.test']);
    const sent = (await both('sent')).flat();
    assert.equal(sent.filter((path) => path === refresh).length, 1, sent.join(' '));
    const [one, other] = await both('asked');
    assert.ok(one.length === 1 && other.length === 1 && one[0] === other[0], JSON.stringify([one, other]));
    assert.deepEqual(await both('Object.keys(localStorage).filter((key) => key.endsWith(".lease"))'), [[], []]);

    await tabs[0].evaluate('satcom.logout()');
    await tabs[1].reach('heard.some((event) => event.kind === "signedOut")');

    // The news may be there before what the other process stored.
    await tabs[1].reach('satcom.session.isSignedIn().then((isSignedIn) => !isSignedIn)');
  });
}
