// The page in a real browser: Monaco's own client on the real server. Screenshots stay in the build folder, to be looked at.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { before, after, test } from 'node:test';

import { Page } from './browser.mjs';
import { workspace } from './client.mjs';
import { source, staged, weir } from './scripts.mjs';

const folder = join(staged, 'web');
const picture = (name) => join(staged, `${name}.png`);
const leftovers = [];
const files = workspace({ after: (act) => leftovers.push(act) });
let server, url, page;

before(async () => {
  // As the page of the documents says; the packages are there already.
  const [, start] = readFileSync(join(source, 'docs/editors.md'), 'utf8').match(/^cd editors\/web\nnpm ci\n(npm start -- .*)$/m);
  const command = start.replace('../../stdlib', `'${files.folder}' --port 0 --weir '${weir}'`);
  server = spawn('bash', ['-c', `exec ${command}`], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  for await (const line of createInterface({ input: server.stdout }))
    if ((url = line.match(/http:\S+/)?.[0])) break;
  page = await Page.open(`${url}#vwap.weir`);
  await page.until('self.weir?.view.getModel()?.getValue().includes("strategy vwap")', 'the script');
});

after(async () => {
  await page?.close();
  if (server) process.kill(-server.pid);  // npm, and what it started
  for (const act of leftovers) act();
});

/** Selects the first `needle` behind `after`, and gives its line. */
const select = (needle, behind = '') => page.value(`(() => {
  const model = weir.view.getModel(), text = model.getValue();
  const at = text.indexOf(${JSON.stringify(needle)}, text.indexOf(${JSON.stringify(behind)}));
  const [from, to] = [at, at + ${needle.length}].map((offset) => model.getPositionAt(offset));
  weir.view.setSelection({ startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column });
  weir.view.revealLineInCenter(from.lineNumber);
  weir.view.focus();
  return from.lineNumber;
})()`);
const markers = 'weir.editor.getModelMarkers({ resource: weir.view.getModel().uri })';

test('every script of the folder is listed, and the one asked for is open', async () => {
  assert.equal(await page.value('document.querySelectorAll("#scripts a").length'), files.names.length);
  assert.equal(await page.value('document.querySelector("#scripts a.open").textContent'), 'vwap');
});

const kColoured = `new Set([...document.querySelectorAll('.view-line span[class*=mtk]')].slice(-80).map((span) => getComputedStyle(span).color)).size > 4`;
test('the script is coloured to the last line in sight', () => page.until(kColoured, 'colours'));

test('an error that is typed gets a marker, and goes away', async () => {
  const line = await select('spread', 'let wide');
  await page.type('sprad');
  const [marker] = await page.until(`(() => { const all = ${markers}; return all.length && all; })()`, 'a marker');
  assert.deepEqual([marker.startLineNumber, marker.severity, marker.code.value ?? marker.code], [line, 8, 'W0201']);
  await page.until('document.querySelector("#problems .error")', 'a row among the problems');
  await page.until(kColoured);
  await page.screenshot(picture('page-error'));
});

test('hover shows what the server says', async () => {
  await select('max_participation', 'participate');
  await page.value('weir.view.trigger("test", "editor.action.showHover")');
  await page.until('document.querySelector(".monaco-hover:not(.hidden) .monaco-hover-content, .monaco-hover .hover-row")?.textContent.includes("ratio")', 'a hover');
  await page.until('document.getAnimations().every((one) => one.playState !== "running")');
  await page.screenshot(picture('page-hover'));
  await page.key('Escape', 27);
});

test('mending it takes the marker back', async () => {
  await select('sprad', 'let wide');
  await page.type('spread');
  await page.until(`${markers}.filter((one) => one.severity === 8).length === 0`, 'no error');
});

test('go to definition moves to the declaration', async () => {
  await select('near_mid', 'work passive');
  await page.value('weir.view.trigger("test", "editor.action.revealDefinition")');
  await page.until('weir.view.getModel().getLineContent(weir.view.getPosition().lineNumber).includes("let near_mid")', 'the declaration');
});

test('nothing went wrong in the page', () => assert.deepEqual(page.faults, []));

test('the server answers this machine\'s own page only', async () => {
  const get = (headers, path = '') => fetch(url + path, { headers });
  assert.equal((await get({})).status, 200);
  assert.equal((await get({ origin: 'http://elsewhere.example' })).status, 403);
  assert.equal((await get({}, 'scripts/..%2f..%2fetc.weir')).status, 404);
  assert.equal((await get({}, 'scripts/none.weir')).status, 404);
});
