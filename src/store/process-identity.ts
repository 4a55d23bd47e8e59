import { readFileSync } from 'node:fs';

/**
 * Tells one process from a later one with the same id: its start time where /proc has it, 'running' elsewhere.
 * Undefined when no such process runs (a zombie does not). A process id alone is not enough: in a container the
 * restarted bot often gets the id of the one that was killed.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    // proc(5): the name in parentheses may hold anything; after it come the state (field 3) and the rest.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return isAlive(pid) ? 'running' : undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
