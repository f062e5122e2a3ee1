import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import ts from 'typescript';
import { createClient, createSatcom, features, memoryTokenStore } from '../dist/index.js';
import { generateOperations } from '../../../build/lib/sdk-operations.mjs';
import { startServer } from './support/doubles.mjs';
import { sdkRoot } from './support/guides.mjs';

const documentText = await readFile(path.join(sdkRoot, 'openapi.json'), 'utf8');
const lower = (name) => `${name[0].toLowerCase()}${name.slice(1)}`;

const document = JSON.parse(documentText);

/** Whether an operation answers with a page of many things. */
const isList = ({ responses }) => {
  const { $ref } = Object.values(responses).find(({ content }) => content?.['application/json'])?.content['application/json'].schema ?? {};
  const members = $ref ? document.components.schemas[$ref.split('/').at(-1)].properties : {};
  return 'items' in members && 'nextCursor' in members;
};

/** Each operation of the document. */
const operations = Object.entries(document.paths).flatMap(([template, item]) => Object.entries(item).map(([method, operation]) => {
  const [feature, name] = operation.operationId.split('_').map(lower);
  const named = (place) => (operation.parameters ?? []).filter((parameter) => parameter.in === place).map((parameter) => parameter.name);
  return { feature, name, method: method.toUpperCase(), template, ids: named('path'), query: named('query'), headers: named('header'), operation };
}));

/** Somebody who is signed in, as far as the client knows. */
const tokens = () => memoryTokenStore({ accessToken: 'a.b.c', expiresAt: Date.now() + 600_000, refreshToken: 'd', user: null });

test('EveryOperationOfTheDocument_IsACall_AndSendsWhatItSays', async () => {
  const sent = [];
  const fetch = async (url, init) => {
    sent.push({ url, method: init.method, headers: new Headers(init.headers), body: init.body });
    return Response.json({ items: [], nextCursor: null });
  };
  const satcom = createSatcom({ baseUrl: 'https://satcom.test', tokens: tokens(), fetch });
  const own = features.signIn((request, call) => satcom.session.send(request, call));
  assert.ok(operations.length > 50);
  for (const { feature, name, method, template, ids, query, headers, operation } of operations) {
    const call = satcom[feature][name] ?? own[name];
    assert.ok(call, `${feature}.${name} is missing`);
    const [[type, ...otherTypes], values] = [Object.keys(operation.requestBody?.content ?? {}), ids.map((id) => `${id}/7`)];
    const isJson = [type, ...otherTypes].includes('application/json');
    const body = isJson ? [{ some: 'body' }] : type === 'multipart/form-data' ? [new FormData()] : type ? ['some,body'] : [];
    const asked = isList(operation) ? query.filter((one) => one !== 'cursor').map((one) => [one === 'limit' ? 'pageSize' : one, `${one} &`]) : query.map((one) => [one, one === 'cursor' ? 'next' : `${one} &`]);
    const filter = query.length > 0 ? [Object.fromEntries(asked)] : [];
    const result = call(...values, ...body, ...filter, { ifMatch: 7 });
    await (result.page?.(query.includes('cursor') ? 'next' : undefined) ?? result);
    const { url, ...request } = sent.at(-1);
    const address = new URL(url);
    assert.equal(request.method, method, name);
    assert.equal(address.pathname, template.replace(/\{(\w+)\}/g, (_, id) => encodeURIComponent(`${id}/7`)), name);
    assert.deepEqual([...address.searchParams.keys()].sort(), [...query].sort(), name);
    for (const [one, value] of address.searchParams) assert.equal(value, one === 'cursor' ? 'next' : `${one} &`, name);
    assert.equal(request.body, isJson ? '{"some":"body"}' : body[0], name);
    assert.equal(request.headers.get('Content-Type'), isJson ? 'application/json' : type === 'multipart/form-data' ? null : type ?? null, name);
    assert.equal(request.headers.has('Idempotency-Key'), headers.includes('Idempotency-Key'), name);
    assert.equal(request.headers.get('Authorization'), operation.security?.length === 0 ? null : 'Bearer a.b.c', name);
  }
});

test('Change_OfAThingItself_IsBasedOnItsVersion', async () => {
  const sent = [];
  const fetch = async (url, init) => { sent.push([new URL(url).pathname, new Headers(init.headers).get('If-Match')]); return Response.json({}); };
  const { people } = createClient({ baseUrl: 'https://satcom.test', tokens: tokens(), fetch }, { people: features.people });
  await people.updateUser({ id: 'u', version: 5 }, {});
  await people.updateUser('u', {});
  await people.updateUser('u', {}, { ifMatch: { version: 6 } });
  await people.updateUser({ id: 'u', version: 5 }, {}, { ifMatch: 7 });
  assert.deepEqual(sent, [['/api/v1/users/u', '"5"'], ['/api/v1/users/u', null], ['/api/v1/users/u', '"6"'], ['/api/v1/users/u', '"7"']]);
});

test('Id_ThatWouldAddressSomethingElse_IsRefusedBeforeItIsSent', async () => {
  const satcom = createSatcom({ baseUrl: 'https://satcom.test', tokens: tokens(), fetch: () => assert.fail('it was sent') });
  for (const id of ['', '.', '..']) await assert.rejects(satcom.attendance.getDay(id), TypeError);
});

// What the service's document has none of, or little: files both ways, and a query beside a body.
const made = {
  components: { schemas: { Row: {} } },
  paths: {
    '/api/v1/rows/export': { get: { operationId: 'Rows_ExportRows', parameters: [{ name: 'from', in: 'query', schema: { type: 'string' } }], responses: { 200: { content: { 'text/csv': {} } } } } },
    '/api/v1/rows/import': {
      post: {
        operationId: 'Rows_ImportRows', parameters: [{ name: 'dryRun', in: 'query', required: true, schema: { type: 'boolean' } }, { name: 'Idempotency-Key', in: 'header' }],
        requestBody: { required: true, content: { 'text/csv': { schema: { type: 'string' } } } }, responses: { 202: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Row' } } } } },
      },
    },
    '/api/v1/rows/form': { post: { operationId: 'Rows_UploadRows', requestBody: { content: { 'multipart/form-data': {} } }, responses: { 204: {} } } },
  },
};

test('Files_AreReceivedWithTheirNames_AndSentAsWhatTheyAre', async (t) => {
  const seen = [];
  const { url, stop } = await startServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    seen.push({ at: `${request.method} ${request.url}`, type: request.headers['content-type'], key: request.headers['idempotency-key'], accept: request.headers.accept, body: Buffer.concat(parts).toString() });
    if (request.method === 'GET') response.writeHead(200, { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="days.csv"; filename*=UTF-8''%D8%A3%D9%8A%D8%A7%D9%85.csv` }).end('\ufeffdate\r\n');
    else if (request.url.endsWith('form')) response.writeHead(204).end();
    else response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"rows":1}');
  });
  t.after(stop);
  const module = path.join(sdkRoot, 'dist', 'generated', `made-${process.pid}.js`);
  t.after(() => rm(module, { force: true }));
  const { outputText } = ts.transpileModule(generateOperations(JSON.stringify(made)), { compilerOptions: { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true } });
  await writeFile(module, outputText);
  const { everyFeature } = await import(module);
  const { rows } = createClient({ baseUrl: url, tokens: tokens() }, everyFeature);

  const { content, fileName } = await rows.exportRows({ from: '2026-01-01' });
  assert.deepEqual([fileName, Buffer.from(await content.arrayBuffer()).toString()], ['أيام.csv', '\ufeffdate\r\n']);
  assert.deepEqual(await rows.importRows('code\r\n', { dryRun: true }), { rows: 1 });
  const form = new FormData();
  form.append('file', new Blob(['code\r\n']), 'people.csv');
  await rows.uploadRows(form);
  assert.deepEqual(seen.map(({ at }) => at), ['GET /api/v1/rows/export?from=2026-01-01', 'POST /api/v1/rows/import?dryRun=true', 'POST /api/v1/rows/form']);
  assert.equal(seen[0].accept, 'text/csv');
  assert.equal(seen[1].type, 'text/csv');
  assert.equal(seen[1].body, 'code\r\n');
  assert.match(seen[1].key, /^[0-9a-f]{32}$/);
  assert.match(seen[2].type, /^multipart\/form-data; boundary=/);
  assert.match(seen[2].body, /filename="people.csv"/);
});
