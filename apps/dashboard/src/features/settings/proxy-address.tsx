import { CodeSnippet } from "@keybrake/ui";
import { SettingsSection } from "./settings-section.tsx";

/** Where agents send their calls, and all that changes for them. */
export function ProxyAddress({ url }: { readonly url: string }) {
  const { hostname, port, protocol } = new URL(url);
  const scheme = protocol.slice(0, -1);
  const portOrStandard = port === "" ? (scheme === "https" ? "443" : "80") : port;
  return (
    <SettingsSection
      title="Proxy"
      lead="Agents call it in the vendor's place, with a vault key where the vendor's key would stand. Where it listens is set by the environment of whoever runs Keybrake (KEYBRAKE_PUBLIC_PROXY_URL)."
    >
      <div className="flex flex-col gap-4">
        <CodeSnippet title="Address" code={url} />
        <CodeSnippet
          title="curl, for Stripe"
          code={`curl ${url}/v1/payment_intents -u "$VAULT_KEY:" -d amount=3000 -d currency=usd`}
        />
        <CodeSnippet
          title="The stripe package"
          code={[
            "const stripe = new Stripe(process.env.VAULT_KEY, {",
            `  host: "${hostname}",`,
            `  port: ${portOrStandard},`,
            `  protocol: "${scheme}",`,
            "});",
          ].join("\n")}
        />
      </div>
    </SettingsSection>
  );
}
