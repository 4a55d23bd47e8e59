import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { MaybeSent } from './vobiz-errors.ts';

/**
 * Agents for one request on its own connection. A kept-alive socket the server has just closed fails with a reset that
 * looks like a lost purchase. A fresh one cannot be stale, and proves when nothing was sent: no byte of the request can
 * leave before the connection (for https, the TLS handshake) is done, whatever the error is called.
 */
export function freshConnection(): {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
  /** `no` only when we dialled and the connection never opened. We cannot watch a proxy's own agent: `maybe`. */
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
