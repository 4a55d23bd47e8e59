import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Sends Slack's Web API and Socket Mode through the proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in
 * capitals or small letters); both use the dispatcher of the process. The client of Vobiz, axios, reads the same variables.
 */
export function followProxyOf(env: Env): void {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const httpProxy = named('HTTP_PROXY');
  const httpsProxy = named('HTTPS_PROXY');
  const noProxy = named('NO_PROXY');
  if (!httpProxy && !httpsProxy) return;
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      ...(httpProxy && { httpProxy }),
      ...(httpsProxy && { httpsProxy }),
      ...(noProxy && { noProxy }),
    }),
  );
}
