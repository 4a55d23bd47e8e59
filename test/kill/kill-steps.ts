// The names of the steps of the order journey, as they look on the wire.

const WRITES = new Set([
  'EVAL',
  'EVALSHA',
  'SET',
  'SETEX',
  'HSET',
  'HSETNX',
  'HDEL',
  'DEL',
  'ZADD',
]);

/** `save placing`, `HSET card sent`, `job notify-completed`: a write that concerns the order; undefined for all else. */
export function redisStep(words: readonly string[]): string | undefined {
  const command = words[0]?.toUpperCase() ?? '';
  const text = words.join(' ');
  if (!WRITES.has(command) || !text.includes('ord_') || isSignOfLife(words)) return undefined;
  const job = /(place|track|redraw|notify)-ord_[0-9a-z]+(-[0-9a-z_]+)?/.exec(text);
  if (job) return `redis: job ${job[1]}${job[2] ?? ''}`;
  const state = /"state":"(\w+)"/.exec(text)?.[1] ?? '';
  const slot = command.startsWith('H') ? `${words[2]} ` : '';
  return `redis: ${command} ${slot}${state}`.trim();
}

/** BullMQ prolongs the locks of running jobs by the clock: how often depends on how slow the machine is. */
function isSignOfLife(words: readonly string[]): boolean {
  return words[2] === '1' && words[3]?.endsWith(':stalled') === true;
}

/** `slack: chat.postMessage thread`, `slack: response_url`. */
export function slackStep(_method: string, path: string, body: string): string {
  const name = path.replace(/^\/api\//, '').replace(/\?.*/, '');
  if (path.startsWith('/response/')) return 'slack: response_url';
  if (name !== 'chat.postMessage') return `slack: ${name}`;
  if (body.includes('thread_ts')) return 'slack: chat.postMessage thread';
  return `slack: chat.postMessage ${/channel(=|":")U/.test(body) ? 'direct' : 'card'}`;
}

/** `vobiz: POST orders` */
export function vobizStep(method: string, path: string): string {
  const [place = ''] = path.split('?');
  const name = place.replace(/\/api\/v1\//, '').replace(/[0-9a-f]{8}-[0-9a-f-]+/, '<id>');
  return `vobiz: ${method} ${name}`;
}

/** `click`, `form`: what Slack brings to the bot; cut off "after" means that the acknowledgement is lost. */
export function deliveryStep(_method: string, _path: string, body: string): string {
  return body.includes('view_submission') ? 'ack: form' : 'ack: click';
}
