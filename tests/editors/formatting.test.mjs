// Formatting: of all, of a range, while typing.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { apply, at, session } from './client.mjs';

test('formatting brings a script into the house format, and leaves one that is', (t) => session(t, async (client, files) => {
  const options = { tabSize: 4, insertSpaces: true };
  for (const name of files.names) {
    const textDocument = { uri: files.uri(name) };
    const text = files.text(name);
    const ragged = text.replace(/^ {4}/gm, '  ').replace(/ = /g, '  =  ');
    await client.open(textDocument.uri, ragged);
    const edits = await client.request('textDocument/formatting', { textDocument, options });
    assert.equal(apply(ragged, edits), text, name);
    await client.change(textDocument.uri, 2, { text });
    assert.deepEqual((await client.request('textDocument/formatting', { textDocument, options })) ?? [], [], name);
  }
}));

test('formatting a range leaves the rest', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const ragged = text('vwap.weir').replace('let wide = ', 'let wide  =  ').replace('pause when', 'pause   when');
  await client.open(textDocument.uri, ragged);
  const range = { start: at(ragged, 'let usual'), end: at(ragged, 'let near_mid') };
  const edits = await client.request('textDocument/rangeFormatting', { textDocument, range, options: { tabSize: 4, insertSpaces: true } });
  assert.equal(apply(ragged, edits), text('vwap.weir').replace('pause when', 'pause   when'));
}, { names: ['vwap.weir'] }));

test('a brace that is typed finds its place', (t) => session(t, async (client, { uri }) => {
  const textDocument = { uri: uri('a.weir') };
  const script = 'weir 1\nstrategy f() {\n    work a {\n        peg near touch\n        }\n}\n';
  await client.open(textDocument.uri, script);
  const position = at(script, '}', 1);
  const edits = await client.request('textDocument/onTypeFormatting', { textDocument, position, ch: '}', options: { tabSize: 4, insertSpaces: true } });
  assert.equal(apply(script, edits ?? []), script.replace('        }\n', '    }\n'));
}, { names: [] }));
