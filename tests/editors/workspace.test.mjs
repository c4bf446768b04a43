// Several roots, files that come and go, what is open and not saved, closing, configuration.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { at, Client, session, workspace } from './client.mjs';
import { source, textOf } from './scripts.mjs';

const kChanged = { created: 1, changed: 2, deleted: 3 };
const tell = (client, type, uri) => client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: kChanged[type] }] });
const names = (symbols) => (symbols ?? []).map((symbol) => symbol.name);

test('the server asks to be told of files that come and go', (t) => session(t, async (client) => {
  await client.request('workspace/symbol', { query: 'vwap' });
  const [, { registrations }] = client.seen.find(([method]) => method === 'client/registerCapability');
  assert.ok(registrations.some((one) => one.method === 'workspace/didChangeWatchedFiles'));
}));

test('symbols of every root are found, and those of a root that is removed are not', async (t) => {
  const [one, two] = [workspace(t, ['vwap.weir']), workspace(t, ['grid.weir'])];
  const client = await Client.start({ folders: [one.folder, two.folder] });
  t.after(() => client.kill());
  const find = async (query) => names(await client.request('workspace/symbol', { query }));
  assert.ok((await find('vwap')).includes('vwap'));
  assert.ok((await find('grid')).includes('grid'));
  const folder = { uri: pathToFileURL(two.folder).href, name: 'two' };
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [folder] } });
  assert.ok(!(await find('grid')).includes('grid'));
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [folder], removed: [] } });
  assert.ok((await find('grid')).includes('grid'));
  await client.finish();
});

test('a file that appears is known, and one that vanishes is forgotten', (t) => session(t, async (client, { path, uri }) => {
  const find = async (query) => names(await client.request('workspace/symbol', { query }));
  assert.deepEqual(await find('newcomer'), []);
  writeFileSync(path('new.weir'), 'weir 1\nstrategy newcomer() {\n    schedule linear\n}\n');
  await tell(client, 'created', uri('new.weir'));
  assert.deepEqual(await find('newcomer'), ['newcomer']);
  rmSync(path('new.weir'));
  await tell(client, 'deleted', uri('new.weir'));
  assert.deepEqual(await find('newcomer'), []);
}, { names: ['vwap.weir'] }));

const kHelper = 'weir 1\nfn twice(a: price) -> price = a * 2\n';
const kUser = 'weir 1\nuse "helper.weir"\nstrategy f() {\n    let x = twice(mid)\n    schedule linear\n    pause when spread > x\n    work a { peg near touch }\n}\n';

test('a used file that appears, changes and vanishes is seen in the script that uses it', (t) => session(t, async (client, { path, uri }) => {
  const script = uri('user.weir');
  await client.open(script, kUser);
  await client.said(script, (all) => all.length > 0);
  writeFileSync(path('helper.weir'), kHelper);
  await tell(client, 'created', uri('helper.weir'));
  assert.deepEqual(await client.said(script, (all) => !all.some((one) => one.severity === 1)), []);
  writeFileSync(path('helper.weir'), kHelper.replace('twice', 'thrice'));
  await tell(client, 'changed', uri('helper.weir'));
  await client.said(script, (all) => all.some((one) => one.severity === 1));
  writeFileSync(path('helper.weir'), kHelper);
  await tell(client, 'changed', uri('helper.weir'));
  await client.said(script, (all) => !all.some((one) => one.severity === 1));
  rmSync(path('helper.weir'));
  await tell(client, 'deleted', uri('helper.weir'));
  await client.said(script, (all) => all.some((one) => one.severity === 1));
}, { names: [] }));

test('what is open and not saved stands for what is on disk', (t) => session(t, async (client, { path, uri }) => {
  const script = uri('user.weir');
  writeFileSync(path('helper.weir'), kHelper.replace('twice', 'thrice'));
  await client.open(uri('helper.weir'), kHelper);
  await client.open(script, kUser);
  assert.deepEqual(await client.said(script), []);
  const definition = [await client.request('textDocument/definition', { textDocument: { uri: script }, position: at(kUser, 'twice') })].flat()[0];
  assert.equal(definition.uri, uri('helper.weir'));
  await client.change(uri('helper.weir'), 2, { text: kHelper.replace('twice', 'double') });
  await client.said(script, (all) => all.some((one) => one.severity === 1));
  await client.change(uri('helper.weir'), 3, { text: kHelper });
  await client.said(script, (all) => all.length === 0);
  await client.close(uri('helper.weir'));
  await client.said(script, (all) => all.some((one) => one.severity === 1));
}, { names: [] }));

test('rename reaches the scripts that are not open', (t) => session(t, async (client, { path, uri }) => {
  writeFileSync(path('user.weir'), kUser);
  await tell(client, 'created', uri('user.weir'));
  writeFileSync(path('helper.weir'), kHelper);
  await tell(client, 'created', uri('helper.weir'));
  await client.open(uri('helper.weir'), kHelper);
  const edit = await client.request('textDocument/rename', { textDocument: { uri: uri('helper.weir') }, position: at(kHelper, 'twice'), newName: 'double' });
  const touched = edit.changes ? Object.keys(edit.changes) : edit.documentChanges.map((one) => one.textDocument.uri);
  assert.deepEqual(touched.sort(), [uri('helper.weir'), uri('user.weir')]);
}, { names: [] }));

test('closing a script takes back what was said of it', (t) => session(t, async (client, { uri }) => {
  await client.open(uri('a.weir'), 'weir 1\nshedule\n');
  await client.said(uri('a.weir'), (all) => all.length > 0);
  await client.close(uri('a.weir'));
  assert.deepEqual(await client.said(uri('a.weir'), (all) => all.length === 0), []);
}, { names: [] }));

test('settings are asked for at the start, and again when they change', (t) => session(t, async (client) => {
  const asked = () => client.seen.filter(([method, params]) => method === 'workspace/configuration' && params.items.some((item) => item.section?.startsWith('weir')));
  await client.until(() => asked().length > 0, 'a question for the settings');
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => asked().length > 1, 'another question');
}, { names: [] }));

test('policies of the settings bind every script', (t) => session(t, async (client, { uri, text }) => {
  const script = uri('grid.weir');
  await client.open(script, text('grid.weir'));
  assert.deepEqual(await client.said(script), []);
  client.settings = { weir: { verify: { policies: [join(source, 'examples/policies/agency.weir')] } } };
  await client.notify('workspace/didChangeConfiguration', { settings: client.settings });
  await client.said(script, (all) => all.length > 0);
}, { names: ['grid.weir'] }));

test('a path of policies is from the first folder, and one that leads nowhere is said', (t) => session(t, async (client, { uri, path, text }) => {
  const script = uri('grid.weir');
  await client.open(script, text('grid.weir'));
  assert.deepEqual(await client.said(script), []);
  const told = () => client.seen.filter(([method]) => method === 'window/showMessage').map(([, { message }]) => message);
  const set = (...policies) => client.notify('workspace/didChangeConfiguration', { settings: (client.settings = { weir: { verify: { policies } } }) });
  await set('house/none.weir');
  await client.until(() => told().some((message) => message.includes(path('house/none.weir'))), 'a warning');
  mkdirSync(path('house'));
  writeFileSync(path('house/agency.weir'), textOf('examples/policies/agency.weir'));
  await set('house/agency.weir');
  await client.said(script, (all) => all.length > 0);
  assert.equal(told().length, 1);
}, { names: ['grid.weir'] }));
