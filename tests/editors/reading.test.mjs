// Diagnostics, hover, places, names and the outline of copies of the standard library.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { apply, at, capabilities, cut, session } from './client.mjs';

const kVwap = { names: ['vwap.weir'] };

test('every script of the library is clean, whole and in each request', (t) => session(t, async (client, files) => {
  for (const name of files.names) {
    const textDocument = { uri: files.uri(name) };
    const text = files.text(name);
    await client.open(textDocument.uri, text);
    assert.deepEqual(await client.said(textDocument.uri), [], name);
    const symbols = await client.request('textDocument/documentSymbol', { textDocument });
    assert.ok(symbols.some((symbol) => symbol.name === name.replace('.weir', '')), name);
    for (const word of text.matchAll(/[a-z_]+/g)) {
      if (word.index % 7) continue;
      const position = at(text, word[0], 0, text.slice(0, word.index));
      const hover = await client.request('textDocument/hover', { textDocument, position });
      if (hover?.range) assert.ok(!cut(text, hover.range).includes('\n'), name);
      await client.request('textDocument/definition', { textDocument, position });
    }
  }
}));

test('a mistake is said as it is typed, with where it is and what would be right', (t) => session(t, async (client, { uri, text }) => {
  const script = uri('vwap.weir');
  const right = text('vwap.weir');
  await client.open(script, right);
  const range = { start: at(right, 'spread > 3'), end: at(right, 'spread > 3', 6) };
  await client.change(script, 2, { range, text: 'sprad' });
  const [said] = await client.said(script, (all) => all.length > 0, 2);
  assert.deepEqual([said.code, said.severity, said.source], ['W0201', 1, 'weir']);
  assert.deepEqual(said.range, { start: range.start, end: { ...range.start, character: range.start.character + 5 } });
  assert.match(said.message, /did you mean `spread`/);
  assert.match(said.codeDescription.href, /W0201/);
  await client.change(script, 3, { range: said.range, text: 'spread' });
  assert.deepEqual(await client.said(script, undefined, 3), []);
}, kVwap));

test('several changes of one message happen one after the other', (t) => session(t, async (client, { uri }) => {
  const script = uri('a.weir');
  await client.open(script, 'weir 1\nstrategy f() {\n    schedule linear\n}\n');
  const place = (line, from, to) => ({ start: { line, character: from }, end: { line, character: to } });
  await client.change(script, 2, { range: place(2, 4, 12), text: 'shedule' }, { range: place(2, 4, 11), text: 'skedule' }, { range: place(0, 0, 0), text: '// one\n' });
  const said = await client.said(script, (all) => all.some((one) => one.code === 'W0109'), 2);
  assert.deepEqual(said.find((one) => one.code === 'W0109').range, place(3, 4, 11));
}, { names: [] }));

test('diagnostics can be asked for, and are not sent again when they are as they were', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  await client.open(textDocument.uri, text('vwap.weir').replace('spread > 3', 'sprad > 3'));
  const first = await client.request('textDocument/diagnostic', { textDocument });
  assert.deepEqual([first.kind, first.items.map((item) => item.code)], ['full', ['W0201']]);
  const again = await client.request('textDocument/diagnostic', { textDocument, previousResultId: first.resultId });
  assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
  await client.change(textDocument.uri, 2, { text: text('vwap.weir') });
  const clean = await client.request('textDocument/diagnostic', { textDocument, previousResultId: first.resultId });
  assert.deepEqual([clean.kind, clean.items], ['full', []]);
  const all = await client.request('workspace/diagnostic', { previousResultIds: [] });
  assert.deepEqual(all.items.map((item) => item.uri), [textDocument.uri]);
  assert.equal(client.diagnostics.size, 0, 'a client that asks is not told');
}, { ...kVwap, can: capabilities({ pulls: true }) }));

test('hover says the unit, the range and the absence of what is there', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const hover = async (needle, after) => {
    const position = at(script, needle, 1, after);
    return client.request('textDocument/hover', { textDocument, position });
  };
  const parameter = await hover('max_participation', 'schedule');
  assert.equal(cut(script, parameter.range), 'max_participation');
  assert.match(parameter.contents.value, /ratio/);
  assert.match(parameter.contents.value, /share of the market's volume/);
  assert.match((await hover('spread', 'let wide')).contents.value, /price/);
  assert.equal(await client.request('textDocument/hover', { textDocument, position: { line: 1, character: 0 } }), null);
}, kVwap));

test('definition, references and highlights of a name agree', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const position = at(script, 'out_of_reach', 3, 'work passive');
  const definition = await client.request('textDocument/definition', { textDocument, position });
  const place = Array.isArray(definition) ? definition[0] : definition;
  assert.deepEqual([place.uri, place.range.start], [textDocument.uri, at(script, 'out_of_reach')]);
  const references = await client.request('textDocument/references', { textDocument, position, context: { includeDeclaration: true } });
  const expected = [...script.matchAll(/\bout_of_reach\b/g)].length;
  assert.equal(references.length, expected);
  for (const one of references) assert.equal(cut(script, one.range), 'out_of_reach');
  const uses = await client.request('textDocument/references', { textDocument, position, context: { includeDeclaration: false } });
  assert.equal(uses.length, expected - 1);
  const highlights = await client.request('textDocument/documentHighlight', { textDocument, position });
  assert.deepEqual(highlights.map((one) => one.range), references.map((one) => one.range));
}, kVwap));

test('type definition leads to where the type of a name is said', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const found = await client.request('textDocument/typeDefinition', { textDocument, position: at(script, 'max_child', 1, 'work passive') });
  assert.match(cut(script, [found].flat()[0].range), /money|max_child/);
}, kVwap));

test('rename asks first, changes every use, and the script stays right', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const position = at(script, 'max_participation', 2, 'participate');
  const prepared = await client.request('textDocument/prepareRename', { textDocument, position });
  assert.deepEqual([cut(script, prepared.range), prepared.placeholder], ['max_participation', 'max_participation']);
  const edit = await client.request('textDocument/rename', { textDocument, position, newName: 'ceiling' });
  const edits = edit.changes ? edit.changes[textDocument.uri] : edit.documentChanges.flatMap((one) => one.edits);
  const renamed = apply(script, edits);
  assert.equal(renamed, script.replaceAll(/\bmax_participation\b/g, 'ceiling'));
  await client.change(textDocument.uri, 2, { text: renamed });
  assert.deepEqual(await client.said(textDocument.uri, undefined, 2), []);
  for (const newName of ['when', '2x', 'max_child', ''])
    await assert.rejects(client.request('textDocument/rename', { textDocument, position: at(renamed, 'ceiling'), newName }), newName);
  assert.equal(await client.request('textDocument/prepareRename', { textDocument, position: at(renamed, 'schedule') }), null);
}, kVwap));

test('the outline has what is declared, each within its range', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  const symbols = await client.request('textDocument/documentSymbol', { textDocument });
  const names = [];
  const visit = (all, outer) => all.forEach((symbol) => {
    names.push(symbol.name);
    assert.ok(cut(script, symbol.range).includes(cut(script, symbol.selectionRange)));
    if (outer) assert.ok(cut(script, outer.range).includes(cut(script, symbol.range)));
    visit(symbol.children ?? [], symbol);
  });
  visit(symbols);
  for (const name of ['vwap', 'max_participation', 'max_child', 'usual', 'wide', 'cross', 'passive']) assert.ok(names.includes(name), name);
}, kVwap));
