import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stops while a part is missing. */
export type Serves = 'traffic' | 'work';

/**
 * `traffic`: without it nobody gets an answer here, so Slack should be sent elsewhere. `work`: without it requests are
 * accepted but not carried out.
 */
export type Part = {
  name: string;
  serves: Serves;
  /** Resolves within two seconds; throwing counts as no, and so does undefined, from a part that is not there yet. */
  isReady: () => boolean | undefined | Promise<boolean>;
};

export type Readiness = Record<string, boolean>;

export function createReadiness(parts: readonly Part[]) {
  return async (serves?: Serves): Promise<Readiness> => {
    const asked = parts.filter((part) => serves === undefined || part.serves === serves);
    const answers = asked.map(async ({ name, isReady }) => {
      try {
        return [name, (await isReady()) ?? false] as const;
      } catch {
        return [name, false] as const;
      }
    });
    return Object.fromEntries(await Promise.all(answers));
  };
}

type Answer = { status: number; type: string; body: string };

/**
 * The operator's port, separate from Slack's:
 * - `/livez`: 503, with what is stuck, when only a restart helps.
 * - `/readyz`: each part by name, 503 while one is missing; `/readyz/traffic` and `/readyz/work` for one purpose.
 * - `/metrics`: Prometheus.
 */
export function createOpsServer(options: {
  host: string;
  port: number;
  ready: (serves?: Serves) => Promise<Readiness>;
  stuck: () => Promise<string[]>;
  metrics: { text(): Promise<string>; contentType: string };
}) {
  const { host, port, ready, stuck, metrics } = options;

  async function readiness(serves?: Serves): Promise<Answer> {
    const parts = await ready(serves);
    // A process without parts for a purpose, like a worker for traffic, is not ready for it.
    const states = Object.values(parts);
    const status = states.length > 0 && states.every(Boolean) ? 200 : 503;
    return { status, type: 'application/json', body: `${JSON.stringify(parts)}\n` };
  }

  const routes: Record<string, () => Promise<Answer>> = {
    '/livez': async () => {
      const names = await stuck();
      const status = names.length === 0 ? 200 : 503;
      const body = status === 200 ? 'alive\n' : `stuck: ${names.join(', ')}\n`;
      return { status, type: 'text/plain', body };
    },
    '/readyz': () => readiness(),
    '/readyz/traffic': () => readiness('traffic'),
    '/readyz/work': () => readiness('work'),
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
    /** Resolves with the port; rejects when it is in use. */
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
