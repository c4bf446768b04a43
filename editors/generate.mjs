// Writes what the editors need of the language's words: `node editors/generate.mjs`. With --check it only says what is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readTables } from './tables.mjs';
import { textmate } from './textmate.mjs';
import { vimSyntax } from './vim.mjs';

/** Path beside this file → its text. */
export function generated(tables = readTables()) {
  return {
    'vscode/syntaxes/weir.tmLanguage.json': `${JSON.stringify(textmate(tables), null, 2)}\n`,
    'neovim/syntax/weir.vim': vimSyntax(tables),
  };
}

function main(check) {
  for (const [path, text] of Object.entries(generated())) {
    const file = fileURLToPath(new URL(path, import.meta.url));
    if (!check) {
      writeFileSync(file, text);
    } else if (readFileSync(file, 'utf8') !== text) {
      console.error(`editors/${path} is not what the grammar and the tables say: run \`node editors/generate.mjs\``);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes('--check'));
