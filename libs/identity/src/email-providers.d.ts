/** The package brings no types. */
declare module 'email-providers' {
  /** Hosts at which anybody can have an address, in lower case. */
  const hosts: readonly string[];
  export default hosts;
}
