// The plugin in headless Neovim: each test/*.lua below runs in an editor of its own, which says what is wrong and exits.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { source } from './scripts.mjs';

const folder = new URL('neovim/', import.meta.url).pathname;
for (const script of readdirSync(folder).filter((name) => name.endsWith('_test.lua')))
  test(script.replace('_test.lua', ''), () => {
    const editor = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '--cmd', `set rtp+=${join(source, 'editors/neovim')},${folder}`, '-S', join(folder, script)],
      { encoding: 'utf8', timeout: 60_000 });
    assert.equal(editor.status, 0, editor.stdout + editor.stderr);
  });
