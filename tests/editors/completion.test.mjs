// Completion and signatures: what may stand at the cursor.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cut, positionOf, session } from './client.mjs';

const items = (answer) => (Array.isArray(answer) ? answer : answer?.items ?? []);
const labels = (answer) => items(answer).map((item) => item.label);

/** A script with the cursor at `|`. */
const marked = (text) => ({ script: text.replace('|', ''), position: positionOf(text, text.indexOf('|')) });
const strategy = (body) => `weir 1\nstrategy f(\n    share : ratio = 5% from 1% to 10%,\n) {\n    schedule linear\n${body}\n    work a { peg near touch }\n}\n`;

async function complete(client, uri, text, version) {
  const { script, position } = marked(text);
  if (version === 1) await client.open(uri, script);
  else await client.change(uri, version, { text: script });
  return client.request('textDocument/completion', { textDocument: { uri }, position, context: { triggerKind: 1 } });
}

test('completion knows the clause, the unit and the names in scope', (t) => session(t, async (client, { uri }) => {
  let version = 0;
  const at = async (body) => labels(await complete(client, uri('a.weir'), body, ++version));
  const clauses = await at(strategy('    |'));
  for (const head of ['participate', 'pause', 'let', 'risk']) assert.ok(clauses.some((label) => label.startsWith(head)), head);
  assert.ok(!clauses.includes('peg'), 'no item of a work among the clauses');
  const values = await at(strategy('    pause when spr| > 3 ticks'));
  assert.ok(values.includes('spread'));
  assert.ok((await at(strategy('    let x = order.|'))).includes('limit'));
  assert.ok((await at(strategy('    participate at most sh| of volume over 5 min'))).includes('share'));
  const work = await at(strategy('    work b { | }'));
  assert.ok(work.some((label) => label.startsWith('peg')));
  assert.ok(!work.some((label) => label.startsWith('schedule')));
}, { names: [] }));

test('what completion inserts is where the word is, and documentation comes when asked for', (t) => session(t, async (client, { uri }) => {
  const text = strategy('    pause when spr| > 3 ticks');
  const answer = await complete(client, uri('a.weir'), text, 1);
  const item = items(answer).find((one) => one.label === 'spread');
  const resolved = client.server.capabilities.completionProvider.resolveProvider ? await client.request('completionItem/resolve', item) : item;
  assert.ok(resolved.documentation ?? resolved.detail, 'it says what it is');
  const { script, position } = marked(text);
  const range = item.textEdit ? item.textEdit.range ?? item.textEdit.replace : { start: { ...position, character: position.character - 3 }, end: position };
  assert.equal(cut(script, range).slice(0, 3), 'spr');
}, { names: [] }));

/** What stands there when every placeholder is left as it is. */
const expanded = (snippet) => snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1').replace(/\$\{?\d+\}?/g, '').replace(/\\([$}\\])/g, '$1');

test('snippets make clauses that the compiler can read', (t) => session(t, async (client, { uri }) => {
  const text = strategy('    |');
  const snippets = items(await complete(client, uri('a.weir'), text, 1)).filter((item) => item.insertTextFormat === 2);
  assert.ok(snippets.length > 3);
  let version = 1;
  for (const snippet of snippets) {
    const inserted = snippet.textEdit?.newText ?? snippet.insertText;
    assert.match(inserted, /\$\{?\d/, snippet.label);
    await client.change(uri('a.weir'), ++version, { text: text.replace('|', () => expanded(inserted)) });
    const said = await client.said(uri('a.weir'), undefined, version);
    assert.deepEqual(said.filter((one) => one.code.startsWith('W01')).map((one) => one.message), [], `${snippet.label}: ${expanded(inserted)}`);
  }
}, { names: [] }));

test('a signature shows which argument the cursor is in', (t) => session(t, async (client, { uri }) => {
  const { script, position } = marked(strategy('    pause when spread > average(spread, |15 min)'));
  const textDocument = { uri: uri('a.weir') };
  await client.open(textDocument.uri, script);
  const help = await client.request('textDocument/signatureHelp', { textDocument, position });
  const signature = help.signatures[help.activeSignature ?? 0];
  assert.match(signature.label, /average/);
  assert.equal(signature.activeParameter ?? help.activeParameter, 1);
  assert.equal(signature.parameters.length, 2);
}, { names: [] }));
