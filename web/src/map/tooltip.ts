interface At {
  x: number
  y: number
}

/** A small note beside the pointer, made of text nodes only. */
export class Tooltip {
  private readonly root = document.createElement('div')

  constructor(private readonly parent: HTMLElement) {
    this.root.className = 'tip'
    this.root.hidden = true
    parent.append(this.root)
  }

  /** The first line is the name, the others follow it. */
  show(at: At, lines: string[]): void {
    if (this.root.dataset['choosing']) return
    this.root.replaceChildren(
      ...lines.filter(Boolean).map((line, i) => {
        const el = document.createElement(i ? 'span' : 'strong')
        el.textContent = line
        return el
      }),
    )
    this.place(at)
  }

  /** Lists several places that share a point, to choose one. */
  choose(at: At, title: string, places: { id: string; name: string }[], onChoice: (id: string) => void): void {
    const head = document.createElement('strong')
    head.textContent = title
    const buttons = places.map(({ id, name }) => {
      const b = document.createElement('button')
      b.type = 'button'
      b.textContent = name
      b.addEventListener('click', () => {
        this.hide()
        onChoice(id)
      })
      return b
    })
    this.root.replaceChildren(head, ...buttons)
    this.root.dataset['choosing'] = 'yes'
    this.place(at)
    buttons[0]?.focus()
  }

  hide(): void {
    delete this.root.dataset['choosing']
    this.root.hidden = true
  }

  private place({ x, y }: At): void {
    this.root.hidden = false
    const { clientWidth: w, clientHeight: h } = this.parent
    const left = Math.max(4, Math.min(x + 14, w - this.root.offsetWidth - 4))
    const top = y + 14 + this.root.offsetHeight > h ? y - this.root.offsetHeight - 10 : y + 14
    this.root.style.transform = `translate(${left}px, ${Math.max(4, top)}px)`
  }
}
