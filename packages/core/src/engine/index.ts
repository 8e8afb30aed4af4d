export { type ConnectDockerOptions, connectDocker } from './connection/connect-docker.ts';
export { DockerClients } from './connection/docker-clients.ts';
export {
  guardedClient,
  policyIssuesOf,
  readOnlyClient,
  unguardedClient,
} from './connection/engine-connection.ts';
export { findEndpoint } from './connection/find-endpoint.ts';
export type { Docker, Dockerode } from './docker.ts';
export type { Endpoint } from './endpoint/endpoint.ts';
export { type EngineCandidate, engineCandidates } from './endpoint/engine-candidates.ts';
export { parseEndpoint } from './endpoint/parse-endpoint.ts';
export type {
  AttachedStream,
  CreateExecBody,
  Engine,
  EventSubscription,
  Filters,
  LogsQuery,
  OutputChunk,
} from './engine.ts';
export type { RegistryAuth } from './images/auth/registry-auth.ts';
export type { BuildImageOptions } from './images/build/build-options.ts';
export type { ImageInspect } from './images/image-inspect.ts';
export type { ImageListEntry, ImagePull, Images, PullOptions, PushOptions } from './images/images.ts';
export { isImageId, parseImageReference } from './images/parse-image-reference.ts';
export type { ImageActivity } from './images/progress/image-activity.ts';
export type { LayerProgress, PullProgress } from './images/progress/pull-progress.ts';
export type { ContainerInspect, ContainerInspectState, PortOnHost } from './model/container-inspect.ts';
export type { ContainerListEntry } from './model/container-list-entry.ts';
export type { CreateContainerBody, EndpointSettings } from './model/create-container-body.ts';
export type { EngineEvent } from './model/engine-event.ts';
export type { EngineMount } from './model/engine-mount.ts';
export type { EngineVersion } from './model/engine-version.ts';
export type { HealthConfig } from './model/health-config.ts';
export type { EnginePortBinding, HostConfig, PortMap } from './model/host-config.ts';
export type { DeviceRequest, HostResources } from './model/host-resources.ts';
export { networkBody } from './networks/network-body.ts';
export { NETWORK } from './networks/network-options.ts';
export type { NetworkInspect, NetworkOptions, NetworkSubnet, Networks } from './networks/networks.ts';
export { buildPolicyIssues, networkPolicyIssues } from './policy/call-issues.ts';
export { readPolicy } from './policy/check-policy.ts';
export { type HostNamespace, type Policy, projectPolicy } from './policy/policy.ts';
export { type PolicyOptions, policyIssues, volumePolicyIssues } from './policy/policy-issues.ts';
export type { ApiRequest } from './request/api-request.ts';
export type { RequestOptions, SendRequest } from './request/send-request.ts';
export { requireDocker } from './require-docker.ts';
export { batchesOf, flattened } from './streams/flattened.ts';
export { GatheredBytes } from './streams/gathered-bytes.ts';
export type { EngineRequest, EngineResponse, EngineTransport } from './transport/engine-transport.ts';
export { bindsOnHost } from './vantage/binds-on-host.ts';
export { HOST_ADDRESS, HOST_ADDRESS_EXPECTED } from './vantage/host-address.ts';
export { ownAddresses } from './vantage/process-records.ts';
export {
  isOnHostNetwork,
  type NoWay,
  type PortAddress,
  type PortView,
  type PortWay,
  reachPort,
} from './vantage/reach-port.ts';
export type { Vantage } from './vantage/vantage.ts';
export { viewPorts } from './vantage/view-ports.ts';
export { ignoredFields } from './version/ignored-fields.ts';
export type { VolumeInspect, VolumeOptions, Volumes } from './volumes.ts';
export { VOLUME } from './volumes-over.ts';
