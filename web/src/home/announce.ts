/** Tells screen readers what the column shows now. */
export function announce(): void {
  note(document.getElementById('panel')?.dataset['announce'] ?? '')
}

/** Puts words into the one polite live region. */
export function note(text: string): void {
  const live = document.getElementById('live')
  if (live && text) live.textContent = text
}
