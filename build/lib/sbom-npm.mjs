import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { buildDir, sdkDir } from './paths.mjs';
import { purlOf } from './sbom-document.mjs';

const folder = 'node_modules/';

/** Where npm finds a package that one at this place needs: beside it, or further up. */
function find(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf(`/${folder}`)))) {
    const candidate = `${place ? `${place}/` : ''}${folder}${name}`;
    if (packages[candidate]) return candidate;
    if (!place) return undefined;
  }
}

const nameAt = (place) => place.slice(place.lastIndexOf(folder) + folder.length);

async function packagesOf(home, ships) {
  const { packages } = JSON.parse(await readFile(path.join(home, 'package-lock.json'), 'utf8'));
  const { '': own, ...resolved } = packages;
  const direct = new Set(Object.keys({ ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies }).map((name) => folder + name));
  const shipped = new Set();
  const queue = ships ? Object.keys(own.dependencies ?? {}).map((name) => folder + name) : [];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (shipped.has(place)) continue;
    shipped.add(place);
    for (const name of Object.keys(resolved[place].dependencies ?? {})) queue.push(find(resolved, place, name));
  }
  return Object.entries(resolved).map(([place, entry]) => {
    if (!entry.integrity || !entry.license) throw new Failure(`${place} of ${home} has no hash or no licence in its lock file.`);
    const needs = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }).map((name) => find(resolved, place, name)).filter(Boolean);
    const [algorithm, content] = entry.integrity.split(' ')[0].split(/-(.*)/s);
    return {
      kind: 'npm', name: nameAt(place), version: entry.version, licence: entry.license.replace(/^\((.*)\)$/, '$1'),
      integrity: [algorithm, content], ships: shipped.has(place), direct: direct.has(place),
      needs: needs.map((need) => purlOf('npm', nameAt(need), resolved[need].version)),
    };
  });
}

/** What the verbs need, which ships nowhere, and what the SDK needs. */
export const npmLocks = async () => [...await packagesOf(buildDir, false), ...await packagesOf(sdkDir, true)];
