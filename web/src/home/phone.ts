import type { Words } from '../map/config'
import type { Column } from './column'
import { wireSheet } from './sheet'
import type { Stage } from './stage'

export interface Controls {
  /** The page shows another state now. */
  changed(url: URL): void
}

/** On a phone: one toggle between list and map, and the filters in a dialog. */
export function wirePhone(phone: MediaQueryList, words: Words, column: Column, _stage: Stage): Controls {
  const toggle = button('toggle-view')
  const filters = button('open-filters')
  filters.textContent = words['filters'] ?? ''
  const bar = document.createElement('div')
  bar.className = 'phonebar'
  bar.append(filters, toggle)
  document.body.append(bar)

  const dialog = document.createElement('dialog')
  dialog.className = 'filterdialog'
  dialog.setAttribute('aria-labelledby', 'filters-title')
  const title = document.createElement('h2')
  title.id = 'filters-title'
  title.textContent = words['filters'] ?? ''
  const close = button('close')
  close.textContent = words['close'] ?? ''
  const head = document.createElement('header')
  head.append(title, close)
  const show = button('btn btn-primary')
  const body = document.createElement('div')
  dialog.append(head, body, show)
  document.body.append(dialog)

  const paint = () => {
    const map = document.body.classList.contains('showmap')
    toggle.textContent = (map ? words['tolist'] : words['tomap']) ?? ''
    show.textContent = document.getElementById('panel')?.dataset['show'] || (words['tolist'] ?? '')
    const legend = document.getElementById('legendbox') as HTMLDetailsElement | null
    if (legend) legend.open = !phone.matches
  }
  toggle.addEventListener('click', () => {
    const url = new URL(location.href)
    if (document.body.classList.toggle('showmap')) url.searchParams.set('view', 'map')
    else url.searchParams.delete('view')
    column.rename(url)
    paint()
    scrollTo({ top: 0 })
  })
  // The very same fields move into the dialog and back: nothing is kept twice.
  filters.addEventListener('click', () => {
    const choices = document.getElementById('choices')
    const form = document.getElementById('filters') as HTMLFormElement
    if (!choices) return
    adopt(choices, form.id)
    body.append(choices)
    dialog.showModal()
  })
  for (const b of [show, close]) b.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => {
    const choices = document.getElementById('choices')
    if (choices) document.getElementById('filters')?.append(choices)
    filters.focus()
  })
  // On wide screens the legend is always open, whatever a key does to it.
  document.getElementById('legendbox')?.addEventListener('toggle', (e) => {
    if (!phone.matches) (e.target as HTMLDetailsElement).open = true
  })
  phone.addEventListener('change', () => {
    if (!phone.matches && dialog.open) dialog.close()
    paint()
  })
  wireSheet(words)
  paint()
  return {
    changed() {
      const choices = document.getElementById('choices')
      if (choices && dialog.open) adopt(choices, 'filters')
      paint()
      if (document.body.classList.contains('open') && !column.open()) paint()
    },
  }
}

/** Ties fields to their form wherever they stand. */
function adopt(choices: Element, form: string): void {
  for (const field of choices.querySelectorAll('input, select')) field.setAttribute('form', form)
}

function button(name: string): HTMLButtonElement {
  const b = document.createElement('button')
  b.type = 'button'
  b.className = name
  return b
}
