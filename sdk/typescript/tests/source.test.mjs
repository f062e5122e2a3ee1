import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import ts from 'typescript';
import { features, knownProblemCodes } from '../dist/index.js';
import { blocksOf, read, sdkRoot } from './support/guides.mjs';

// The compiler takes seconds of a processor that others wait for with a clock in hand.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

/** What the compiler says of each of some modules under the SDK's own settings. One program for all of them: it reads the libraries once. */
function complaintsOf(texts) {
  const { config } = ts.readConfigFile(path.join(sdkRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, sdkRoot);
  const all = { ...options, noEmit: true, noUnusedLocals: false, rootDir: sdkRoot, paths: { '@satcom/sdk': [path.join(sdkRoot, 'dist', 'index.d.ts')] } };
  const modules = new Map(texts.map((text, index) => [path.join(sdkRoot, `example-${index}.ts`), `${text}\nexport {};\n`]));
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists, readFile: readText } = host;
  host.getSourceFile = (name, options, ...rest) => (modules.has(name) ? ts.createSourceFile(name, modules.get(name), options) : getSourceFile.call(host, name, options, ...rest));
  host.fileExists = (name) => modules.has(name) || fileExists.call(host, name);
  host.readFile = (name) => modules.get(name) ?? readText.call(host, name);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([...modules.keys()], all, host));
  return [...modules.keys()].map((name) => found.filter(({ file }) => file === undefined || file.fileName === name).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')));
}

// As if the reader had a client already.
const client = `import { createClient, createSatcom, features, type LoginOutcome } from '@satcom/sdk';\nconst satcom = createSatcom({ baseUrl: '' });\n`;
// Node's own, and what the integrators' guide leaves to the reader.
const node = 'declare const process: { readonly env: { readonly SATCOM_URL?: string } };\n';
const readers = 'declare const clientId: string;\ndeclare function loadPrivateKey(): Promise<CryptoKey>;\n';

const wrong = [
  `await satcom.attendance.checkIn({ workMode: 'moon' });`,
  `await satcom.attendance.checkIn({});`,
  `await satcom.attendance.checkIn({ workMode: 'office', nots: 'x' });`,
  `(await satcom.attendance.checkIn({ workMode: 'office' })).workedSecond;`,
  `for await (const day of satcom.attendance.listDays({ form: '2026-01-01' })) day.id;`,
  `for await (const user of satcom.people.listUsers({ status: 'asleep' })) user.id;`,
  `await satcom.people.getUser({ id: 'x', version: 1 });`,
  `await satcom.people.updateUser({ id: 'x' }, { displayName: 'y' });`,
  `satcom.hub().on('presenceChange', () => undefined);`,
  `satcom.hub().on('anomalyChanged', (event) => event.status === 'done');`,
  `const user = (outcome: LoginOutcome) => outcome.user;`,
  `createClient({ baseUrl: '' }, { attendance: features.attendance }).people;`,
];
const right = [
  `const team: string = (await satcom.people.createTeam({ name: 'x' })).name;`,
  `const user = await satcom.people.getUser('x'); await satcom.people.updateUser(user, { displayName: 'y' }); await satcom.people.unlockUser('x', { ifMatch: user });`,
  `const day: string = (await createClient({ baseUrl: '' }, { attendance: features.attendance }).attendance.getToday()).date;`,
];

test('Examples_OfEveryGuideCompile_AndWhatIsNotInTheContractDoesNot', async () => {
  const [readme, integrators] = [blocksOf(await read('sdk', 'typescript', 'README.md'), 'ts'), blocksOf(await read('docs', 'integrators.md'), 'ts')];
  assert.ok(readme.length >= 7 && integrators.length >= 3, `${readme.length}, ${integrators.length}`);
  const good = [
    ...readme.map(({ text }) => (text.includes('const satcom =') ? text : `${client}${text}`)),
    ...integrators.map(({ text }) => `${node}${text.includes('loadPrivateKey()') ? readers : ''}${text}`),
    ...right.map((line) => `${client}${line}`),
  ];
  const complaints = complaintsOf([...good, ...wrong.map((line) => `${client}${line}`)]);
  assert.deepEqual(good.flatMap((text, index) => complaints[index].map((complaint) => `${complaint}\n${text}`)), []);
  assert.deepEqual(wrong.filter((line, index) => complaints[good.length + index].length === 0), []);
});

test('KnownCodes_AreThoseThatTheServiceHasTextsFor', async () => {
  const { problems } = JSON.parse(await read('src', 'WebApi', 'Common', 'Problems', 'texts.en.json'));
  assert.deepEqual([...knownProblemCodes].sort(), Object.keys(problems).sort());
});

test('HubEvents_AreWhatTheHubCallsOnItsClients', async () => {
  const contract = await read('src', 'WebApi', 'Realtime', 'ISatcomClient.cs');
  const camel = (name) => `${name[0].toLowerCase()}${name.slice(1)}`;
  const told = Object.fromEntries([...contract.matchAll(/^public sealed record (\w+)\(([^)]*)\);/gm)].map(([, name, members]) => [camel(name), members.split(',').map((member) => camel(member.trim().split(' ').at(-1)))]));
  const methods = [...contract.matchAll(/^ {4}Task (\w+)\(/gm)].map(([, name]) => camel(name));
  const [, body] = /interface HubEvents \{([\s\S]*?)\n\}/.exec(await read('sdk', 'typescript', 'src', 'hub.ts'));
  const known = Object.fromEntries([...body.matchAll(/readonly (\w+): \{([^}]*)\}/g)].map(([, name, members]) => [name, [...members.matchAll(/readonly (\w+):/g)].map(([, member]) => member)]));
  const { reconnect, ...events } = told; // It is the hub's own business.
  assert.deepEqual(reconnect, ['delayMs']);
  assert.deepEqual(known, events);
  assert.deepEqual(methods.sort(), Object.keys(told).sort());
});

test('Readme_NamesEveryFeature_AndEveryEventOfTheHub', async () => {
  const readme = await read('sdk', 'typescript', 'README.md');
  const [, table] = /\n\| feature \| what \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(readme);
  const named = table.trimEnd().split('\n').flatMap((row) => [...row.split('|')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name));
  assert.deepEqual(named.sort(), Object.keys(features.everyFeature).sort());
  const [, body] = /interface HubEvents \{([\s\S]*?)\n\}/.exec(await read('sdk', 'typescript', 'src', 'hub.ts'));
  for (const [, event] of body.matchAll(/readonly (\w+): \{/g)) assert.ok(readme.includes(`hub.on('${event}', `), event);
});

test('Code_HoldsNoAny', async () => {
  const folder = path.join(sdkRoot, 'src');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  assert.ok(files.length > 5 && files.some((name) => name.endsWith('operations.ts')));
  for (const name of files) {
    const source = ts.createSourceFile(name, await readFile(path.join(folder, name), 'utf8'), ts.ScriptTarget.ES2022, true);
    const visit = (node) => {
      assert.notEqual(node.kind, ts.SyntaxKind.AnyKeyword, `${name}, line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
});
