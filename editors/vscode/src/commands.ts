// The commands of the palette, and those that ask for what a lens cannot know. Each runs a command of the server, which the
// client has registered under its own name; what comes back is shown by views.ts.
import * as vscode from 'vscode';

const uriOf = (given?: string) => given ?? vscode.window.activeTextEditor?.document.uri.toString();

/** The strategy that is given, the only one of the script, or one that is picked. */
async function strategyOf(uri: string, given?: string): Promise<string | undefined> {
  if (given) return given;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const names = [...document.getText().matchAll(/^\s*strategy\s+(\w+)/gm)].map((match) => match[1]);
  return names.length <= 1 ? names[0] : vscode.window.showQuickPick(names, { title: 'Which strategy?' });
}

async function tape(): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({ title: 'Run on which tape?', openLabel: 'Run', filters: { Tapes: ['tape'], 'All files': ['*'] } });
  return picked?.[0].fsPath;
}

let lastOrder = 'buy 1_000 shares from 10:00 to 12:00';

async function order(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({ title: 'Which order?', value: lastOrder, prompt: 'As `weir run --order` takes it' });
  if (text) lastOrder = text;
  return text;
}

/** A command that needs a script; it does nothing when none is open. */
function onScript(name: string, run: (uri: string, ...more: string[]) => Thenable<unknown>): vscode.Disposable {
  return vscode.commands.registerCommand(`weir.client.${name}`, async (given?: unknown, ...more: string[]) => {
    const uri = uriOf(typeof given === 'string' ? given : undefined);
    if (uri) await run(uri, ...more);
  });
}

const ask = (command: string, ...args: unknown[]) => vscode.commands.executeCommand(`weir.${command}`, ...args);

export function commands(): vscode.Disposable[] {
  return [
    onScript('verify', (uri) => ask('verify', uri)),
    onScript('runTests', (uri) => ask('runTests', uri)),
    onScript('report', (uri) => ask('report', uri)),
    onScript('schedule', async (uri, given) => {
      const strategy = await strategyOf(uri, given);
      if (strategy) await ask('schedule', uri, strategy);
    }),
    onScript('runOnTape', async (uri, given) => {
      const strategy = await strategyOf(uri, given);
      const path = strategy && (await tape());
      const text = path && (await order());
      if (text) await ask('runOnTape', uri, strategy, path, text);
    }),
  ];
}
