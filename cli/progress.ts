/** Work that takes longer says how far it is. */
const PATIENCE_MS = 1_000;
const EVERY_MS = 250;

/** How far a reading of files is, on standard error, only where a person looks at it. */
export interface Progress {
  read(bytes: number): void;
  done(): void;
}

export function progressOf(total: number, events: () => number): Progress {
  if (!process.stderr.isTTY) return { read: () => undefined, done: () => undefined };
  const start = Date.now();
  let shown = start + PATIENCE_MS - EVERY_MS;
  let isShown = false;
  let bytes = 0;
  return {
    read: (more) => {
      bytes += more;
      const now = Date.now();
      if (now - shown < EVERY_MS) return;
      shown = now;
      isShown = true;
      const seconds = (now - start) / 1000;
      const left = bytes > 0 ? Math.ceil((seconds * (total - bytes)) / bytes) : 0;
      const percent = Math.floor((100 * bytes) / Math.max(total, 1));
      const rate = Math.round(events() / seconds);
      process.stderr.write(
        `\r\u001b[K${percent} %, ${events()} events, ${rate} a second, ${left} s left`,
      );
    },
    done: () => {
      if (isShown) process.stderr.write("\r\u001b[K");
    },
  };
}
