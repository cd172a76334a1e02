// The form of an entry: points for the address while one types, a map with a pin
// when it is asked for, a draft that saves itself. Without all this the form is
// the same, and takes a button more.
import './styles/site.scss'
import './entry.scss'

import { wireChanges } from './entry-changes'
import { wireDraft } from './entry-draft'
import { Points } from './entry-points'
import { readJSON, type Words } from './map/config'
import { wirePin } from './pin'

document.documentElement.classList.add('js')

const form = document.getElementById('entryform')
if (form instanceof HTMLFormElement) {
  const words = readJSON<Words>(document, 'entry-texts')
  const points = new Points(form, words)
  wirePin(points, words)
  if (form.dataset['draft'] !== undefined) wireDraft(form, words)
  else wireChanges(form, words)
}
