// Puts the page's scripts, the editor's worker, its font and the engine of the grammar into dist/.
import { build } from 'esbuild';

await build({
  entryPoints: { page: 'src/page.js', worker: 'monaco-editor/editor/editor.worker' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  // The client that Monaco carries; its index would bring every language along.
  alias: { 'monaco-lsp': './node_modules/monaco-editor/esm/external/monaco-lsp-client/out/index.js' },
  loader: { '.ttf': 'file', '.wasm': 'file' },
  assetNames: '[name]',
  logLevel: 'warning',
});
