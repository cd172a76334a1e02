// What the pages that are read, not explored, need of scripts: very little.
import './styles/site.scss'

import { Fresh } from './fresh'

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

new Fresh().watch()
