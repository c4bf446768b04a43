// Chromium without a window, driven over its own debugging pipe.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const chromium = process.env.WEIR_CHROMIUM;

export class Page {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'weir-chromium-'));
  #next = 1;
  #asked = new Map();
  #session;
  faults = [];  // what the page said in its console that is an error

  static async open(url, { width = 1440, height = 900, dark = false } = {}) {
    const page = new Page();
    page.#start(width, height);
    const { targetId } = await page.#call('Target.createTarget', { url: 'about:blank' });
    ({ sessionId: page.#session } = await page.#call('Target.attachToTarget', { targetId, flatten: true }));
    for (const domain of ['Runtime', 'Page', 'Log']) await page.#call(`${domain}.enable`);
    await page.#call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await page.#call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
    await page.#call('Page.navigate', { url });
    return page;
  }

  #start(width, height) {
    const flags = ['--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', `--user-data-dir=${this.#profile}`, `--window-size=${width},${height}`];
    this.#process = spawn(chromium, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let rest = Buffer.alloc(0);
    this.#process.stdio[4].on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) this.#arrived(JSON.parse(rest.toString('utf8', 0, end)));
    });
  }

  #arrived({ id, result, error, method, params }) {
    if (id !== undefined) {
      const [resolve, reject] = this.#asked.get(id);
      this.#asked.delete(id);
      return error ? reject(new Error(error.message)) : resolve(result);
    }
    if (method === 'Runtime.exceptionThrown') this.faults.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.faults.push(`${params.entry.text} ${params.entry.url ?? ''}`);
  }

  #call(method, params = {}) {
    const id = this.#next++;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    return new Promise((resolve, reject) => this.#asked.set(id, [resolve, reject]));
  }

  /** The value of an expression in the page. */
  async value(expression) {
    const { result, exceptionDetails } = await this.#call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** The value of an expression, once it is true. */
  async until(expression, what = expression) {
    for (let tries = 0; tries < 400; ++tries) {
      const value = await this.value(expression);
      if (value) return value;
      await sleep(50);
    }
    throw new Error(`never came: ${what}\n${this.faults.join('\n')}`);
  }

  async type(text) {
    for (const letter of text) await this.#call('Input.dispatchKeyEvent', { type: 'char', text: letter });
  }

  async key(key, code, modifiers = 0) {
    for (const type of ['keyDown', 'keyUp']) await this.#call('Input.dispatchKeyEvent', { type, key, code: key, windowsVirtualKeyCode: code, modifiers });
  }

  async move(x, y) {
    await this.#call('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  }

  async screenshot(path) {
    const { data } = await this.#call('Page.captureScreenshot', { format: 'png' });
    writeFileSync(path, Buffer.from(data, 'base64'));
  }

  async close() {
    await this.#call('Browser.close').catch(() => {});
    await new Promise((resolve) => (this.#process.exitCode === null ? this.#process.once('exit', resolve) : resolve()));
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
