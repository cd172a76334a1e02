// The map inside pages of others: it draws, and what is clicked opens in the atlas.
import './styles/site.scss'

import { note } from './home/announce'
import { Stage } from './home/stage'
import { readJSON, type Config, type Words } from './map/config'

document.documentElement.classList.add('js')

const words = readJSON<Words>(document, 'map-texts')
const el = document.getElementById('map') as HTMLElement
const whole = new URL(el.dataset['whole'] ?? '/', location.href)

const stage = new Stage(words, {
  open(found) {
    if (found.sort === 'cluster' || found.sort === 'many') return
    const url = new URL(whole)
    url.searchParams.set(found.sort, found.id)
    if (stage.pos()) url.searchParams.set('pos', stage.pos())
    window.open(url, '_blank', 'noopener')
  },
  stale: () => location.reload(),
  moved: () => undefined,
})

const legend = document.getElementById('legendbox') as HTMLDetailsElement | null
if (legend && matchMedia('(max-width: 767.98px)').matches) legend.open = false
note(document.querySelector('.sentence')?.textContent ?? '')
stage.whenSeen(readJSON<Config>(document, 'map-config'), new URL(location.href).searchParams.get('pos'))
