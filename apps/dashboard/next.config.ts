import type { NextConfig } from "next";

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
};

export default config;
