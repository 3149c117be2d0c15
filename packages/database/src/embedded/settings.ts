/**
 * What the embedded Postgres runs with. Given on its command line at every start, so that an upgrade reaches old
 * clusters and an edited postgresql.conf cannot turn durability off.
 */
export const postgresSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  // A killed postmaster leaves its socket's lock file behind, which then keeps the next one from starting.
  unix_socket_directories: "",
  // A hold that Postgres acknowledged and then forgot would be money spent twice.
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  timezone: "UTC",
  log_timezone: "UTC",
  // Statements and the details of errors quote values: hashes of tokens, e-mail addresses, new passwords.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};
