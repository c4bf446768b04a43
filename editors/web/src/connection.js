// The way to the language server: Monaco's own client speaks over it, and the page puts in what that client does not know.

/** Stands for a WebSocket towards Monaco's client, and looks at every message that passes. */
export class Connection {
  #socket;
  #next = 1;
  #asked = new Map();
  onmessage;
  onclose;
  server;  // the capabilities of the server
  handlers = new Map();  // method → what the page does when the server asks or tells it

  static open(url) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      socket.onopen = () => resolve(new Connection(socket));
      socket.onerror = () => reject(new Error('the server is not there'));
    });
  }

  constructor(socket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#arrived(JSON.parse(data));
    socket.onclose = (event) => this.onclose?.(event);
  }

  /** Of Monaco's client. Diagnostics are told and lenses are the page's own, so that they come anew when a proof is done. */
  send(text, done) {
    const message = JSON.parse(text);
    if (message.method === 'initialize') {
      const can = message.params.capabilities;
      delete can.textDocument.diagnostic;
      can.workspace = { ...can.workspace, applyEdit: true, codeLens: { refreshSupport: true } };
      can.window = { ...can.window, workDoneProgress: true };
      this.#asked.set(message.id, (answer) => {
        this.server = answer.result.capabilities;
        const { diagnosticProvider, codeLensProvider, ...rest } = this.server;
        this.#hand({ ...answer, result: { ...answer.result, capabilities: rest } });
      });
    }
    this.#send(message);
    done?.();
  }

  close() {
    this.#socket.close();
  }

  /** Of the page. */
  request(method, params) {
    const id = `page-${this.#next++}`;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #hand(message) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  #arrived(message) {
    const answered = message.method === undefined && this.#asked.get(message.id);
    if (answered) {
      this.#asked.delete(message.id);
      return answered(message);
    }
    const handler = this.handlers.get(message.method);
    if (!handler) return this.#hand(message);
    const result = handler(message.params) ?? null;
    if (message.id !== undefined) this.#send({ jsonrpc: '2.0', id: message.id, result });
  }
}
