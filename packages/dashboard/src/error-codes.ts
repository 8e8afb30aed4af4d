type NoDetails = Readonly<Record<never, never>>;

/** The failures that the dashboard reports; `ErrorCodes` of the core has them as well. */
export interface DashboardErrorCodes {
  'dashboard.invalid': NoDetails;
  'dashboard.no-page': NoDetails;
}

declare module '@docktopus/core' {
  interface ErrorCodes extends DashboardErrorCodes {}
}
