"use client";

import { Button, Modal } from "@heroui/react";
import { ShieldAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useClients } from "../../vendors/use-vendors.ts";
import { SecretBox } from "./secret-box.tsx";
import { SnippetTabs } from "./snippet-tabs.tsx";

export interface IssuedKey {
  readonly id: string;
  readonly vault_key: string;
  readonly vendor: string;
  readonly agent_run_id: string;
  readonly proxy_url: string;
}

interface SecretDialogProps {
  readonly issued: IssuedKey;
  readonly onClose: (next: "run" | "another") => void;
}

/**
 * The one time that the secret is shown. Neither a press beside the dialog nor Escape closes it, and before it was
 * copied its buttons ask once more.
 */
export function SecretDialog({ issued, onClose }: SecretDialogProps) {
  const clients = useClients(issued.vendor);
  const [isCopied, setCopied] = useState(false);
  const [asked, setAsked] = useState<"run" | "another" | null>(null);
  useWarnBeforeLeaving(!isCopied);
  const close = (next: "run" | "another") => {
    if (isCopied || asked === next) onClose(next);
    else setAsked(next);
  };
  return (
    <Modal.Backdrop isOpen isDismissable={false} isKeyboardDismissDisabled>
      <Modal.Container size="lg" placement="center">
        <Modal.Dialog className="max-w-2xl">
          <Modal.Header>
            <Modal.Heading>The vault key, shown this once</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="flex min-w-0 flex-col gap-4 p-1">
            <SecretBox
              secret={issued.vault_key}
              onCopied={() => {
                setCopied(true);
                setAsked(null);
              }}
            />
            <section className="flex min-w-0 flex-col gap-2">
              <h3 className="text-sm font-semibold text-ink">Use it in the agent, as VAULT_KEY</h3>
              <SnippetTabs label="Use the key with" snippets={clients} />
            </section>
          </Modal.Body>
          <Modal.Footer className="flex-wrap">
            {asked === null ? null : <NotCopied />}
            <Button variant="outline" onPress={() => close("another")}>
              {asked === "another" ? "Close without copying" : "Issue another"}
            </Button>
            <Button variant={asked === "run" ? "danger" : "primary"} onPress={() => close("run")}>
              {asked === "run" ? "Close without copying" : "Done, show the run"}
            </Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}

function NotCopied() {
  return (
    <p
      role="alert"
      className="flex w-full items-start gap-2 rounded-md bg-held-soft px-3 py-2 text-sm text-held"
    >
      <ShieldAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      The key was not copied. Nobody can show it again; without it, revoke the key and issue another one.
    </p>
  );
}

/** Closing the tab loses the key as well. */
function useWarnBeforeLeaving(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isOn]);
}
