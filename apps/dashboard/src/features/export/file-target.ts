/** Where an export is written to while it comes. */
export interface FileTarget {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is there only now, and whole. */
  save(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Kept in memory, then saved as a download. */
export function memoryTarget(filename: string): FileTarget {
  let parts: BlobPart[] = [];
  return {
    write: async (chunk) => {
      parts.push(chunk);
    },
    save: async () => {
      const url = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
      parts = [];
      startDownload(url, filename);
      // The browser has taken it over by then; without a revoke it would stay in memory with the page.
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    discard: async () => {
      parts = [];
    },
  };
}

type SaveFilePicker = (options: {
  readonly suggestedName: string;
  readonly types: ReadonlyArray<{ description: string; accept: Readonly<Record<string, readonly string[]>> }>;
}) => Promise<FileSystemFileHandle>;

/** Straight to the disk, where the browser lets a page do that; null where it does not. */
export function diskPicker(): ((filename: string) => Promise<FileTarget>) | null {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: SaveFilePicker };
  if (showSaveFilePicker === undefined) return null;
  return async (suggestedName) => {
    const types = [{ description: "CSV", accept: { "text/csv": [".csv"] } }];
    const file = await showSaveFilePicker.call(window, { suggestedName, types });
    const stream = await file.createWritable();
    return {
      write: (chunk) => stream.write(chunk),
      save: () => stream.close(),
      discard: () => stream.abort(),
    };
  };
}

export function startDownload(url: string, filename: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
}
