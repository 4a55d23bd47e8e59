// biome-ignore-all lint/style/noProcessEnv: the PATH, and CHROME_PATH for a browser that stands elsewhere
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canUseApt, installPackage } from './apt.mjs';
import { output, say } from './step.mjs';

const { commands, files } = JSON.parse(
  readFileSync(new URL('browsers.json', import.meta.url), 'utf8'),
);

const HOW_TO_GET_IT =
  'Install Chromium or Chrome (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium) or set CHROME_PATH.';

/** The file of a Chromium or Chrome of this machine; undefined when there is none. */
function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = commands.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROME_PATH, ...places, ...files].find((file) => file && existsSync(file));
}

/** Cards show their state by an emoji too. Without a font that has them, a page shows boxes. */
function installEmoji() {
  if (!canUseApt() || output('fc-list', [':lang=und-zsye', 'family'])) return;
  say('apt-get install fonts-noto-color-emoji', 'there is no font with emoji');
  installPackage('fonts-noto-color-emoji');
}

/** Makes sure there is a browser for the browser tests and the pictures. Throws one clear sentence otherwise. */
export function installBrowser() {
  installEmoji();
  if (findBrowser()) return;
  if (!canUseApt()) throw new Error(`there is no Chromium. ${HOW_TO_GET_IT}`);
  say('apt-get install chromium', 'there is no browser on the PATH');
  if (!installPackage('chromium') || !findBrowser()) {
    throw new Error(`apt-get could not install chromium, see above. ${HOW_TO_GET_IT}`);
  }
}
