// What the server's commands give back, opened beside the script: a text as a document that is read only, a report as a page.
import * as vscode from 'vscode';

const kScheme = 'weir-view';

interface Answer {
  text?: string;
  html?: string;
}

const titles: Record<string, string> = {
  'weir.schedule': 'schedule',
  'weir.runOnTape': 'run',
  'weir.runTests': 'tests',
  'weir.verify': 'verification',
};

export class Views implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(kScheme, this);
  private page: vscode.WebviewPanel | undefined;
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows the answer of a command, when it has something to show, and hands it on. */
  async show(command: string, args: unknown[], answer: unknown): Promise<unknown> {
    const { text, html } = (answer ?? {}) as Answer;
    if (typeof html === 'string') this.openPage(html);
    else if (typeof text === 'string') await this.openText([args[1], titles[command] ?? command].filter(Boolean).join(' '), text);
    return answer;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
    this.page?.dispose();
  }

  private async openText(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: kScheme, path: `${title}.txt` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  private openPage(html: string): void {
    if (!this.page) {
      this.page = vscode.window.createWebviewPanel('weir.report', 'Verification report', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableFindWidget: true });
      this.page.onDidDispose(() => (this.page = undefined));
    }
    this.page.webview.html = html;
    this.page.reveal(undefined, true);
  }
}
