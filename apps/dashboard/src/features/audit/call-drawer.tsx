"use client";

import { Button, Drawer } from "@heroui/react";
import { CopyButton, ErrorState, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, useState, useSyncExternalStore } from "react";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useMay } from "../shell/session-context.tsx";
import { CallDetail } from "./call-detail.tsx";
import { type ResolvableCall, ResolveCall } from "./resolve/resolve-call.tsx";

interface CallDrawerProps {
  /** Null: closed. */
  readonly callId: string | null;
  readonly zone: string;
  readonly onClose: () => void;
  readonly onShow: (id: string) => void;
  /** The calls beside it in the list; null at its ends, or where it is not in the list. */
  readonly previousId: string | null;
  readonly nextId: string | null;
}

/** Everything about one call, beside the list; arrow keys go on to the next one. */
export function CallDrawer(props: CallDrawerProps) {
  const [toResolve, setToResolve] = useState<ResolvableCall | null>(null);
  const mayResolve = useMay("admin");
  return (
    <>
      <StepThrough {...props} onResolve={mayResolve ? setToResolve : null} />
      {/* Beside what hears the arrow keys, not in it: in here they choose. */}
      {toResolve === null ? null : <ResolveCall call={toResolve} onClose={() => setToResolve(null)} />}
    </>
  );
}

interface StepThroughProps extends CallDrawerProps {
  /** Null where the role may not decide. */
  readonly onResolve: ((call: ResolvableCall) => void) | null;
}

function StepThrough({ callId, zone, onClose, onShow, onResolve, previousId, nextId }: StepThroughProps) {
  const step = (event: KeyboardEvent) => {
    const to = event.key === "ArrowDown" ? nextId : event.key === "ArrowUp" ? previousId : null;
    if (callId === null || to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onShow(to);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of whatever has the focus in the dialog
    <div onKeyDown={step} className="contents">
      <Drawer.Backdrop
        variant="transparent"
        isOpen={callId !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      >
        <Drawer.Content placement="right">
          <Drawer.Dialog aria-label="One call" className="flex h-dvh w-[34rem] max-w-full flex-col p-0">
            <header className="flex items-center gap-1 border-b border-line py-2 pr-12 pl-4">
              <h2 className="mr-auto text-sm font-semibold">Call</h2>
              <StepButton label="Newer call" icon={ChevronUp} to={previousId} onShow={onShow} />
              <StepButton label="Older call" icon={ChevronDown} to={nextId} onShow={onShow} />
              {callId === null ? null : <CopyLink callId={callId} />}
            </header>
            <Drawer.CloseTrigger aria-label="Close" className="top-3!" />
            <Drawer.Body className="min-h-0 flex-1 overflow-y-auto p-4">
              {callId === null ? null : (
                <ShownCall callId={callId} zone={zone} onShow={onShow} onResolve={onResolve} />
              )}
            </Drawer.Body>
          </Drawer.Dialog>
        </Drawer.Content>
      </Drawer.Backdrop>
    </div>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly icon: typeof ChevronUp;
  readonly to: string | null;
  readonly onShow: (id: string) => void;
}

function StepButton({ label, icon: Icon, to, onShow }: StepButtonProps) {
  return (
    <Button
      isIconOnly
      size="sm"
      variant="ghost"
      aria-label={label}
      isDisabled={to === null}
      onPress={() => (to === null ? undefined : onShow(to))}
    >
      <Icon className="size-4" aria-hidden="true" />
    </Button>
  );
}

interface ShownCallProps extends Pick<StepThroughProps, "zone" | "onShow" | "onResolve"> {
  readonly callId: string;
}

function ShownCall({ callId, ...shown }: ShownCallProps) {
  const trpc = useTRPC();
  const call = useQuery(trpc.auditLog.show.queryOptions({ id: callId }));
  if (call.isPending) return <Skeleton lines={14} label="The call is being loaded" />;
  if (call.isError) {
    const { code, detail } = problemOf(call.error);
    return code === "not_found" || code === "invalid_request" ? (
      <ErrorState title="There is no such call here">
        It may be another organization's, or past its retention.
      </ErrorState>
    ) : (
      <ErrorState
        title="The call could not be read"
        onRetry={() => void call.refetch()}
        retrying={call.isFetching}
      >
        {detail}
      </ErrorState>
    );
  }
  return <CallDetail call={call.data} {...shown} />;
}

/** The address is the browser's to know, so the server leaves its place empty. */
function CopyLink({ callId }: { readonly callId: string }) {
  const here = useSyncExternalStore(
    () => () => undefined,
    () => `${window.location.origin}${window.location.pathname}`,
    () => null,
  );
  if (here === null) return null;
  const query = new URLSearchParams({ call: callId });
  return <CopyButton text={`${here}?${query}`} label="Copy the link to this call" />;
}
