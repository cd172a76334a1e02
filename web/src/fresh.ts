/** How often an open page asks whether its data are still the latest. */
const EVERY = 30_000

interface Index {
  layers: { id: string; version: number }[]
}

/**
 * Says in one calm bar that the data have changed since the page was made. The
 * page names the version of its data; the index of the tiles names today's, and
 * answers 304 while nothing has changed.
 */
export class Fresh {
  private asking = false

  watch(): void {
    setInterval(() => void this.ask(), EVERY)
    document.addEventListener('visibilitychange', () => void this.ask())
  }

  /** Something has refused the version of this page. */
  tell(): void {
    const bar = document.getElementById('fresh')
    if (!bar || bar.childElementCount > 0) return
    const again = document.createElement('button')
    again.type = 'button'
    again.textContent = bar.dataset['again'] ?? ''
    again.addEventListener('click', () => location.reload())
    const says = document.createElement('span')
    says.textContent = bar.dataset['says'] ?? ''
    bar.append(says, ' ', again)
  }

  private async ask(): Promise<void> {
    const mine = Number(document.getElementById('fresh')?.dataset['version'] ?? 0)
    if (this.asking || !mine || document.hidden) return
    this.asking = true
    try {
      const answer = await fetch('/tiles/index.json', { cache: 'no-cache', headers: { Accept: 'application/json' } })
      if (!answer.ok) return
      const { layers } = (await answer.json()) as Index
      const now = layers.find((l) => l.id === 'cells')?.version ?? mine
      const shown = Number(document.getElementById('fresh')?.dataset['version'] ?? 0)
      if (now > shown) this.tell()
    } catch {
      // Without a connection there is nothing newer to be had.
    } finally {
      this.asking = false
    }
  }
}
