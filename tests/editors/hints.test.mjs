// Hints in the line.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { at, positionOf, session } from './client.mjs';

test('hints stand in the range that was asked for, behind a word', (t) => session(t, async (client, files) => {
  let any = 0;
  for (const name of files.names) {
    const text = files.text(name);
    await client.open(files.uri(name), text);
    const range = { start: { line: 0, character: 0 }, end: positionOf(text, text.length) };
    const hints = (await client.request('textDocument/inlayHint', { textDocument: { uri: files.uri(name) }, range })) ?? [];
    any += hints.length;
    const half = { ...range, end: { line: 15, character: 0 } };
    const some = (await client.request('textDocument/inlayHint', { textDocument: { uri: files.uri(name) }, range: half })) ?? [];
    assert.deepEqual(some, hints.filter((hint) => hint.position.line < 15), name);
  }
  assert.ok(any > 20, `${any} hints`);
}));

test('a name that is not given a type shows the one it has', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  await client.open(uri('vwap.weir'), script);
  const range = { start: { line: 0, character: 0 }, end: positionOf(script, script.length) };
  const hints = await client.request('textDocument/inlayHint', { textDocument: { uri: uri('vwap.weir') }, range });
  const end = at(script, 'usual', 'usual'.length, 'let usual');
  const hint = hints.find(({ position }) => position.line === end.line && position.character === end.character);
  assert.match([hint.label].flat().map((part) => part.value ?? part).join(''), /price/);
}, { names: ['vwap.weir'] }));

const whole = (script) => ({ start: { line: 0, character: 0 }, end: positionOf(script, script.length) });
const labels = (hints) => hints.map(({ label }) => [label].flat().map((part) => part.value ?? part).join(''));

test('a share of a price is shown as money at the price of the nearest test', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  const textDocument = { uri: uri('vwap.weir') };
  await client.open(textDocument.uri, script);
  const shown = async () => labels(await client.request('textDocument/inlayHint', { textDocument, range: whole(script) })).filter((label) => label.startsWith('= '));
  const before = await shown();
  assert.ok(before.includes('= 0.80 at 100'), before.join('; '));
  await client.change(textDocument.uri, 2, { text: script.replaceAll('market flat at 100 ', 'market flat at 250 ') });
  assert.ok((await shown()).includes('= 2 at 250'), (await shown()).join('; '));
}, { names: ['vwap.weir'] }));

test('hints can be switched off, and the editor is told to ask again', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  const textDocument = { uri: uri('vwap.weir') };
  await client.open(textDocument.uri, script);
  const count = async () => (await client.request('textDocument/inlayHint', { textDocument, range: whole(script) }))?.length ?? 0;
  assert.ok(await count() > 0);
  client.settings = { weir: { inlayHints: { enabled: false } } };
  await client.notify('workspace/didChangeConfiguration', { settings: client.settings });
  await client.until(() => client.seen.some(([method]) => method === 'workspace/inlayHint/refresh'), 'a refresh of the hints');
  assert.equal(await count(), 0);
}, { names: ['vwap.weir'] }));
