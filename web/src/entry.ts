// The form of an entry: points for the address while one types, a map with a pin
// when it is asked for, a draft that saves itself. Without all this the form is
// the same, and takes a button more.
import './styles/site.scss'
import './pin.scss'
import './entry.scss'

import { Changes } from './entry-changes'
import { Draft, rename } from './entry-draft'
import { keep, putBack } from './entry-keep'
import { Points } from './entry-points'
import { readJSON, type Words } from './map/config'
import { wirePin } from './pin'

document.documentElement.classList.add('js')

const form = document.getElementById('entryform')
if (form instanceof HTMLFormElement) {
  const words = readJSON<Words>(document, 'entry-texts')
  const points = new Points(form, words)
  wirePin(points, words)
  if (form.dataset['draft'] !== undefined) draft(form, points, words)
  else changes(form, points, words)
} else history.replaceState(history.state, '') // an answer to a form: Back does not ask to send it again

function draft(form: HTMLFormElement, points: Points, words: Words): void {
  const draft = new Draft(form, words)
  const before = (form.elements.namedItem('draft') as HTMLInputElement).value
  const back = putBack(form)
  points.set(back)
  history.replaceState(history.state, '') // see above
  rename(before)
  if (back) draft.resume(back)
}

function changes(form: HTMLFormElement, points: Points, words: Words): void {
  const changes = new Changes(form, words)
  const back = putBack(form)
  points.set(back)
  history.replaceState(history.state, '')
  if (back) form.dispatchEvent(new Event('input', { bubbles: true }))
  const leave = () => {
    if (form.dataset['typed'] !== undefined || changes.changed().length > 0) keep(form, false)
  }
  addEventListener('beforeunload', leave)
  addEventListener('pagehide', leave)
}
