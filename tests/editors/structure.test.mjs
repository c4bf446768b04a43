// Folding, growing selections, links, who uses what, on the standard library.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { at, cut, offsetOf, positionOf, session } from './client.mjs';

test('folds lie within the text, and every block has one', (t) => session(t, async (client, files) => {
  for (const name of files.names) {
    const text = files.text(name);
    const lines = text.split('\n');
    await client.open(files.uri(name), text);
    const folds = await client.request('textDocument/foldingRange', { textDocument: { uri: files.uri(name) } });
    for (const fold of folds) assert.ok(fold.startLine < fold.endLine && fold.endLine < lines.length, name);
    const starts = new Set(folds.map((fold) => fold.startLine));
    lines.forEach((line, i) => {
      if (/^\s*(test|risk|work|one of)\b.*\{$/.test(line)) assert.ok(starts.has(i), `${name}:${i + 1}`);
    });
  }
}));

test('a selection grows from a word to the file', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const positions = [at(script, 'spread > 3', 2), at(script, 'max_child', 3, 'work passive'), at(script, '09:30', 1)];
  const found = await client.request('textDocument/selectionRange', { textDocument, positions });
  assert.equal(found.length, positions.length);
  found.forEach((selection, i) => {
    assert.ok(cut(script, selection.range).length >= 1);
    let inner = [offsetOf(script, positions[i]), offsetOf(script, positions[i])], steps = 0;
    for (let now = selection; now; now = now.parent, ++steps) {
      const outer = [offsetOf(script, now.range.start), offsetOf(script, now.range.end)];
      assert.ok(outer[0] <= inner[0] && outer[1] >= inner[1] && (steps === 0 || outer[1] - outer[0] > inner[1] - inner[0]), `step ${steps}`);
      inner = outer;
    }
    assert.ok(steps >= 4);
    assert.deepEqual(inner, [0, script.length]);
  });
  assert.equal(cut(script, found[0].range), 'spread');
}, { names: ['vwap.weir'] }));

const kHelper = 'weir 1\nfn twice(a: price) -> price = a * 2\nfn four_times(a: price) -> price = twice(twice(a))\n';
const kUser = 'weir 1\nuse "helper.weir"\nstrategy f() {\n    let x = four_times(spread)\n    schedule linear\n    pause when x > twice(spread)\n    work a { peg near touch }\n}\n';

test('a `use` is a link to its script', (t) => session(t, async (client, { uri }) => {
  await client.open(uri('helper.weir'), kHelper);
  await client.open(uri('user.weir'), kUser);
  const links = await client.request('textDocument/documentLink', { textDocument: { uri: uri('user.weir') } });
  assert.equal(links.length, 1);
  assert.match(cut(kUser, links[0].range), /helper\.weir/);
  const target = links[0].target ?? (await client.request('documentLink/resolve', links[0])).target;
  assert.equal(target, uri('helper.weir'));
}, { names: [] }));

test('calls are followed both ways, in other scripts too', (t) => session(t, async (client, { uri }) => {
  await client.open(uri('helper.weir'), kHelper);
  await client.open(uri('user.weir'), kUser);
  const prepare = async (name, text, file) => (await client.request('textDocument/prepareCallHierarchy', { textDocument: { uri: uri(file) }, position: at(text, name, 1) }))[0];
  const twice = await prepare('twice', kHelper, 'helper.weir');
  assert.deepEqual([twice.name, twice.uri, cut(kHelper, twice.selectionRange)], ['twice', uri('helper.weir'), 'twice']);
  const incoming = await client.request('callHierarchy/incomingCalls', { item: twice });
  const callers = incoming.map(({ from, fromRanges }) => [from.name, fromRanges.length]).sort();
  assert.deepEqual(callers, [['f', 1], ['four_times', 2]]);
  const outgoing = await client.request('callHierarchy/outgoingCalls', { item: await prepare('f()', kUser, 'user.weir') });
  assert.deepEqual(outgoing.map(({ to }) => to.name).sort(), ['four_times', 'twice']);
  for (const { fromRanges } of outgoing) for (const range of fromRanges) assert.match(cut(kUser, range), /^(twice|four_times)/);
}, { names: [] }));

test('a position outside of any name has no calls', (t) => session(t, async (client, { uri }) => {
  await client.open(uri('helper.weir'), kHelper);
  assert.equal(await client.request('textDocument/prepareCallHierarchy', { textDocument: { uri: uri('helper.weir') }, position: positionOf(kHelper, 0) }), null);
}, { names: [] }));
