import { readJSON, type Config } from '../map/config'

interface Events {
  changed(config: Config, url: URL): void
  failed(): void
}

interface Wiring {
  hint(gap: string): void
  /** Whether what is opened should come up over the map, as on a phone. */
  asMap(): boolean
}

interface Visit {
  push?: boolean
  scroll?: number
}

/** What a new state changes in the page. The map stays where it is. */
const SWAPPED = ['fresh', 'synthetic', 'onmap', 'lead', 'choices', 'panel', 'legendtitle', 'legend', 'attribution', 'map-config']

/**
 * The column beside the map. A new state is the same page fetched again for
 * another address; its parts are imported as nodes, never as strings of HTML.
 */
export class Column {
  private running: AbortController | null = null
  private asMap = () => false
  /** Called when another state is on its way: what was waiting is stale. */
  leaving: () => void = () => {}
  /** The address whose state the page shows. */
  private shown = location.pathname + location.search

  constructor(private readonly events: Events) {}

  wire({ hint, asMap }: Wiring): void {
    this.asMap = asMap
    document.addEventListener('click', (e) => this.click(e))
    document.addEventListener('keydown', (e) => {
      if (e.key === 'Escape' && this.open() && !document.querySelector('dialog[open]')) this.close()
    })
    const column = document.getElementById('column')
    const point = (e: Event) => {
      const row = (e.target as Element).closest<HTMLElement>('[data-open^="gap:"]')
      if (row?.id !== 'panel') hint(row?.dataset['open']?.slice(4) ?? '')
    }
    column?.addEventListener('pointerover', point)
    column?.addEventListener('focusin', point)
    addEventListener('popstate', (e) => {
      // A link to a part of the page is no other state.
      if (location.pathname + location.search === this.shown) return
      const scroll = (e.state as { scroll?: number } | null)?.scroll ?? 0
      void this.go(new URL(location.href), { push: false, scroll })
    })
    history.scrollRestoration = 'manual'
  }

  private click(e: MouseEvent): void {
    const a = (e.target as Element).closest?.('a')
    if (!a || e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    const url = new URL(a.href)
    if (url.origin !== location.origin || url.pathname !== '/' || a.hasAttribute('hreflang')) return
    if (url.hash && url.pathname + url.search === location.pathname + location.search) return
    e.preventDefault()
    if (a.hasAttribute('data-back')) return this.close(url)
    const opens = ['gap', 'place', 'comune', 'cell'].some((name) => url.searchParams.has(name))
    if (opens && this.asMap()) url.searchParams.set('view', 'map')
    void this.go(url)
  }

  /** Whether a detail stands in the place of the list. */
  open(): boolean {
    return document.body.classList.contains('open')
  }

  /** Goes back to the list: by Back, which restores its scroll, or to its address. */
  close(url = new URL(this.closed())): void {
    if ((history.state as { within?: boolean } | null)?.within) history.back()
    else void this.go(url)
  }

  /** The address of the present state with nothing open. */
  closed(): string {
    const url = new URL(location.href)
    for (const name of ['gap', 'place', 'comune', 'cell']) url.searchParams.delete(name)
    url.hash = ''
    return url.href
  }

  /** The reader moved the map: the address follows, without a new entry in the history. */
  moved(pos: string): void {
    const url = new URL(location.href)
    url.searchParams.set('pos', pos)
    this.rename(url)
  }

  /** The same state under another address, without a new entry in the history. */
  rename(url: URL): void {
    history.replaceState(history.state, '', tidy(url))
    this.shown = location.pathname + location.search
  }

  async go(url: URL, { push = true, scroll = 0 }: Visit = {}): Promise<void> {
    this.running?.abort()
    this.leaving()
    const mine = (this.running = new AbortController())
    document.body.setAttribute('aria-busy', 'true')
    try {
      const answer = await fetch(url.pathname + url.search, { signal: mine.signal, headers: { Accept: 'text/html' } })
      if (!answer.ok) return location.assign(url)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (mine.signal.aborted) return
      this.remember(url, push)
      this.shown = location.pathname + location.search
      this.swap(page)
      this.events.changed(readJSON<Config>(document, 'map-config'), url)
      this.look(url, push, scroll)
    } catch (err) {
      if (mine.signal.aborted) return
      console.warn('column', err)
      this.events.failed()
    } finally {
      if (this.running === mine) document.body.removeAttribute('aria-busy')
    }
  }

  private remember(url: URL, push: boolean): void {
    if (!push) return
    history.replaceState({ ...(history.state as object | null), scroll: scroller().scrollTop }, '')
    history.pushState({ within: !this.open() }, '', tidy(url))
  }

  private swap(page: Document): void {
    const focused = document.activeElement as HTMLInputElement | null
    const again = focused?.closest('#choices') ? `[name="${focused.name}"][value="${focused.value}"], select[name="${focused.name}"]` : ''
    for (const id of SWAPPED) {
      const fresh = page.getElementById(id)
      const old = document.getElementById(id)
      if (fresh && old) old.replaceWith(document.importNode(fresh, true))
    }
    for (const name of ['header.top', 'footer.foot']) {
      const fresh = page.querySelector(name)
      const old = document.querySelector(name)
      if (fresh && old && !old.contains(document.activeElement)) old.replaceWith(document.importNode(fresh, true))
    }
    const q = document.getElementById('q') as HTMLInputElement | null
    if (q && q !== document.activeElement) q.value = page.querySelector<HTMLInputElement>('#q')?.value ?? ''
    document.title = page.title
    for (const c of ['open', 'showmap']) document.body.classList.toggle(c, page.body.classList.contains(c))
    if (again) document.querySelector<HTMLElement>(`#choices ${again}`)?.focus({ preventScroll: true })
  }

  private look(url: URL, push: boolean, scroll: number): void {
    const anchor = url.hash ? document.getElementById(url.hash.slice(1)) : null
    if (anchor) return anchor.scrollIntoView()
    scroller().scrollTo({ top: push ? (this.open() ? 0 : scroller().scrollTop) : scroll, behavior: 'instant' })
    if (this.open()) document.querySelector<HTMLElement>('#panel .title')?.focus({ preventScroll: true })
  }
}

/** What scrolls: the column on wide screens, the page on phones. */
function scroller(): Element {
  const column = document.getElementById('column')
  return column && getComputedStyle(column).overflowY === 'auto' ? column : (document.scrollingElement ?? document.body)
}

/** Commas in an address stay readable. */
function tidy(url: URL): string {
  return url.pathname + url.search.replaceAll('%2C', ',') + url.hash
}
