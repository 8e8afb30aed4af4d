export { FaultProxy, type FaultProxyOptions } from './fault-proxy.ts';
export type { FaultScope, ProxyFault, SeenRequest } from './proxy-fault.ts';
