import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../lib/console.mjs';
import { readCoverage, readJUnit, readTrx } from '../lib/results.mjs';
import { judgeReport } from '../lib/script-tests.mjs';

let folder;
before(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'satcom-results-test-')); });
after(() => rm(folder, { recursive: true, force: true }));

async function file(name, text) {
  const full = path.join(folder, name);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, text);
  return full;
}

const counts = ({ passed, failed, skipped }) => ({ passed, failed, skipped });

describe('the results of .NET', () => {
  it('count what passed, failed and was left out, and keep why', async () => {
    const result = await readTrx(await file('a.trx', `<?xml version="1.0"?><TestRun><Results>
      <UnitTestResult testId="1" testName="A.Passes" outcome="Passed" />
      <UnitTestResult testId="2" testName="A.Says(text: &quot;&gt;&quot;)" outcome="Passed"><Output><StdOut>list: median 4 ms
other</StdOut></Output></UnitTestResult>
      <UnitTestResult testId="3" testName="A.Skipped" outcome="NotExecuted"></UnitTestResult>
      <UnitTestResult testId="4" testName="A.Fails(x: &quot;a &gt; b&quot;)" outcome="Failed"><Output><ErrorInfo><Message>1 &lt; 2 &#x41;</Message><StackTrace>at A</StackTrace></ErrorInfo></Output></UnitTestResult>
      <UnitTestResult testId="5" testName="A.Hangs" outcome="Timeout" />
    </Results></TestRun>`));

    assert.deepEqual(counts(result), { passed: 2, failed: 2, skipped: 1 });
    assert.deepEqual(result.failures, [{ name: 'A.Fails(x: "a > b")', message: '1 < 2 A', stack: 'at A' }, { name: 'A.Hangs', message: 'Timeout', stack: '' }]);
    assert.deepEqual(result.figures, [{ name: 'A.Says(text: ">")', lines: ['list: median 4 ms'] }]);
  });
});

describe('the results of Node.js', () => {
  const report = `<?xml version="1.0"?><testsuites><testsuite name="s" tests="4">
    <testcase name="passes" classname="test"/>
    <testcase name="later" classname="test"><skipped type="skipped" message="x"/></testcase>
    <testcase name="fails &amp; says" classname="hub"><failure type="testCodeFailure" message="1 !== 2">at file</failure></testcase>
    <testcase name="breaks" classname="test"><error message="gone"/></testcase>
  </testsuite></testsuites>`;

  it('count what passed, failed and was left out, and keep why', async () => {
    const result = await readJUnit(await file('junit.xml', report));
    assert.deepEqual(counts(result), { passed: 1, failed: 2, skipped: 1 });
    assert.deepEqual(result.failures.map(({ name, message }) => [name, message]), [['hub › fails & says', '1 !== 2'], ['breaks', 'gone']]);
  });

  it('are no success where the run ended badly, ran nothing or left nothing', async () => {
    const judge = (text, code) => file('one.xml', text).then((one) => judgeReport(folder, { file: one, code, text: 'said' }));
    const good = '<testcase name="a" classname="test"/>';
    assert.equal((await judge(good, 0)).passed, 1);
    assert.equal((await judge(report, 1)).failed, 2);
    await assert.rejects(judge(good, 1), (error) => error instanceof Failure && /ended with 1 although none failed/.test(error.message));
    await assert.rejects(judge('<testsuites/>', 0), /ran no test/);
    await assert.rejects(judgeReport(folder, { file: path.join(folder, 'none.xml'), code: 0, text: 'said' }), /left no report/);
  });
});

describe('the coverage', () => {
  it('counts a line that any run has met, once', async () => {
    const lines = (hits) => hits.map((hit, index) => `<line number="${index + 1}" hits="${hit}" branch="False" />`).join('');
    const xml = (hits) => `<coverage><sources><source>/</source></sources><packages><package name="Satcom.Domain" line-rate="0"><classes>
      <class name="A" filename="src/A.cs"><methods /><lines>${lines(hits)}</lines></class></classes></package></packages></coverage>`;
    await file('coverage/one/coverage.cobertura.xml', xml([1, 0, 0, 0]));
    await file('coverage/two/coverage.cobertura.xml', xml([3, 2, 0, 1]));

    const { lines: all, hit, percent, files } = (await readCoverage(path.join(folder, 'coverage'))).get('Satcom.Domain');
    assert.deepEqual([all, hit, percent], [4, 3, 75]);
    assert.deepEqual([...files.values()], [{ lines: 4, missed: 1 }]);
    assert.equal((await readCoverage(path.join(folder, 'nowhere'))).size, 0);
  });
});
