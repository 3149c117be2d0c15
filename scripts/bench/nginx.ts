/** A plain reverse proxy: one worker, as the others are one process, and connections to the vendor that are kept. */
export function nginxConfiguration(options: {
  readonly folder: string;
  readonly port: number;
  readonly vendorPort: number;
}): string {
  const { folder, port, vendorPort } = options;
  const buffers = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `  ${name}_temp_path ${folder}/nginx-${name};`,
  );
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 1000000000;
${buffers.join("\n")}
  upstream vendor {
    server 127.0.0.1:${vendorPort};
    keepalive 256;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port};
    location = /healthz { return 200; }
    location / {
      proxy_pass http://vendor/stripe/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}
