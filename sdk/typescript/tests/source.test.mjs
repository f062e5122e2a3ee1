import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { knownProblemCodes } from '../dist/index.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const read = (...parts) => readFile(path.join(root, ...parts), 'utf8');

/** What the compiler says of a module under the SDK's own settings. */
async function complaintsOf(text) {
  const file = path.join(root, 'example.ts');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const all = { ...options, noEmit: true, noUnusedLocals: false, rootDir: root, paths: { '@satcom/sdk': [path.join(root, 'dist', 'index.d.ts')] } };
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists, readFile: readText } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? text : readText.call(host, name));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], all, host)).map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'));
}

test('Readme_EveryExampleCompiles', async (t) => {
  const examples = [...(await read('README.md')).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
  assert.ok(examples.length >= 5);
  // Each is as if its reader had a client already, unless it makes one.
  for (const [index, example] of examples.entries()) {
    await t.test(`example ${index + 1}`, async () => {
      const head = example.includes('createSatcom(') ? '' : `import { createSatcom } from '@satcom/sdk';\nconst satcom = createSatcom({ baseUrl: '' });\n`;
      assert.deepEqual(await complaintsOf(`${head}${example}\nexport {};\n`), []);
    });
  }
});

test('Types_RefuseWhatIsNotInTheContract', async () => {
  const client = `import { createSatcom, type LoginOutcome } from '@satcom/sdk';\nconst satcom = createSatcom({ baseUrl: '' });\n`;
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
  assert.deepEqual(await complaintsOf(`${client}\nexport {};\n`), []);
  for (const line of wrong) assert.notEqual((await complaintsOf(`${client}${line}\nexport {};\n`)).length, 0, line);
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
