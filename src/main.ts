import { createApp } from './app/app.ts';
import { ConfigError, followProxyOf, loadConfig } from './app/config.ts';
import { SHUTDOWN_MS } from './app/deadlines.ts';
import { createLog, createScrub, secretsOf } from './app/log.ts';

// biome-ignore lint/style/noProcessEnv: the one file that reads the environment
const environment = process.env;
const secrets = secretsOf(environment);
const scrub = createScrub(secrets);

async function main(): Promise<void> {
  const config = loadConfig(environment);
  followProxyOf(environment);
  const log = createLog(config.logLevel, undefined, secrets);
  const app = createApp(config, log);
  let ending = false;
  const end = (reason: string, code: number) => {
    if (ending) return;
    ending = true;
    log.info({ event: 'app.stopping', reason });
    setTimeout(() => process.exit(code || 1), SHUTDOWN_MS).unref();
    void app.stop().finally(() => process.exit(code));
  };
  process.on('SIGTERM', () => end('SIGTERM', 0));
  process.on('SIGINT', () => end('SIGINT', 0));
  process.on('SIGHUP', () => void app.reloadPolicy());
  process.on('unhandledRejection', app.unhandled);
  // Only the records know what was cut off midway, and a new process reads them.
  process.on('uncaughtException', (error) => {
    log.error({ event: 'app.uncaught', err: error });
    end('uncaught exception', 1);
  });
  try {
    await app.start();
  } catch (error) {
    // Told to stop during the start: what broke off because of that is no failure.
    if (ending) return;
    if (!(error instanceof ConfigError)) log.error({ event: 'app.start_failed', err: error });
    else process.stderr.write(scrub(`${error.message}\n`));
    end('could not start', 1);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(scrub(`${error instanceof ConfigError ? error.message : String(error)}\n`));
  process.exit(1);
});
