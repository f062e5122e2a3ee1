import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { Failure, bold, dim, green, main, red, say, seconds, step, yellow } from './console.mjs';
import { build, dotnet, requireDotnet } from './dotnet.mjs';
import { ensureInstalled } from './install.mjs';
import { infrastructure, runTool } from './migrations.mjs';
import { buildDir, root, sdkDir, shown } from './paths.mjs';
import { start } from './postgres.mjs';
import { emptyResult, readCoverage, readTrx } from './results.mjs';
import { testScripts } from './script-tests.mjs';
import { hasSdkTests, testSdk } from './sdk-tests.mjs';

const help = `
Usage: build/test [options]

Builds everything, checks format and migrations, runs every test on a real PostgreSQL, and prints the coverage.
The last line reads "N passed, N failed, N skipped"; the exit code is 0 only when all went well.

Options:
  --only <project>   only this folder of tests/ (such as Domain.UnitTests), "sdk" or "build"; may be given more than once
  --filter <expr>    only the .NET tests that match, as for "dotnet test --filter" (such as FullyQualifiedName~CheckIn)
  -h, --help         prints this
  A run with --only or --filter leaves out the checks of format, migrations and coverage, and writes to artifacts/test-part:
  the results, figures and pictures of the last whole run stay in artifacts/test.

Settings:
  SATCOM_TEST_POSTGRES   a superuser's connection string to a PostgreSQL 16 or newer; default: an embedded one
  SATCOM_TEST_CHROMIUM   the Chromium that pages are driven in; default: /usr/bin/chromium. Without one those tests
                         are skipped, and under CI (the variable CI is set) they fail
`;

const configuration = 'Debug'; // The same as build/run, so that one build serves both.
const floor = 90;
const judged = ['Satcom.Domain', 'Satcom.Application'];
let results = path.join(root, 'artifacts', 'test');

const totals = emptyResult();
const problems = [];
const times = [];
let cluster;

/** Runs one phase and keeps its time; a phase that fails is a problem, not the end of the others. */
async function phase(name, work) {
  step(`${name} …`);
  const begun = performance.now();
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Failure) say(error.message);
    else say(error.stack);
    problems.push(`${name}: ${error.message.split('\n').at(-1)}`);
    return false;
  } finally {
    times.push([name, performance.now() - begun]);
  }
}

function report(project, result) {
  totals.passed += result.passed;
  totals.failed += result.failed;
  totals.skipped += result.skipped;
  for (const { name, message, stack } of result.failures) {
    say(`${red('✗')} ${bold(name)} ${dim(project)}`);
    for (const line of message.split('\n').slice(0, 25)) say(`    ${line}`);
    for (const line of stack.split('\n').filter((frame) => frame.includes(root)).slice(0, 6)) say(dim(`    ${line.trim().replaceAll(`${root}${path.sep}`, '')}`));
  }
  for (const { name, lines } of result.figures) {
    for (const line of lines) say(dim(`  ${name.split('.').slice(-2).join('.')}: ${line}`));
  }
  const { passed, failed, skipped } = result;
  say(`  ${failed === 0 && passed + skipped > 0 ? green('✓') : red('✗')} ${project}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}

/** Architecture tests read the code; what they happen to run of it covers nothing. */
const runsTheCode = (project) => project !== 'ArchitectureTests';

async function testProject(project, { filter, postgres, chromium }) {
  const folder = path.join(results, project);
  const { code, text } = await dotnet(['test', path.join('tests', project), '--no-build', '--configuration', configuration,
    '--logger', 'trx;LogFileName=results.trx', '--results-directory', folder,
    ...(runsTheCode(project) ? ['--collect', 'XPlat Code Coverage', '--settings', path.join(buildDir, 'coverage.runsettings')] : []),
    ...(filter ? ['--filter', filter] : [])],
  { output: 'collect', timeout: 15 * 60_000, env: { SATCOM_TEST_POSTGRES: postgres, ...(chromium ? { SATCOM_TEST_CHROMIUM: chromium } : {}) } });
  const file = path.join(folder, 'results.trx');
  const result = existsSync(file) ? await readTrx(file) : emptyResult();
  report(project, result);
  const ran = result.passed + result.failed + result.skipped;
  if (ran === 0 && !(filter && code === 0)) throw new Failure(`${text.trimEnd()}\n${project} ran no test.`);
  if (result.failed > 0) throw new Failure(`${result.failed} test(s) of ${project} failed.`);
  if (code !== 0) throw new Failure(`${text.trimEnd()}\n${project} ended with ${code} although no test failed: its process crashed or a test left it hanging.`);
}

/** Where there is no browser to drive, those who only want to try Satcom out are not kept from the other tests; CI is. */
function findChromium() {
  const named = process.env.SATCOM_TEST_CHROMIUM;
  if (named || process.env.CI || existsSync('/usr/bin/chromium')) return named;
  say(yellow('There is no Chromium at /usr/bin/chromium: the tests that drive pages in a browser are skipped. "apt-get install chromium fonts-noto-core", or SATCOM_TEST_CHROMIUM.'));
  return 'none';
}

/** What may share the machine: the checks, the verbs' own tests and the unit tests one after the other, and beside them the SDK's tests, which mostly wait. */
async function testBesideEachOther({ projects, whole, sdk, scripts, options }) {
  const checks = async () => {
    if (whole) await checkMigrations();
    if (scripts) await phase('Verbs', () => testScripts({ folder: path.join(results, 'build'), report }));
    for (const name of projects) await phase(name, () => testProject(name, options));
  };
  const client = async () => {
    if (sdk) await phase('SDK', () => testSdk({ postgres: options.postgres, configuration, chromium: options.chromium, folder: path.join(results, 'sdk'), report }));
  };
  await Promise.all([checks(), client()]);
}

/** Style and analyzers are the build's business, whose warnings are errors, and the order of using directives the architecture tests'; only white space is left, for which the files alone are enough. */
const checkFormat = () => phase('Checking the format', async () => {
  const { code, text } = await dotnet(['format', 'whitespace', '.', '--folder', '--include', 'src/', 'tests/', 'build/tools/', '--verify-no-changes'], { output: 'collect' });
  if (code !== 0) throw new Failure(`${text.trimEnd()}\nThe format is off; "dotnet format" mends it.`);
});

const checkMigrations = () => phase('Checking the migrations', async () => {
  const { code, text } = await runTool(['check', infrastructure], { configuration });
  if (code !== 0) throw new Failure(`${text.trimEnd()}\nThe code's model is not that of the migrations, or not the compiled one.`);
});

async function judgeCoverage(enforced) {
  const coverage = await readCoverage(results);
  const short = [];
  for (const assembly of judged) {
    const { lines = 0, hit = 0, percent = 0, files = new Map() } = coverage.get(assembly) ?? {};
    if (lines === 0 && !enforced) continue;
    const enough = percent >= floor;
    say(`  ${assembly}: ${(enough ? green : yellow)(`${percent.toFixed(1)} %`)} of lines (${hit} of ${lines})`);
    if (enough || !enforced) continue;
    short.push(assembly);
    const worst = [...files].filter(([, file]) => file.missed > 0).sort((a, b) => b[1].missed - a[1].missed).slice(0, 10);
    for (const [name, file] of worst) say(dim(`    ${name}: ${file.missed} of ${file.lines} lines never run`));
  }
  if (short.length > 0) throw new Failure(`The line coverage of ${short.join(' and ')} is below ${floor} %.`);
}

async function findProjects(only) {
  const all = (await readdir(path.join(root, 'tests'), { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const projects = [];
  for (const name of all) {
    if ((await readdir(path.join(root, 'tests', name))).some((file) => file.endsWith('.csproj'))) projects.push(name);
  }
  const unknown = only.filter((name) => !['sdk', 'build'].includes(name) && !projects.includes(name));
  if (unknown.length > 0) throw new Failure(`There is no test project ${unknown.join(', ')}. There are: ${projects.join(', ')}, sdk, build.`);
  return only.length === 0 ? projects : projects.filter((name) => only.includes(name));
}

async function runAll({ only, filter }) {
  const whole = only.length === 0 && filter === undefined;
  const projects = await findProjects(only);
  const sdk = (whole || only.includes('sdk')) && hasSdkTests();
  const scripts = whole || only.includes('build');
  if (only.includes('sdk') && !sdk) throw new Failure(`${shown(sdkDir)} has no tests yet.`);
  requireDotnet();
  // A run of a part leaves the last whole run's results alone, with their figures and pictures.
  if (!whole) results = path.join(root, 'artifacts', 'test-part');
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  const wanted = whole || sdk ? [path.join(root, 'Satcom.sln')] : projects.map((name) => path.join(root, 'tests', name));
  // A build waits for its longest project, and leaves a core to what needs nothing of it.
  const [installed, built] = await Promise.all([
    phase('Installing', () => ensureInstalled()),
    phase('Building', async () => {
      for (const target of wanted) await build(target, configuration);
    }),
    ...(whole ? [checkFormat()] : []),
  ]);
  if (!installed || !built) return;
  let postgres = process.env.SATCOM_TEST_POSTGRES;
  if (!postgres && (projects.length > 0 || sdk)) {
    if (!await phase('Starting PostgreSQL', async () => { cluster = await start({ ephemeral: true }); })) return;
    postgres = cluster.connectionStrings.superConnectionString;
  }
  // Tests that start services of their own have the machine to themselves.
  const alone = projects.filter((name) => /Integration/.test(name));
  const options = { filter, postgres, chromium: findChromium() };
  await testBesideEachOther({ projects: projects.filter((name) => !alone.includes(name)), whole, sdk, scripts, options });
  for (const name of alone) await phase(name, () => testProject(name, options));
  if (projects.length > 0) await phase('Measuring the coverage', () => judgeCoverage(whole));
  if (totals.passed + totals.failed === 0) problems.push('No test ran.');
  if (process.env.CI && totals.skipped > 0) problems.push(`${totals.skipped} test(s) were skipped, and under CI none may be.`);
}

await main(async () => {
  const { values } = readArguments({ help, options: { only: { type: 'string', multiple: true, default: [] }, filter: { type: 'string' } } });
  const begun = performance.now();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, async () => { await cluster?.stop(); process.exit(130); });
  try {
    await runAll(values);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push(error.message);
  } finally {
    await cluster?.stop();
    // On a machine that is there for this run alone nothing goes on after it, not even an idle compiler.
    if (process.env.CI) await dotnet(['build-server', 'shutdown', '--vbcscompiler'], { output: 'collect', timeout: 30_000 }).catch(() => undefined);
  }
  say('');
  for (const [name, took] of times) say(dim(`  ${seconds(took).padStart(8)}  ${name}`));
  say(dim(`  ${seconds(performance.now() - begun).padStart(8)}  in all`));
  for (const problem of problems) say(red(`✗ ${problem}`));
  process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
  return problems.length === 0 && totals.failed === 0 ? 0 : 1;
});
