import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, timed } from './console.mjs';
import { buildDir, root, shown, stateDir } from './paths.mjs';
import { run } from './process.mjs';

export const environment = {
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  // Left-over build nodes would hold our output open after we end.
  MSBUILDDISABLENODEREUSE: '1',
  // One compiler for all projects, whatever the machine's own setting: its start and that of the analyzers is what takes the time.
  UseSharedCompilation: 'true',
  // Compilers, tools and the services of tests live for seconds: what pays off after minutes costs a third of a build.
  DOTNET_TieredPGO: '0',
  DOTNET_EnableWriteXorExecute: '0',
  // Waiting threads leave the cores to others.
  DOTNET_ThreadPool_UnfairSemaphoreSpinLimit: '0',
};

export const runFilter = path.join(buildDir, 'Satcom.Run.slnf');
export const migrationTool = (configuration) => path.join(buildDir, 'tools', 'Migrations', 'bin', configuration, 'net10.0', 'Satcom.Migrations.Tool.dll');
export const service = (configuration) => path.join(root, 'src', 'WebApi', 'bin', configuration, 'net10.0', 'Satcom.WebApi.dll');

export function requireDotnet() {
  const { error, status, stdout, stderr } = spawnSync('dotnet', ['--version'], { cwd: root, encoding: 'utf8', env: { ...process.env, ...environment } });
  if (error) throw new Failure('The .NET SDK 10 is needed (https://dotnet.microsoft.com/download); "dotnet" was not found.');
  if (status !== 0) throw new Failure(`${(stderr || stdout).trim()}\nThe .NET SDK that global.json asks for is needed.`);
}

export const dotnet = (args, options = {}) => run('dotnet', args, { cwd: root, ...options, env: { ...process.env, ...environment, ...options.env } });

const toolFolder = path.join(stateDir, 'model');

/** The migration tool as buildModelTool builds it. */
export const modelTool = path.join(toolFolder, 'bin', 'Satcom.Migrations.Tool', 'debug', 'Satcom.Migrations.Tool.dll');

/** Builds the migration tool and the model's code, but not the compiled model, which may be of code that is gone. The service's own outputs stay as they are. */
export async function buildModelTool() {
  requireDotnet();
  await timed('Building the model', () => build(path.join('build', 'tools', 'Migrations'), 'Debug',
    ['--artifacts-path', toolFolder, '-p:WithoutCompiledModel=true', '-p:RunAnalyzers=false']));
}

/** Builds a project or solution; its output is shown only when it fails. */
export const build = (project, configuration, extra = []) =>
  compile('build', project, ['build', project, '--configuration', configuration, ...extra]);

/** Where the service is published to. */
export const publishedService = path.join(root, 'artifacts', 'service', 'Satcom.WebApi.dll');

/** Publishes the service for this machine as it ships: in Release, compiled ahead. Gives the path of its assembly. */
export async function publishService() {
  const system = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform];
  await compile('publication', 'src/WebApi', ['publish', path.join('src', 'WebApi'), '--configuration', 'Release',
    '--runtime', `${system}-${process.arch}`, '--no-self-contained', '--output', path.dirname(publishedService)]);
  return publishedService;
}

async function compile(what, project, args) {
  const { code, text } = await dotnet([...args, '-v', 'quiet', '-clp:NoSummary'], { output: 'collect' });
  if (code !== 0) {
    const lines = [...new Set(text.split('\n').map((line) => line.trimEnd().replaceAll(`${root}${path.sep}`, '')))].filter(Boolean);
    const errors = lines.filter((line) => /\b(error|warning) [A-Z]+\d+/.test(line));
    throw new Failure(`${(errors.length > 0 ? errors : lines).join('\n')}\nThe ${what} of ${shown(project)} failed.`);
  }
}

const sources = ['src', path.join('build', 'tools', 'Migrations')];
const shared = ['Directory.Build.props', 'Directory.Packages.props', '.editorconfig', 'BannedSymbols.txt', 'global.json', path.join('build', 'Satcom.Run.slnf')];

async function signature(configuration) {
  const hash = createHash('sha256').update(configuration);
  const walk = async (folder) => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'bin' && entry.name !== 'obj') await walk(file);
      } else {
        await add(file);
      }
    }
  };
  const add = async (file) => {
    const info = await stat(file).catch(() => undefined);
    if (info) hash.update(`${file}\0${info.size}\0${info.mtimeMs}\n`);
  };
  for (const folder of sources) await walk(path.join(root, folder));
  for (const file of [...shared.map((name) => path.join(root, name)), service(configuration), migrationTool(configuration)]) await add(file);
  return hash.digest('hex');
}

/** Builds the service and the migration tool, unless neither a source nor an output has changed since they were built last. */
export async function buildService(configuration = 'Debug') {
  const stamp = path.join(stateDir, `build-${configuration}.stamp`);
  const outputs = [service(configuration), migrationTool(configuration)];
  if (outputs.every(existsSync) && await readFile(stamp, 'utf8').catch(() => '') === await signature(configuration)) return;
  requireDotnet();
  await timed(`Building the service (${configuration})`, () => build(runFilter, configuration));
  await mkdir(stateDir, { recursive: true });
  await writeFile(stamp, await signature(configuration));
}
