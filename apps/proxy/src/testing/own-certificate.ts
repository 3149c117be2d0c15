/**
 * Of `api.acme.example`, which nobody can own, signed by itself until 2126. Made by:
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=api.acme.example
 *   -addext subjectAltName=DNS:api.acme.example
 */
export const ownCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIUAsOV2PRsHz3k1bHBSrUnbrtOw64wCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQYXBpLmFjbWUuZXhhbXBsZTAgFw0yNjExMjUxODU5MTlaGA8y
MTI2MTEwMTE4NTkxOVowGzEZMBcGA1UEAwwQYXBpLmFjbWUuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABGXA/ObQ9ID3qVanDLxn4II6xBAKpyQ3ZMEd
8mUM7YwhkgzoLZkXlxFRWwxyyIf86s3dgCMjpoodIoWXLVxh5zyjcDBuMB0GA1Ud
DgQWBBRXwlzGmMDpQlDk9CdqZOVgE9fImjAfBgNVHSMEGDAWgBRXwlzGmMDpQlDk
9CdqZOVgE9fImjAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEGFwaS5hY21l
LmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIgDzpyy3BqEcN/Zo2L9HoY8+/5AZ+g
owL6ycXEbvknhvgCIQDHwqTDJHqQI8EQf/9y0YG5QZ+FdlY6Mj3W09QvSxGBRQ==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4HXcl682Ccda8asm
7wWBOZRlo1nkXJSZbIpcl7BV48uhRANCAARlwPzm0PSA96lWpwy8Z+CCOsQQCqck
N2TBHfJlDO2MIZIM6C2ZF5cRUVsMcsiH/OrN3YAjI6aKHSKFly1cYec8
-----END PRIVATE KEY-----
`,
};
