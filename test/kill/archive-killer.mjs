// Loaded into audit:archive before it starts. Every write, sync, rename and removal of a file and every script that Redis runs is a
// step with a number; the process kills itself before or after the step KILL_AT names (`before 7`). `spoil 8` lives on, but after
// that step the disk has lost the end of the file SPOIL names. Without KILL_AT it lists the steps on stderr.
// biome-ignore-all lint/style/noProcessEnv: it runs in a process of its own, told everything by its environment
import { promises, truncateSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const [side, place] = (process.env.KILL_AT ?? '').split(' ');
let count = 0;

function die() {
  if (side === 'spoil') truncateSync(process.env.SPOIL ?? '', 100);
  else process.kill(process.pid, 'SIGKILL');
}

function step(name) {
  count += 1;
  if (side === undefined || side === '') process.stderr.write(`step ${name}\n`);
  const isMeant = count === Number(place);
  if (isMeant && side === 'before') die();
  return isMeant && side !== 'before';
}

function counted(owner, method, name) {
  const act = owner[method];
  owner[method] = async function (...args) {
    const diesAfter = step(name);
    const result = await act.apply(this, args);
    if (diesAfter) die();
    return result;
  };
}

counted(promises, 'writeFile', 'write');
counted(promises, 'rename', 'rename');
counted(promises, 'unlink', 'remove');
const handle = await promises.open(import.meta.filename);
counted(Object.getPrototypeOf(handle), 'sync', 'sync');
await handle.close();
syncBuiltinESMExports();

const write = Socket.prototype.write;
Socket.prototype.write = function (data, ...rest) {
  // Nothing is sent any more once the step it would have been is the last.
  if (String(data).includes('XTRIM') && step('move')) this.once('data', die);
  return write.call(this, data, ...rest);
};
