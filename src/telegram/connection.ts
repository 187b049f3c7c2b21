import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

export interface FreshConnection {
  readonly agent: http.Agent;
  /** False as long as nothing of the request can have left this machine. */
  mayHaveSent(): boolean;
}

/**
 * A connection for one request. A kept one may be closed by the other side just as we write to it, and nobody
 * can tell then whether the message was posted; a fresh one fails either before anything was sent or not
 * without a reason. It costs one handshake a message, of which there are 30 a second at most.
 */
export function freshConnection(apiRoot: string): FreshConnection {
  const secure = apiRoot.startsWith('https:');
  const agent = secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  const connect = agent.createConnection.bind(agent);
  let ready = false;
  agent.createConnection = (options, callback) => {
    const socket: Duplex | null | undefined = connect(options, callback);
    // Requests wait for the handshake: before it nothing of them is on the wire.
    socket?.once(secure ? 'secureConnect' : 'connect', () => {
      ready = true;
    });
    return socket;
  };
  return { agent, mayHaveSent: () => ready };
}

/** For questions that may be asked twice. */
export function keptConnections(apiRoot: string): http.Agent {
  return apiRoot.startsWith('https:')
    ? new https.Agent({ keepAlive: true })
    : new http.Agent({ keepAlive: true });
}
