// Semantic tokens, whole, as a change and of a range on the standard library.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cut, session } from './client.mjs';

/** The tokens of a legend's numbers: what, where, with which modifiers. */
function decode(data, { tokenTypes, tokenModifiers }) {
  const tokens = [];
  let line = 0, character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lines, characters, length, type, modifiers] = data.slice(i, i + 5);
    [line, character] = [line + lines, lines ? characters : character + characters];
    assert.ok(type < tokenTypes.length && modifiers < 1 << tokenModifiers.length, 'the legend has it');
    tokens.push({ line, character, length, type: tokenTypes[type], modifiers: tokenModifiers.filter((_, bit) => modifiers >> bit & 1) });
  }
  return tokens;
}

const rangeOf = ({ line, character, length }) => ({ start: { line, character }, end: { line, character: character + length } });

function tokensOf(client, data) {
  return decode(data, client.server.capabilities.semanticTokensProvider.legend);
}

test('tokens are in order, none goes into another, and each is a word of the text', (t) => session(t, async (client, files) => {
  for (const name of files.names) {
    const text = files.text(name);
    await client.open(files.uri(name), text);
    const { data } = await client.request('textDocument/semanticTokens/full', { textDocument: { uri: files.uri(name) } });
    const tokens = tokensOf(client, data);
    assert.ok(tokens.length > 20, name);
    tokens.forEach((token, i) => {
      const before = tokens[i - 1];
      assert.ok(token.length > 0);
      if (before?.line === token.line) assert.ok(before.character + before.length <= token.character, name);
      assert.match(cut(text, rangeOf(token)), /^\S(.*\S)?$/, `${name}:${token.line + 1}`);
    });
  }
}));

test('a name has one colour wherever it stands, and its declaration is marked', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  await client.open(uri('vwap.weir'), script);
  const { data } = await client.request('textDocument/semanticTokens/full', { textDocument: { uri: uri('vwap.weir') } });
  const named = tokensOf(client, data).filter((token) => cut(script, rangeOf(token)) === 'max_participation');
  assert.equal(named.length, script.match(/\bmax_participation\b/g).length);
  assert.equal(new Set(named.map((token) => token.type)).size, 1);
  assert.deepEqual(named.map((token) => token.modifiers.includes('declaration')), named.map((_, i) => i === 0));
}, { names: ['vwap.weir'] }));

test('a change of tokens is right when it is applied', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  const script = text('vwap.weir');
  await client.open(textDocument.uri, script);
  let { data, resultId } = await client.request('textDocument/semanticTokens/full', { textDocument });
  const steps = ['let wide = spread > 4 * usual', 'let wide = spread > 3 * usual', 'let wider = spread > 3 * usual // and so on'];
  for (let [i, step] of steps.entries()) {
    await client.change(textDocument.uri, i + 2, { text: script.replace('let wide = spread > 3 * usual', step) });
    const delta = await client.request('textDocument/semanticTokens/full/delta', { textDocument, previousResultId: resultId });
    for (const edit of [...delta.edits ?? []].sort((a, b) => b.start - a.start)) data = [...data.slice(0, edit.start), ...edit.data ?? [], ...data.slice(edit.start + edit.deleteCount)];
    if (delta.data) data = delta.data;
    const whole = await client.request('textDocument/semanticTokens/full', { textDocument });
    assert.deepEqual(data, whole.data, step);
    ({ data, resultId } = whole);
  }
  const unknown = await client.request('textDocument/semanticTokens/full/delta', { textDocument, previousResultId: 'of another day' });
  assert.deepEqual(unknown.data, data, 'what is not known is told whole');
}, { names: ['vwap.weir'] }));

test('the tokens of a range are those of the whole that lie in it', (t) => session(t, async (client, { uri, text }) => {
  const textDocument = { uri: uri('vwap.weir') };
  await client.open(textDocument.uri, text('vwap.weir'));
  const whole = tokensOf(client, (await client.request('textDocument/semanticTokens/full', { textDocument })).data);
  const range = { start: { line: 13, character: 0 }, end: { line: 30, character: 0 } };
  const part = tokensOf(client, (await client.request('textDocument/semanticTokens/range', { textDocument, range })).data);
  assert.deepEqual(part, whole.filter((token) => token.line >= 13 && token.line < 30));
}, { names: ['vwap.weir'] }));
