import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { knownProblemCodes } from '../dist/index.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (...parts) => readFile(path.join(root, ...parts), 'utf8');

/** What the compiler says of each of some modules under the SDK's own settings. */
async function complaintsOf(texts) {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const all = { ...options, noEmit: true, noUnusedLocals: false, rootDir: root, paths: { '@satcom/sdk': [path.join(root, 'dist', 'index.d.ts')] } };
  const modules = new Map(texts.map((text, index) => [path.join(root, `example-${index}.ts`), `${text}\nexport {};\n`]));
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists, readFile: readText } = host;
  host.getSourceFile = (name, options, ...rest) => (modules.has(name) ? ts.createSourceFile(name, modules.get(name), options) : getSourceFile.call(host, name, options, ...rest));
  host.fileExists = (name) => modules.has(name) || fileExists.call(host, name);
  host.readFile = (name) => modules.get(name) ?? readText.call(host, name);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([...modules.keys()], all, host));
  return [...modules.keys()].map((name) => found.filter(({ file }) => file === undefined || file.fileName === name).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')));
}

// As if the reader had a client already.
const client = `import { createSatcom, type LoginOutcome } from '@satcom/sdk';\nconst satcom = createSatcom({ baseUrl: '' });\n`;

test('Readme_EveryExampleCompiles', async () => {
  const examples = [...(await read('README.md')).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
  assert.ok(examples.length >= 7);
  const complaints = await complaintsOf(examples.map((example) => (example.includes('createSatcom(') ? example : `${client}${example}`)));
  assert.deepEqual(complaints, examples.map(() => []));
});

test('Types_RefuseWhatIsNotInTheContract', async () => {
  const wrong = [
    `await satcom.attendance.checkIn({ workMode: 'moon' });`,
    `await satcom.attendance.checkIn({});`,
    `await satcom.attendance.checkIn({ workMode: 'office', nots: 'x' });`,
    `(await satcom.attendance.checkIn({ workMode: 'office' })).workedSecond;`,
    `for await (const day of satcom.attendance.days({ form: '2026-01-01' })) day.id;`,
    `satcom.hub().on('presenceChange', () => undefined);`,
    `satcom.hub().on('anomalyChanged', (event) => event.status === 'done');`,
    `const user = (outcome: LoginOutcome) => outcome.user;`,
  ];
  const [right, ...complaints] = await complaintsOf([client, ...wrong.map((line) => `${client}${line}`)]);
  assert.deepEqual(right, []);
  assert.deepEqual(wrong.filter((line, index) => complaints[index].length === 0), []);
});

test('KnownCodes_AreThoseThatTheServiceHasTextsFor', async () => {
  const { problems } = JSON.parse(await read('..', '..', 'src', 'WebApi', 'Common', 'Problems', 'texts.en.json'));
  assert.deepEqual([...knownProblemCodes].sort(), Object.keys(problems).sort());
});

test('HandWrittenCode_HoldsNoAny', async () => {
  const files = (await readdir(path.join(root, 'src'))).filter((name) => name.endsWith('.ts'));
  assert.ok(files.length > 5);
  for (const name of files) {
    const source = ts.createSourceFile(name, await read('src', name), ts.ScriptTarget.ES2022, true);
    const visit = (node) => {
      assert.notEqual(node.kind, ts.SyntaxKind.AnyKeyword, `${name}, line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
});
