import type { Atlas, Events } from '../map/atlas'
import type { Config, Words } from '../map/config'
import { note } from './announce'

/** The place of the map. The map itself is large: it comes when it is first seen. */
export class Stage {
  private atlas: Atlas | null = null
  private loading = false
  private latest: Config | null = null
  private at: string | null = null
  private lastMove = ''
  private readonly el = document.getElementById('map') as HTMLElement

  constructor(
    private readonly words: Words,
    private readonly events: Events,
  ) {}

  /** Draws as soon as the element has a size, which on a phone may be later. */
  whenSeen(config: Config, pos: string | null): void {
    this.latest = config
    this.at = pos
    new ResizeObserver(() => {
      if (this.el.clientWidth === 0 || this.el.clientHeight === 0) return
      if (this.atlas) this.atlas.resize()
      else void this.load()
    }).observe(this.el)
  }

  private async load(): Promise<void> {
    if (this.loading) return
    this.loading = true
    try {
      const { createAtlas } = await import('../map/atlas')
      this.el.replaceChildren()
      this.atlas = createAtlas(this.el, this.latest as Config, this.words, this.at, {
        open: (found) => this.events.open(found),
        stale: () => this.events.stale(),
        moved: (pos) => {
          this.lastMove = pos
          this.events.moved(pos)
        },
      })
    } catch (err) {
      console.warn('map', err)
      const p = document.createElement('p')
      p.className = 'nomap'
      p.textContent = this.words['nowebgl'] ?? ''
      this.el.replaceChildren(p)
      note(p.textContent)
    }
  }

  update(config: Config, pos: string | null): void {
    // The map knows already where the reader has just moved it.
    const at = pos === this.lastMove ? null : pos
    this.latest = pos && !at ? { ...config, focus: null } : config
    this.at = pos
    this.atlas?.update(this.latest, at)
  }

  /** Where the reader has moved the map, for the address; "" when never. */
  pos(): string {
    return this.lastMove || this.at || ''
  }

  hint(gap: string): void {
    this.atlas?.hint(gap)
  }
}
