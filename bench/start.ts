import { setTimeout as pause } from 'node:timers/promises';
import { cpuMsOf, memoryOf } from './process-figures.ts';
import { type Setting, startBareProcess, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';

const ROUNDS = 7;
const IDLE_MS = 2_000;

type Start = { ms: number; cpuMs: number; rss: number };

/** From being started to serving, and what it then holds in memory, against a process that loads and connects, in turns. */
export async function compareStart(setting: Setting): Promise<Result[]> {
  const starts: Record<'ours' | 'bare', Start[]> = { ours: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const ours = await measure(() => startBuiltBot(setting, 'bench-start'));
    const bare = await measure(() => startBareProcess(setting, 'bench-start-bare'));
    // The first of each fills the file cache.
    if (round === 0) continue;
    starts.ours.push(ours);
    starts.bare.push(bare);
  }
  const of = (pick: (start: Start) => number) => {
    const [ours, bare] = [starts.ours.map(pick), starts.bare.map(pick)];
    return { ratio: medianRatio(ours, bare), ours: median(ours), bare: median(bare) };
  };
  const [time, cpu, rss] = [of(({ ms }) => ms), of(({ cpuMs }) => cpuMs), of(({ rss }) => rss)];
  return [
    {
      name: 'start to ready / a process that loads Bolt and BullMQ and connects',
      value: time.ratio,
      unit: 'ratio',
      bound: { atMost: 1.8 },
      detail: `${time.ours.toFixed(0)} ms against ${time.bare.toFixed(0)} ms; CPU ${cpu.ours.toFixed(0)} ms against ${cpu.bare.toFixed(0)} ms, ${cpu.ratio.toFixed(2)}`,
    },
    {
      name: 'idle RSS / a process that loads Bolt and BullMQ and connects',
      value: rss.ratio,
      unit: 'ratio',
      bound: { atMost: 1.5 },
      detail: `${megabytes(rss.ours)} against ${megabytes(rss.bare)}`,
    },
  ];
}

async function measure(
  start: () => Promise<{ pid: number; stop: () => Promise<void> }>,
): Promise<Start> {
  const started = performance.now();
  const { pid, stop } = await start();
  const [ms, cpuMs] = [performance.now() - started, cpuMsOf(pid)];
  await pause(IDLE_MS);
  const rss = memoryOf(pid).now;
  await stop();
  return { ms, cpuMs, rss };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
