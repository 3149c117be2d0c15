import type { NextConfig } from "next";
import { securityHeaders } from "./src/security-headers.ts";

const headers = Object.entries(securityHeaders).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  // The compiler here has no API for Next to call; types are checked by the repository's own check.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: [
    "@keybrake/api",
    "@keybrake/database",
    "@keybrake/ledger",
    "@keybrake/policy",
    "@keybrake/ui",
    "@keybrake/vault",
    "@keybrake/vendors",
  ],
  serverExternalPackages: ["@prisma/adapter-pg", "@prisma/client", "pg", "pg-copy-streams"],
  experimental: { optimizePackageImports: ["@heroui/react", "@keybrake/ui", "lucide-react"] },
  poweredByHeader: false,
  // A trailing slash would otherwise be redirected, and a redirected POST loses its body.
  skipTrailingSlashRedirect: true,
  // Compressing costs latency on each answer and holds back the export's stream. Built files are compressed once, by
  // `compressed-files.ts`.
  compress: false,
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
