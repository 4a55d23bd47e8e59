import { parseArgs } from 'node:util';
import { startVobizStandIn } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4020' },
    'complete-after-ms': { type: 'string', default: '3000' },
    'order-read': { type: 'boolean', default: false },
  },
});

const standIn = await startVobizStandIn({
  port: Number(values.port),
  completeAfterMs: Number(values['complete-after-ms']),
  orderRead: values['order-read'] ? 'present' : 'absent',
});
const { authId, authToken, bearer } = standIn.credentials;

process.stdout.write(`
Vobiz stand-in
  API         ${standIn.url}/api/v1
  Auth ID     ${authId}
  Auth token  ${authToken}
  or Bearer   ${bearer}
  State       curl ${standIn.url}/sandbox/state
  Switches    curl ${standIn.url}/sandbox/do -H 'content-type: application/json' \\
                -d '{"action":"faultNext","op":"order","fault":{"kind":"status_after","status":502}}'
  Nothing here is real: no money, no numbers. Ctrl-C ends it.

`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    standIn.stop().catch(() => {
      process.exitCode = 1;
    });
  });
