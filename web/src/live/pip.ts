/** Document Picture-in-Picture (WICG), not among the DOM's types yet: a small window of ours above all others. */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options?: { width?: number; height?: number; disallowReturnToOpener?: boolean }): Promise<Window>;
}

function floatingWindows(): DocumentPictureInPicture | undefined {
  return (globalThis as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;
}

/** Whether this browser has windows that float above others. */
export function canFloat(): boolean {
  return floatingWindows() !== undefined;
}

/**
 * Open a floating window that looks like this page; only in answer to a gesture of the person. `closed` is called when
 * it is gone, whoever closed it. Null when the browser has none or doesn't want to.
 */
export async function float(size: { width: number; height: number }, closed: () => void): Promise<Window | null> {
  const floating = floatingWindows();
  if (floating === undefined) return null;
  try {
    const opened = await floating.requestWindow(size);
    dress(opened.document);
    opened.addEventListener("pagehide", closed, { once: true });
    return opened;
  } catch {
    return null;
  }
}

/** Styles, theme and language of this page. */
function dress(other: Document): void {
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    other.head.append(other.importNode(sheet, true));
  }
  for (const { name, value } of document.documentElement.attributes) other.documentElement.setAttribute(name, value);
  other.title = document.title;
}
