import diagnostics from 'node:diagnostics_channel';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

export interface FreshConnection {
  readonly agent: http.Agent;
  /** False as long as certainly nothing of the request has left this machine. */
  mayHaveSent(): boolean;
}

/**
 * A connection for one request. The other side may close a kept connection just as we write to it, and then
 * we can't know whether the message was posted. A fresh one fails before anything is sent, or not without a
 * reason. It costs one handshake per message, of which there are 30 a second at most.
 */
export function freshConnection(apiRoot: string): FreshConnection {
  const secure = apiRoot.startsWith('https:');
  const agent = secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  const connect = agent.createConnection.bind(agent);
  let ready = false;
  agent.createConnection = (options, callback) => {
    const socket: Duplex | null | undefined = connect(options, callback);
    // Requests wait for the handshake; before it, nothing of them is on the wire.
    socket?.once(secure ? 'secureConnect' : 'connect', () => {
      ready = true;
    });
    return socket;
  };
  reportCutAnswers(agent);
  return { agent, mayHaveSent: () => ready };
}

/** For requests that may be sent twice. */
export function keptConnections(apiRoot: string): http.Agent {
  const agent = apiRoot.startsWith('https:')
    ? new https.Agent({ keepAlive: true })
    : new http.Agent({ keepAlive: true });
  reportCutAnswers(agent);
  return agent;
}

/** Connections of the agents here. Other HTTP users in this process are not affected. */
const watched = new WeakSet<object>();

function reportCutAnswers(agent: http.Agent): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) watched.add(socket);
    return socket;
  };
}

/**
 * telegraf's HTTP client (node-fetch 2) pipes an answer on without handling its errors: if the connection closes in the
 * middle of the body, the answer neither ends nor fails. The client does handle errors of the request, so we emit the error
 * there. Node publishes both together once an answer begins (`http.client.response.finish`).
 */
diagnostics.subscribe('http.client.response.finish', (message) => {
  if (typeof message !== 'object' || message === null) return;
  const { request, response } = message as { readonly request?: unknown; readonly response?: unknown };
  if (!(request instanceof http.ClientRequest) || !(response instanceof http.IncomingMessage)) return;
  if (!watched.has(response.socket)) return;
  response.once('error', () => {
    request.emit('error', new Error('the connection was closed in the middle of the answer'));
  });
});
