/** What the keys of a room or of its lobby act on; what is left out has no key there. */
export interface RoomKeyTarget {
  readonly toggleMicrophone?: () => void;
  readonly toggleCamera?: () => void;
  readonly toggleHand?: () => void;
  readonly countRep?: () => void;
}

/** The keys as the settings list them. */
export const ROOM_KEYS: readonly (readonly [key: string, meaning: string])[] = [
  ["M", "Microphone on or off"],
  ["V", "Camera on or off"],
  ["H", "Raise or lower your hand"],
  ["R", "Count one repetition"],
];

/** Do what a key stands for; false when it stands for nothing here. */
export function actOnKey(key: string, target: RoomKeyTarget): boolean {
  const act = {
    m: target.toggleMicrophone,
    v: target.toggleCamera,
    h: target.toggleHand,
    r: target.countRep,
  }[key.toLowerCase()];
  act?.();
  return act !== undefined;
}

/** Whether a key press speaks to the room: no modifier, and nobody is writing or choosing with it. */
export function speaksToRoom(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return false;
  const { target } = event;
  // Elements of another window (picture in picture) are no instances of this one's classes.
  if (target === null || !("closest" in target)) return true;
  return (target as Element).closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") === null;
}
