import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const duration = z.string().regex(/^(\d+(ms|s|m|h))+$/);
const restart = z.enum(['no', 'always', 'on-failure', 'unless-stopped']);
/** `name:/where`, `./file:/where:ro`. */
const mount = z.string().regex(/^(\.\/)?[\w.-]+:\/[\w./-]+(:ro)?$/);
/** `address:outside:inside`: always with an address, so that nothing is published to everybody by accident. */
const publishedPort = z.string().regex(/^[\d.]+:\d+:\d+$/);

/** The keys we use; like an engine, it refuses any other key. Source: github.com/compose-spec/compose-spec, schema/compose-spec.json */
const composeSchema = z.strictObject({
  services: z.strictObject({
    bot: z.strictObject({
      build: z.literal('.'),
      init: z.boolean(),
      restart,
      env_file: z.literal('.env'),
      environment: z.record(z.string(), z.string()),
      volumes: z.array(mount),
      ports: z.array(publishedPort),
      stop_grace_period: duration,
      depends_on: z.strictObject({
        redis: z.strictObject({ condition: z.literal('service_healthy') }),
      }),
    }),
    redis: z.strictObject({
      image: z.string().regex(/^redis:\d+\.\d+-alpine$/),
      restart,
      command: z.tuple([z.literal('redis-server')], z.string()),
      volumes: z.array(mount),
      healthcheck: z.strictObject({
        test: z.tuple([z.literal('CMD')], z.string()),
        interval: duration,
        timeout: duration,
        retries: z.int(),
      }),
    }),
  }),
  volumes: z.record(z.string(), z.null()),
});

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** compose.yaml; `edit` is what somebody does to it before they start it. */
export const readCompose = (edit = (text: string) => text) =>
  composeSchema.parse(parse(edit(read('compose.yaml'))));

/** The variables that the Dockerfile sets in the image. */
export function imageVariables(): Record<string, string> {
  const lines = [...read('Dockerfile').matchAll(/^ENV (.+)$/gm)];
  const pairs = lines.flatMap(([, line = '']) => line.split(' ').map((pair) => pair.split('=')));
  return Object.fromEntries(pairs);
}
