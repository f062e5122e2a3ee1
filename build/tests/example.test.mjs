import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../lib/paths.mjs';

const linesOf = (text) => text.split('\n').length - 1;
const read = (file) => readFile(path.join(root, file), 'utf8');

/** What a worked example adds: each file that it names before a block of C#, and the lines of the blocks that go there. */
function stepsOf(text) {
  const steps = new Map();
  let step;
  let isCode = false;
  for (const line of text.slice(text.indexOf('## How to add a use case')).split('\n')) {
    const named = [...line.matchAll(/(new file )?`((?:src|tests)\/[^`]+\.cs)`/g)].at(-1);
    if (line.startsWith('```')) isCode = line === '```csharp';
    else if (isCode && step) steps.set(step.file, Object.assign(step, { lines: step.lines + 1 }));
    else if (named) step = steps.get(named[2]) ?? { file: named[2], isNew: named[1] !== undefined, lines: 0 };
  }
  return [...steps.values()];
}

describe('the worked example of CONTRIBUTING.md', () => {
  it('fits into the files that it names, none of which grows longer than a file may be', async () => {
    const longest = Number(/const int MaxLines = (\d+);/.exec(await read('tests/ArchitectureTests/Sources/SourceRules.cs'))[1]);
    const steps = stepsOf(await read('CONTRIBUTING.md'));
    assert.ok(steps.length > 6 && steps.some(({ isNew }) => isNew), String(steps.length));
    for (const { file, isNew, lines } of steps) {
      assert.equal(existsSync(path.join(root, file)), !isNew, `${file} ${isNew ? 'is there already' : 'is not there'}`);
      const grown = lines + (isNew ? 0 : linesOf(await read(file)));
      assert.ok(grown <= longest, `${file} grows to ${grown} lines`);
    }
  });
});
