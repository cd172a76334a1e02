// The first page: filters that answer at once, details beside the map, and the
// map itself, loaded only when it is seen. Without all this the page still works.
import './styles/site.scss'

import { Fresh } from './fresh'
import { announce, note } from './home/announce'
import { Column } from './home/column'
import { wireFilters } from './home/filters'
import { Stage } from './home/stage'
import { wirePhone } from './home/phone'
import { readJSON, type Config, type Words } from './map/config'

document.documentElement.classList.add('js')

const words = readJSON<Words>(document, 'map-texts')
const phone = matchMedia('(max-width: 767.98px)')

const fresh = new Fresh()
fresh.watch()

const column = new Column({
  changed(config: Config, url: URL) {
    stage.update(config, url.searchParams.get('pos'))
    controls.changed(url)
    announce()
  },
  failed: () => note(words['failed'] ?? ''),
})

const stage = new Stage(words, {
  open(found) {
    if (found.sort === 'cluster' || found.sort === 'many') return
    const url = new URL(column.closed())
    url.searchParams.set(found.sort, found.id)
    if (phone.matches) url.searchParams.set('view', 'map')
    url.searchParams.set('pos', stage.pos())
    void column.go(url)
  },
  stale: () => fresh.tell(),
  moved: (pos) => column.moved(pos),
})

const controls = wirePhone(phone, words, column, stage)
wireFilters(column)
column.wire({ hint: (gap) => stage.hint(gap), asMap: () => phone.matches })
stage.whenSeen(readJSON<Config>(document, 'map-config'), new URL(location.href).searchParams.get('pos'))
