import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { MaybeSent } from './vobiz-errors.ts';

/**
 * Agents for one request on a connection of its own. A kept-alive socket that the server has just closed fails with a reset
 * that looks like a lost purchase; a fresh one cannot be stale. It also lets us prove that nothing was sent: before the
 * connection (for https, the TLS handshake) is done, no byte of the request can have left, whatever the error is called.
 */
export function freshConnection(): {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
  /** `no` only when we dialled and the connection never opened. A proxy's own agent is not watched: `maybe`. */
  sent(): MaybeSent;
} {
  let dialled = false;
  let opened = false;
  const watch = <T extends Duplex | null | undefined>(socket: T, openEvent: string): T => {
    dialled = true;
    socket?.once(openEvent, () => {
      opened = true;
    });
    return socket;
  };
  const httpAgent = new HttpAgent({ keepAlive: false });
  const connect = httpAgent.createConnection.bind(httpAgent);
  httpAgent.createConnection = (options, done) => watch(connect(options, done), 'connect');
  const httpsAgent = new HttpsAgent({ keepAlive: false });
  const connectTls = httpsAgent.createConnection.bind(httpsAgent);
  httpsAgent.createConnection = (options, done) =>
    watch(connectTls(options, done), 'secureConnect');
  return { httpAgent, httpsAgent, sent: () => (dialled && !opened ? 'no' : 'maybe') };
}
