// Fixes and refactorings: what is offered can be carried out, and leaves a script that is right.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { apply, positionOf, session } from './client.mjs';

const actionsAt = (client, uri, range, diagnostics = []) => client.request('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics } });

function rangeOf(script, part) {
  const begin = script.indexOf(part);
  return { start: positionOf(script, begin), end: positionOf(script, begin + part.length) };
}

async function editOf(client, action) {
  const { edit } = action.edit ? action : await client.request('codeAction/resolve', action);
  return Object.values(edit.changes ?? {}).flat().concat((edit.documentChanges ?? []).flatMap((change) => change.edits ?? []));
}

test('the fix of a mistake is offered, and mends it', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir').replace('spread > 3', 'sprad > 3');
  await client.open(uri('vwap.weir'), script);
  const [said] = await client.said(uri('vwap.weir'), (all) => all.length > 0);
  const actions = await actionsAt(client, uri('vwap.weir'), said.range, [said]);
  const fix = actions.find((action) => action.kind === 'quickfix');
  assert.deepEqual(fix.diagnostics?.map((one) => one.code), ['W0201']);
  assert.equal(apply(script, await editOf(client, fix)), text('vwap.weir'));
}, { names: ['vwap.weir'] }));

test('an expression that is selected becomes a `let`', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  await client.open(uri('vwap.weir'), script);
  const range = rangeOf(script, 'mid better than vwap(15 min) by 5 bps');
  const actions = await actionsAt(client, uri('vwap.weir'), range);
  const extract = actions.find((action) => action.kind?.startsWith('refactor.extract'));
  const now = apply(script, await editOf(client, extract));
  assert.equal(now.match(/^ {4}let /gm).length, script.match(/^ {4}let /gm).length + 1);
  await client.change(uri('vwap.weir'), 2, { text: now });
  assert.deepEqual((await client.said(uri('vwap.weir'), undefined, 2)).filter((one) => one.severity === 1), []);
}, { names: ['vwap.weir'] }));

test('a `let` that is put in its place is gone, and only what is asked for is offered', (t) => session(t, async (client, { uri, text }) => {
  const script = text('vwap.weir');
  await client.open(uri('vwap.weir'), script);
  const start = rangeOf(script, 'near_mid').start;
  const asked = (only) => client.request('textDocument/codeAction', { textDocument: { uri: uri('vwap.weir') }, range: { start, end: start }, context: { diagnostics: [], only } });
  const [inline] = await asked(['refactor.inline']);
  assert.deepEqual((await asked(['refactor'])).filter((one) => one.kind === 'refactor.inline'), [inline]);
  assert.deepEqual(await asked(['source']), []);
  const now = apply(script, await editOf(client, inline));
  assert.ok(!/\bnear_mid\b/.test(now));
  await client.change(uri('vwap.weir'), 2, { text: now });
  assert.deepEqual(await client.said(uri('vwap.weir'), undefined, 2), []);
}, { names: ['vwap.weir'] }));

test('what is offered anywhere in the library leaves a script without errors', (t) => session(t, async (client, files) => {
  let tried = 0;
  for (const name of files.names) {
    const script = files.text(name);
    let version = 1;
    await client.open(files.uri(name), script);
    for (const word of script.matchAll(/[a-z_]+|\d+/g)) {
      if (word.index % 11) continue;
      const place = positionOf(script, word.index);
      for (const action of await actionsAt(client, files.uri(name), { start: place, end: place })) {
        await client.change(files.uri(name), ++version, { text: apply(script, await editOf(client, action)) });
        assert.deepEqual((await client.said(files.uri(name), undefined, version)).filter((one) => one.severity === 1), [], `${name}: ${action.title}`);
        await client.change(files.uri(name), ++version, { text: script });
        ++tried;
      }
    }
  }
  assert.ok(tried > 20, `${tried} actions`);
}));

test('every fix that is offered makes fewer errors', (t) => session(t, async (client, { uri, text }) => {
  const mistakes = [['spread > 3', 'sprad > 3'], ['schedule volume', 'shedule volume'], ['near touch', 'naer touch'], ['5 min', '5 mins'], ['max_child;', 'max_chid;'], ['working orders', 'worknig orders']];
  const right = text('vwap.weir');
  const uriOf = uri('vwap.weir');
  let version = 0;
  const set = (script) => (++version === 1 ? client.open(uriOf, script) : client.change(uriOf, version, { text: script }));
  const errors = async () => (await client.said(uriOf, undefined, version)).filter((one) => one.severity === 1);
  for (const [good, bad] of mistakes) {
    const script = right.replace(good, bad);
    await set(script);
    const before = await errors();
    assert.ok(before.length, bad);
    for (const said of before)
      for (const action of (await actionsAt(client, uriOf, said.range, [said])).filter((one) => one.kind === 'quickfix' && one.isPreferred)) {
        await set(apply(script, await editOf(client, action)));
        assert.ok((await errors()).length < before.length, `${bad}: ${action.title}`);
        await set(script);
        await errors();
      }
  }
}, { names: ['vwap.weir'] }));
