// Proofs, tests and commands beside the serving, on the real server: what is told of them, and that they are cancelled.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import rpc from 'vscode-jsonrpc/node';

import { session } from './client.mjs';
import { weir } from './scripts.mjs';

// Nothing is known of a script beforehand.
process.env.WEIR_CACHE = mkdtempSync(join(tmpdir(), 'weir-cache-'));
after(() => rmSync(process.env.WEIR_CACHE, { recursive: true, force: true }));

const kBroken = `weir 1

strategy uncapped() {
    schedule linear every 1 min
    work rest when spread < 80 bps of mid { peg near touch; child at most 5% of order }
    risk { child value <= 500_000 quote }
    assume { mid from 1 tick to 10_000_000 quote }
}
`;
const kCancelled = -32800;

const lenses = async (client, uri) => (await client.request('textDocument/codeLens', { textDocument: { uri } })).map(({ command }) => command.title);
const execute = (client, command, args, token) => client.request('workspace/executeCommand', { command, arguments: args }, token);
const progress = (client, kind) => client.seen.some(([method, params]) => method === '$/progress' && params.value.kind === kind);

test('a strategy of the library is proven and tested without being asked', (t) => session(t, async (client, { uri, text }) => {
  await client.open(uri('twap.weir'), text('twap.weir'));
  assert.equal((await lenses(client, uri('twap.weir')))[0], 'proving …');
  await client.until(() => progress(client, 'end'), 'the end of the proofs');
  const titles = await lenses(client, uri('twap.weir'));
  assert.match(titles[0], /^proven \d+ · guarded 1$/);
  assert.ok(titles.includes('passes') && !titles.some((title) => title.startsWith('fails')), titles.join('; '));
  assert.ok(client.seen.some(([method]) => method === 'workspace/codeLens/refresh'));
}, { names: ['twap.weir'] }));

test('a limit that a market breaks is walked through, and written out', (t) => session(t, async (client, { folder, uri, path }) => {
  writeFileSync(path('broken.weir'), kBroken);
  const script = uri('broken.weir');
  await client.open(script, kBroken);
  const said = await client.said(script, (all) => all.some(({ code }) => code === 'W0701'));
  assert.ok(said[0].relatedInformation.length >= 3);
  const context = { diagnostics: said };
  const actions = await client.request('textDocument/codeAction', { textDocument: { uri: script }, range: said[0].range, context });
  const { command } = actions.find((action) => action.command?.command === 'weir.writeCounterexample');
  const { text } = await execute(client, command.command, command.arguments);
  await client.until(() => client.edits.length, 'a test');
  const wrote = text.match(/^wrote (.*\.tape)$/m)[1];
  assert.ok(wrote.startsWith(folder) && existsSync(wrote), wrote);
  assert.match(client.edits[0].changes[script][0].newText, /expect never stopped/);
  // It is the command that `weir verify` prints, and it stops the strategy where the story says.
  const run = text.split('\n').find((line) => line.startsWith('weir run'));
  assert.match(run, /--tape counterexamples\//);
}, { names: [] }));

test('a command that is cancelled says so, and nothing is claimed', (t) => session(t, async (client, { uri, text }) => {
  const script = uri('grid.weir');
  await client.open(script, text('grid.weir'));
  const source = new rpc.CancellationTokenSource();
  const asked = execute(client, 'weir.verify', [script], source.token);
  await client.until(() => progress(client, 'begin'), 'the beginning of the proofs');
  source.cancel();
  await assert.rejects(asked, ({ code }) => code === kCancelled);
  assert.equal((await lenses(client, script))[0], 'prove');
  // Asked anew it is proven.
  assert.match((await execute(client, 'weir.verify', [script])).text, /^grid: proven \d+/);
}, { names: ['grid.weir'], settings: { weir: { verify: { onType: false } } }, options: { verify: { onType: false } } }));

test('what goes on beside is cancelled where the client shows it', (t) => session(t, async (client, { uri, text }) => {
  await client.open(uri('scaled.weir'), text('scaled.weir'));
  const [, { token }] = await client.until(() => client.seen.find(([method, params]) => method === '$/progress' && params.value.kind === 'begin'), 'progress');
  await client.notify('window/workDoneProgress/cancel', { token });
  await client.until(() => progress(client, 'end'), 'the end');
  assert.equal((await lenses(client, uri('scaled.weir')))[0], 'prove');
}, { names: ['scaled.weir'] }));

test('tests, schedules, runs and reports are had from the editor', (t) => session(t, async (client, { folder, uri, text }) => {
  const script = uri('twap.weir');
  await client.open(script, text('twap.weir'));
  assert.match((await execute(client, 'weir.runTests', [script])).text, /^passes /);
  assert.match((await execute(client, 'weir.schedule', [script, 'twap'])).text, /100\.00%/);
  assert.match((await execute(client, 'weir.report', [script])).html, /^<!DOCTYPE html>/);
  execFileSync(weir, ['tape', 'generate', '--seed', '7', '--date', '2026-01-06', '-o', join(folder, 'day.tape')], { stdio: 'ignore' });
  const run = await execute(client, 'weir.runOnTape', [script, 'twap', 'day.tape', 'buy 2_000 shares from 10:00 to 11:00']);
  assert.match(run.text, /executed/i);
  await client.change(script, 2, { text: text('twap.weir') + '\n' });
  await assert.rejects(execute(client, 'weir.schedule', [script, 'twap']), /save the script first/);
}, { names: ['twap.weir'] }));
