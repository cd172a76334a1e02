// The pages of moderation: the map of both positions, loaded when it comes into
// sight. Without it the sketch stays, and says the same.
import './styles/site.scss'
import './pin.scss'
import './compare.scss'

import { readJSON } from './map/config'
import type { Compared } from './compare-map'
import { wirePoint } from './compare-point'

wirePoint()

const stage = document.getElementById('compare-map')
const sketch = document.querySelector('#compare-sketch svg')
if (stage && sketch) {
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((s) => s.isIntersecting)) return
    observer.disconnect()
    void draw(stage, sketch)
  }, { rootMargin: '200px' }).observe(sketch)
}

/** Puts the map over the sketch. The sketch stays where there is no WebGL. */
async function draw(stage: HTMLElement, sketch: Element): Promise<void> {
  const config = readJSON<Compared>(document, 'compare-config')
  try {
    const { drawCompared } = await import('./compare-map')
    stage.hidden = false
    await drawCompared(stage, config)
    sketch.classList.add('covered')
    sketch.setAttribute('aria-hidden', 'true')
  } catch (err) {
    console.warn('map', err)
    stage.hidden = true
    const p = document.createElement('p')
    p.className = 'hint'
    p.textContent = config.words['failed'] ?? ''
    stage.closest('figure')?.append(p)
  }
}
