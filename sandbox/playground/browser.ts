// biome-ignore-all lint/style/noProcessEnv: the PATH, and CHROME_PATH for a browser that stands elsewhere
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';

const namesSchema = z.object({ commands: z.array(z.string()), files: z.array(z.string()) });

/** The file of a Chromium or Chrome of this machine, by the list the bootstrap goes by; undefined when there is none. */
export function findBrowser(): string | undefined {
  const list = new URL('../../scripts/bootstrap/browsers.json', import.meta.url);
  const { commands, files } = namesSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = commands.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROME_PATH, ...places, ...files].find((file) => file && existsSync(file));
}

/** Starts a browser without a screen. As root, as in most containers, Chromium has to go without its own sandbox. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: ['--disable-dev-shm-usage', ...(isRoot ? ['--no-sandbox'] : [])],
  });
}
