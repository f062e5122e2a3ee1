import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { knownProblemCodes } from '../dist/index.js';
import { baseUrl, clientOf } from './support/clients.mjs';
import { blocksOf, read, root, sdkRoot } from './support/guides.mjs';
import { WebBrowser } from './support/web-browser.mjs';

// What the guides say can be pasted is pasted here, beside the running service; a guide that lies fails.

const env = { ...process.env, NODE_OPTIONS: '', SATCOM_URL: baseUrl, SATCOM_INBOX_URL: process.env.SATCOM_TEST_INBOX_URL };

/** Runs a program; `onOutput` sees what it has printed so far. */
const run = (command, args, { cwd = root, onOutput = () => undefined, ...more } = {}) => new Promise((resolve, reject) => {
  const child = spawn(command, args, { cwd, env: { ...env, ...more } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (text) => { out += text; onOutput(out); });
  child.stderr.on('data', (text) => { errors += text; });
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, out, errors }));
});

// Writes down what the service refuses, which curl by itself says nothing of, and stops at the first command that fails.
const watchful = `set -euo pipefail
curl() {
  local answer status
  answer=$(command curl -w '\\n%{http_code}' "$@")
  status=\${answer##*$'\\n'}
  answer=\${answer%$'\\n'*}
  case $status in [45]*) printf '%s %s\\n' "$status" "$answer" >>"$REFUSALS" ;; esac
  printf '%s' "$answer"
}
`;

/** Pastes blocks into one bash. What is refused must stand in a comment or be waited out by the block, and what a comment says must be refused. */
async function paste(t, blocks, options = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-guide-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const files = blocks.map((_, index) => path.join(folder, `refused-${index}`));
  const script = watchful + blocks.map(({ heading, text }, index) => `REFUSALS='${files[index]}'; : >"$REFUSALS"; echo ${JSON.stringify(`## ${heading}`)}\n${text}`).join('');
  const { code, out, errors } = await run('bash', ['-c', script], { cwd: folder, ...options });
  const all = `${out}\n${errors}`;
  assert.equal(code, 0, all);
  assert.equal(errors, '', all);
  assert.doesNotMatch(out, /\bundefined\b/, 'an answer lacks what the guide reads from it');
  for (const [index, { heading, text }] of blocks.entries()) {
    const refused = (await readFile(files[index], 'utf8')).split('\n').filter(Boolean).map((line) => /"(?:code|error)":"(\w+)"/.exec(line)?.[1] ?? line);
    const said = knownProblemCodes.filter((one) => new RegExp(`# .*\\b${one}\\b`).test(text));
    assert.deepEqual([...new Set(refused)].filter((one) => said.includes(one) || !text.includes(`!= ${one} `)).sort(), said.sort(), `${heading}\n${all}`);
  }
  return out;
}

/** A block of TypeScript as a module that finds the SDK's packages. */
async function moduleOf(t, name, text) {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true } });
  const file = path.join(sdkRoot, 'dist', `${name}-${process.pid}.mjs`);
  t.after(() => rm(file, { force: true }));
  await writeFile(file, outputText);
  return file;
}

const integrators = await read('docs', 'integrators.md');
const under = (blocks, heading) => {
  const found = blocks.filter((block) => block.heading === heading);
  assert.equal(found.length, 1, `docs/integrators.md has ${found.length} such blocks under "${heading}"`);
  return found[0];
};
const [scripts, examples] = [blocksOf(integrators, 'bash'), blocksOf(integrators, 'ts')];

test('Guides', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('AdministratorsGuide_Pasted_SetsUpACompany', async (t) => {
      const blocks = blocksOf(await read('docs', 'administration.md'), 'bash');
      assert.ok(blocks.length >= 7);
      const out = await paste(t, blocks);
      assert.match(out, /"name":"North Facilities"/);
      assert.match(out, /\nmanager_cycle\n/);
      assert.match(out, /\nsuspended\n[\s\S]*north\d* \S+ The invoice is open\.[\s\S]*\nactive\n/);
      assert.match(out, /\nactive\n[\s\S]*\ndeactivated\n/, 'The account that was lost is shut by the administrator in its place.');
      assert.match(out, /Sara Haddad people\.createUser null → \{/);
      assert.match(out, /\nclient_id \S+, secret \S+\ntrue\nfalse\n/);
    }),
    t.test('IntegratorsGuide_Register_GivesAProgramThatGetsAToken', async (t) => {
      const out = await paste(t, [under(scripts, 'Register a program')]);
      assert.equal(JSON.parse(out.trim().split('\n').at(-1)).scope, 'attendance.read.all');
    }),
    t.test('IntegratorsGuide_Device_GetsTokensOnceSomebodyHasApprovedIt', async (t) => {
      let approval;
      const approve = async (address, code) => {
        const browser = new WebBrowser(new URL(baseUrl).origin);
        const steps = [{ user_code: code }, { email: 'employee@acme.test', password: 'Satcom!Demo1' }, { decision: 'allow' }];
        let reached = await browser.open(address);
        for (const step of steps) reached = await browser.submit(reached, step);
        assert.equal(reached.status, 200, reached.page);
      };
      const out = await paste(t, [under(scripts, 'A device without a browser')], {
        onOutput: (text) => {
          const [, address, code] = /Open (\S+) and type (\S+)\n/.exec(text) ?? [];
          if (code !== undefined) approval ??= approve(address, code);
        },
      });
      await approval;
      const answer = JSON.parse(out.trim().split('\n').at(-1));
      assert.equal(answer.token_type, 'Bearer');
      assert.ok(answer.access_token && answer.refresh_token && answer.id_token);
    }),
    t.test('IntegratorsGuide_ClientCredentials_ReadAttendance', async (t) => {
      const file = await moduleOf(t, 'credentials', under(examples, 'A program on a server: client credentials').text);
      const { code, out, errors } = await run(process.execPath, [file]);
      assert.equal(code, 0, errors);
      assert.match(out, /items: \[\n[\s\S]*userId: '/);
    }),
    t.test('IntegratorsGuide_Keys_TakeThePlaceOfASecret', async (t) => {
      const { text } = under(blocksOf(integrators, 'json'), 'Keys instead of a secret');
      const [request, ...lines] = text.split('\n');
      const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
      const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
      const body = JSON.parse(lines.join('\n'));
      Object.assign(body.keys[0], { x, y });
      const [method, address] = request.split(' ');
      const superadmin = await clientOf('superadmin');
      const { client, clientSecret } = await (await superadmin.session.fetch(address, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })).json();
      assert.equal(clientSecret, null);
      const [imports, ...example] = under(examples, 'Keys instead of a secret').text.split('\n');
      const readers = `const clientId = process.env.CLIENT_ID;
        const loadPrivateKey = () => crypto.subtle.importKey('jwk', JSON.parse(process.env.KEY), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);`;
      const file = await moduleOf(t, 'keys', [imports, readers, ...example, 'console.log(JSON.stringify(tokens));'].join('\n'));
      const { code, out, errors } = await run(process.execPath, [file], { CLIENT_ID: client.clientId, KEY: JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey)) });
      assert.equal(code, 0, errors);
      assert.equal(JSON.parse(out).scope, 'attendance.read.all');
    }),
    t.test('IntegratorsGuide_BrowserPage_SignsInByCode', async (t) => {
      const { text } = under(examples, 'A page in a browser: code and PKCE');
      assert.ok(text.includes('http://localhost:5080/'));
      const kept = new Map();
      const location = { href: 'http://127.0.0.1:5090/', left: undefined, assign: (url) => { location.left = url; } };
      Object.assign(globalThis, { location, sessionStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) } });
      const page = await import(pathToFileURL(await moduleOf(t, 'page', text.replace('http://localhost:5080', baseUrl))));
      await page.signIn();
      location.href = (await new WebBrowser(new URL(baseUrl).origin).grant(location.left, 'technician@acme.test')).href;
      const tokens = await page.finish();
      assert.equal(tokens.token_type, 'bearer');
      assert.ok(tokens.access_token && tokens.id_token);
    }),
    t.test('Readme_PresenceExample_TellsWhoComes', async () => {
      const [{ text }] = blocksOf(await read('README.md'), 'js');
      assert.ok(text.includes('employee@acme.test'));
      // Other tests watch the presence of the one whom the example names.
      const { code, out, errors } = await run(process.execPath, ['--input-type=module', '--eval', text.replace('employee@acme.test', 'technician@acme.test')]);
      assert.equal(code, 0, errors);
      assert.match(out, /^online: /m);
    }),
  ]);
});
