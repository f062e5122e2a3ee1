import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Failure } from './console.mjs';
import { environment } from './dotnet.mjs';
import { modulesDir, sdkDir, shown } from './paths.mjs';
import { runOrFail } from './process.mjs';
import { generateCodes, generateOperations } from './sdk-operations.mjs';

export const documentFile = path.join(sdkDir, 'openapi.json');
export const clientFile = path.join(sdkDir, 'src', 'generated', 'client.ts');
export const operationsFile = path.join(sdkDir, 'src', 'generated', 'operations.ts');
export const codesFile = path.join(sdkDir, 'src', 'generated', 'codes.ts');

/** Plain types, instants as text. What is called stands in operations.ts: NSwag's classes take a dozen arguments by position. */
const options = {
  generateClientClasses: false, typeScriptVersion: 5.0, typeStyle: 'Interface', dateTimeType: 'String', enumStyle: 'StringLiteral',
  nullValue: 'Null', markOptionalProperties: true, generateConstructorInterface: false, newLineBehavior: 'LF',
};

/** The document as the service gives it, without what depends on where it ran. */
export async function fetchDocument(url) {
  const response = await fetch(`${url}/openapi/v1.json`);
  if (!response.ok) throw new Failure(`${url}/openapi/v1.json answered ${response.status}.`);
  const { servers, ...document } = await response.json();
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * The document without what the session layer does for every call alike: headers, and refusals, which it turns into errors.
 * Answers are closed here, because the generator gives an open type an index under which every misspelt member is `any`.
 */
function forGenerator(documentText) {
  const document = JSON.parse(documentText);
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    operation.parameters = operation.parameters?.filter((parameter) => parameter.in !== 'header');
    // A table is sent as text; the types that NSwag has for files are nobody's.
    if (operation.requestBody && !operation.requestBody.content['application/json']) delete operation.requestBody;
    operation.responses = Object.fromEntries(Object.entries(operation.responses).filter(([status]) => status.startsWith('2')));
  }
  for (const schema of Object.values(document.components.schemas)) {
    if (schema.properties) schema.additionalProperties ??= false;
  }
  return JSON.stringify(document);
}

/** The types of a document, as NSwag writes them. */
export async function generateClient(documentText) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-sdk-'));
  try {
    const [input, output] = [path.join(folder, 'openapi.json'), path.join(folder, 'client.ts')];
    await writeFile(input, forGenerator(documentText));
    const nswag = path.join(modulesDir, 'nswag', 'bin', 'binaries', 'Net100', 'dotnet-nswag.dll');
    await runOrFail('NSwag', 'dotnet', [nswag, 'openapi2tsclient', `/input:${input}`, `/output:${output}`,
      ...Object.entries(options).map(([name, value]) => `/${name}:${value}`)], { output: 'collect', env: { ...process.env, ...environment } });
    // What is open to anything is to be looked at before it is used.
    return (await readFile(output, 'utf8')).replaceAll('[key: string]: any;', '[key: string]: unknown;').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trimEnd().concat('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each file that a document makes, with its text. */
const made = async (documentText) => [
  [documentFile, documentText], [clientFile, await generateClient(documentText)], [operationsFile, generateOperations(documentText)],
  [codesFile, generateCodes(documentText)],
];

export async function writeClient(documentText) {
  await mkdir(path.dirname(clientFile), { recursive: true });
  for (const [file, text] of await made(documentText)) await writeFile(file, text);
}

const firstDifference = (committed, fresh) => {
  const [a, b] = [committed.split('\n'), fresh.split('\n')];
  const at = b.findIndex((line, index) => line !== a[index]);
  const line = at === -1 ? b.length : at;
  return `  line ${line + 1}: ${a[line]?.trim() ?? '(end)'}\n       now: ${b[line]?.trim() ?? '(end)'}`;
};

/** Fails when the committed document or client is not what the running service gives. */
export async function checkClient(url) {
  for (const [file, fresh] of await made(await fetchDocument(url))) {
    const committed = existsSync(file) ? await readFile(file, 'utf8') : '';
    if (committed !== fresh) throw new Failure(`${firstDifference(committed, fresh)}\n${shown(file)} is out of date: build/sdk writes it anew.`);
  }
}

/** Type-checks the whole SDK by its own settings, or the client alone, under every strict rule, while it has none. */
export async function typeCheck() {
  const project = path.join(sdkDir, 'tsconfig.json');
  const own = path.join(sdkDir, 'node_modules', 'typescript', 'bin', 'tsc');
  const tsc = existsSync(own) ? own : path.join(modulesDir, 'typescript', 'bin', 'tsc');
  const args = existsSync(project)
    ? ['--project', project, '--noEmit', '--strict']
    : [clientFile, '--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom'];
  await runOrFail('The type check of the SDK', process.execPath, [tsc, ...args], { output: 'collect', cwd: sdkDir });
}
