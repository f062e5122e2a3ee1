import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure } from './console.mjs';
import { root, shown } from './paths.mjs';
import { purlOf } from './sbom-document.mjs';

const cache = process.env.NUGET_PACKAGES || path.join(homedir(), '.nuget', 'packages');
const skipped = new Set(['bin', 'obj', 'node_modules', 'artifacts', '.git', '.satcom']);

/** Where a licence's address is all that the package tells, and what stands there. */
const readByHand = { 'MediatR 5.1.0': 'Apache-2.0' };

async function* projects(folder) {
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) yield* projects(path.join(folder, entry.name));
    } else if (entry.name.endsWith('.csproj')) {
      yield path.join(folder, entry.name);
    }
  }
}

function restored(name, version) {
  const folder = path.join(cache, name.toLowerCase(), version.toLowerCase());
  if (!existsSync(folder)) throw new Failure(`${name} ${version} is not restored: dotnet restore Satcom.sln`);
  return folder;
}

async function licenceOf(name, version) {
  const known = readByHand[`${name} ${version}`];
  if (known) return known;
  const nuspec = await readFile(path.join(restored(name, version), `${name.toLowerCase()}.nuspec`), 'utf8');
  const licence = /<license type="expression">([^<]+)<\/license>/.exec(nuspec)?.[1] ?? /<licenseUrl>([^<]+)<\/licenseUrl>/.exec(nuspec)?.[1];
  if (!licence) throw new Failure(`${name} ${version} tells of no licence.`);
  return licence;
}

/** A package that a project fetches beside its references stands in no lock file. */
async function downloads(project) {
  const text = await readFile(project, 'utf8');
  const found = [...text.matchAll(/<PackageDownload Include="([^"]+)" Version="\[([^\]]+)\]"/g)];
  return Promise.all(found.map(async ([, name, given]) => {
    const version = given.replace(/\$\((\w+)\)/g, (_, property) => new RegExp(`<${property}>([^<]+)<`).exec(text)?.[1] ?? '');
    const archive = path.join(restored(name, version), `${name.toLowerCase()}.${version.toLowerCase()}.nupkg`);
    const hash = createHash('sha512').update(await readFile(archive)).digest('base64');
    return { kind: 'nuget', name, version, licence: await licenceOf(name, version), integrity: ['sha512', hash], ships: false, direct: true, needs: [] };
  }));
}

/** What a project resolves, and what it resolves once more for each platform that it is published for. */
async function packagesOf(project) {
  const folder = path.dirname(project);
  const locks = (await readdir(folder)).filter((name) => /^packages\..*lock\.json$/.test(name)).sort();
  if (!locks.includes('packages.lock.json')) throw new Failure(`${shown(project)} has no lock file.`);
  return (await Promise.all(locks.map((name) => packagesIn(path.join(folder, name), project)))).flat();
}

async function packagesIn(lock, project) {
  const ships = shown(project).startsWith(`src${path.sep}`);
  const resolved = Object.values(JSON.parse(await readFile(lock, 'utf8')).dependencies).flatMap((framework) => Object.entries(framework));
  const versions = new Map(resolved.filter(([, entry]) => entry.resolved).map(([name, entry]) => [name, entry.resolved]));
  return Promise.all(resolved.filter(([name]) => versions.has(name)).map(async ([name, entry]) => {
    const analyzer = /\.(Analyzer|BannedApiAnalyzers)$/.test(name);
    return {
      kind: 'nuget', name, version: entry.resolved, licence: await licenceOf(name, entry.resolved), integrity: ['sha512', entry.contentHash],
      ships: ships && !analyzer, direct: entry.type === 'Direct',
      needs: Object.keys(entry.dependencies ?? {}).filter((need) => versions.has(need)).map((need) => purlOf('nuget', need, versions.get(need))),
    };
  }));
}

/** Every package of every project. What a project under src resolves ships, but for analyzers. */
export async function nuGetLocks() {
  const all = [];
  for await (const project of projects(root)) all.push(...await packagesOf(project), ...await downloads(project));
  return all;
}
