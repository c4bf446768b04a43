// Where things are, and the scripts that everything is tried on.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const source = process.env.WEIR_SOURCE_DIR;
export const weir = process.env.WEIR_BINARY;
export const staged = process.env.WEIR_STAGED;  // folders of ours with their packages

const kFolders = ['stdlib', 'examples/desk', 'examples/policies'];

/** Paths from the root, of every script of the library and of the examples. */
export const scripts = kFolders.flatMap((folder) =>
  readdirSync(join(source, folder)).filter((name) => name.endsWith('.weir')).map((name) => `${folder}/${name}`));

export const textOf = (path) => readFileSync(join(source, path), 'utf8');

/** The tree of a script as the compiler sees it: lines with what they say and the bytes that they span. */
export function treeOf(path) {
  const printed = execFileSync(weir, ['check', '--print=tree', join(source, path)], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] });
  return printed.split('\n').flatMap((line) => {
    const found = line.match(/^( *)(.*)  @(\d+)\.\.(\d+)$/);
    return found ? [{ depth: found[1].length / 2, text: found[2], begin: Number(found[3]), end: Number(found[4]) }] : [];
  });
}
