import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Readiness = Record<string, boolean>;

/**
 * The operator's port, apart from the one Slack talks to: `/livez` (the process runs), `/readyz` (each part by name,
 * 503 while one is missing) and `/metrics` (Prometheus).
 */
export function createOpsServer(options: {
  host: string;
  port: number;
  ready: () => Promise<Readiness>;
  metrics: { text(): Promise<string>; contentType: string };
}) {
  const { host, port, ready, metrics } = options;
  const routes: Record<string, () => Promise<{ status: number; type: string; body: string }>> = {
    '/livez': async () => ({ status: 200, type: 'text/plain', body: 'alive\n' }),
    '/readyz': async () => {
      const parts = await ready();
      const status = Object.values(parts).every(Boolean) ? 200 : 503;
      return { status, type: 'application/json', body: `${JSON.stringify(parts)}\n` };
    },
    '/metrics': async () => ({
      status: 200,
      type: metrics.contentType,
      body: await metrics.text(),
    }),
  };
  const notFound = async () => ({ status: 404, type: 'text/plain', body: 'not found\n' });

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const route = (Object.hasOwn(routes, path) && routes[path]) || notFound;
    route().then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      () => response.writeHead(500).end(),
    );
  });

  return {
    /** Resolves with the port that was taken; rejects when it is in use. */
    start: () =>
      new Promise<number>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
