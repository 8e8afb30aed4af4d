const HINTS: readonly (readonly [says: RegExp, hint: string])[] = [
  [
    /TLS files cannot be used/,
    'Check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or in the context: all in PEM, and the key fits the certificate',
  ],
  [
    /HTTP request to an HTTPS server/i,
    'The engine speaks TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with its certificates',
  ],
  [
    /wrong version number|packet length too long/i,
    'The engine speaks no TLS: unset DOCKER_TLS_VERIFY, or write http:// instead of https://',
  ],
  [
    /self.signed certificate|unable to (get|verify)|unknown ca\b/i,
    'Set DOCKER_CERT_PATH to a folder with the ca.pem that signed the certificate of the engine',
  ],
  [
    /certificate required|bad certificate|handshake failure/i,
    'The engine wants a certificate of the client: set DOCKER_CERT_PATH to a folder with cert.pem and key.pem',
  ],
];

/** What to do about a connection on which one side speaks TLS in another way than the other, by what is said of it. */
export function tlsHint(reason: string): string | undefined {
  return HINTS.find(([says]) => says.test(reason))?.[1];
}
