import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { Failure, main, say, timed } from './console.mjs';
import { buildService, requireDotnet } from './dotnet.mjs';
import { ensureInstalled } from './install.mjs';
import { sdkDir, shown } from './paths.mjs';
import { checkClient, clientFile, documentFile, fetchDocument, typeCheck, writeClient } from './sdk-client.mjs';
import { withService } from './stack.mjs';

const help = `
Usage: build/sdk [options]

Starts the service on a throw-away database, takes its OpenAPI document into sdk/typescript/openapi.json, generates
sdk/typescript/src/generated from it (the types by NSwag, the calls by build/lib/sdk-operations.mjs), and type-checks the SDK.

Options:
  --check        writes nothing; fails when what is committed is out of date
  --from-file    starts nothing; generates from the committed sdk/typescript/openapi.json
  -h, --help     prints this
`;

await main(async () => {
  const { values } = readArguments({ help, options: { check: { type: 'boolean', default: false }, 'from-file': { type: 'boolean', default: false } } });
  if (values.check && values['from-file']) throw new Failure('--check and --from-file exclude each other.');
  requireDotnet();
  await ensureInstalled();
  if (values['from-file']) {
    if (!existsSync(documentFile)) throw new Failure(`${shown(documentFile)} is missing; build/sdk without --from-file makes it.`);
    await timed('Generating the client', async () => writeClient(await readFile(documentFile, 'utf8')));
  } else {
    await buildService();
    await timed(values.check ? 'Comparing the client with the service' : 'Generating the client', () => withService({}, async ({ url }) =>
      (values.check ? checkClient(url) : writeClient(await fetchDocument(url)))));
  }
  if (existsSync(path.join(sdkDir, 'package-lock.json'))) await ensureInstalled(sdkDir);
  await timed('Checking the types', typeCheck);
  say(values.check ? 'The SDK is up to date.' : `Wrote ${shown(documentFile)} and ${shown(path.dirname(clientFile))}.`);
});
