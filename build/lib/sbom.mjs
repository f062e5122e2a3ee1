import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { billOf } from './sbom-document.mjs';
import { npmLocks } from './sbom-npm.mjs';
import { nuGetLocks } from './sbom-nuget.mjs';
import { Failure, main, say } from './console.mjs';
import { root, shown } from './paths.mjs';

const help = `
Usage: build/sbom [options]

Writes the bill of materials: every package that a lock file resolves, with its version, hash, licence and what it
needs, as CycloneDX 1.6 JSON. The same lock files give the same bytes. Packages must be restored (build/run or
build/test does that), since a NuGet package's licence stands in the package alone.

Options:
  --output <file>    where to write it; "-" is standard output. Default: artifacts/satcom.cdx.json
  -h, --help         prints this
`;

async function version() {
  const props = await readFile(path.join(root, 'Directory.Build.props'), 'utf8');
  const found = /<Version>([^<]+)<\/Version>/.exec(props)?.[1];
  if (!found) throw new Failure('Directory.Build.props names no version.');
  return found;
}

await main(async () => {
  const { values } = readArguments({ help, options: { output: { type: 'string', default: path.join(root, 'artifacts', 'satcom.cdx.json') } } });
  const packages = [...await nuGetLocks(), ...await npmLocks()];
  const bill = billOf(await version(), packages);
  const text = `${JSON.stringify(bill, null, 2)}\n`;
  if (values.output === '-') {
    process.stdout.write(text);
    return;
  }
  await mkdir(path.dirname(path.resolve(values.output)), { recursive: true });
  await writeFile(values.output, text);
  say(`Wrote ${shown(path.resolve(values.output))}: ${bill.components.length} components.`);
});
