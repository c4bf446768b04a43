// Starts `weir lsp` for the scripts of the window, and says so when it cannot.
import { homedir } from 'node:os';

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';

import { commands } from './commands';
import { TaskProvider } from './tasks';
import { Views } from './views';

let client: LanguageClient | undefined;

const serverPath = () => vscode.workspace.getConfiguration('weir').get<string>('server.path', 'weir').replace(/^~(?=[\\/])/, homedir());

function makeClient(views: Views): LanguageClient {
  const server: ServerOptions = { command: serverPath(), args: ['lsp'] };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'weir' }],
    synchronize: { configurationSection: 'weir' },
    middleware: {
      // What a lens asks of the server comes back as a text or a page.
      executeCommand: async (command, args, next) => views.show(command, args, await next(command, args)),
    },
  };
  return new LanguageClient('weir', 'Weir', server, options);
}

async function start(views: Views): Promise<void> {
  client = makeClient(views);
  try {
    await client.start();
  } catch (error) {
    const settings = 'Open settings';
    const answer = await vscode.window.showErrorMessage(`\`${serverPath()} lsp\` did not start: ${error instanceof Error ? error.message : error}`, settings);
    if (answer === settings) await vscode.commands.executeCommand('workbench.action.openSettings', 'weir.server.path');
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  if (running?.isRunning()) await running.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const views = new Views();
  const restart = async () => {
    await stop();
    await start(views);
  };
  context.subscriptions.push(
    views,
    ...commands(),
    vscode.commands.registerCommand('weir.client.restart', restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('weir.server.path')) void restart();
    }),
    vscode.tasks.registerTaskProvider('weir', new TaskProvider(serverPath)),
  );
  await start(views);
}

export const deactivate = stop;
