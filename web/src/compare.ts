// The pages of moderation: the map of both positions, loaded when it comes into
// sight. Without it the sketch stays, and says the same.
import './styles/site.scss'
import './compare.scss'

import { readJSON } from './map/config'
import type { Compared } from './compare-map'

const stage = document.getElementById('compare-map')
const sketch = document.querySelector('#compare-sketch svg')
if (stage && sketch) {
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((s) => s.isIntersecting)) return
    observer.disconnect()
    void draw(stage, sketch)
  }, { rootMargin: '200px' }).observe(sketch)
}

/** Puts the map where the sketch is. The sketch stays where there is no WebGL. */
async function draw(stage: HTMLElement, sketch: Element): Promise<void> {
  const config = readJSON<Compared>(document, 'compare-config')
  try {
    const { drawCompared } = await import('./compare-map')
    stage.hidden = false
    stage.style.height = `${sketch.getBoundingClientRect().height}px`
    await drawCompared(stage, config)
    sketch.setAttribute('hidden', '')
  } catch (err) {
    console.warn('map', err)
    const p = document.createElement('p')
    p.className = 'hint'
    p.textContent = config.words['failed'] ?? ''
    stage.style.height = ''
    stage.replaceChildren(p)
  }
}
