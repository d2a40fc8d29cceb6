/* The form of an image: its focal point, and, for a new one, what the file says of itself. */

import { addressOf, startFocal } from "articles/focal"
import { propose, sendImage, takeDrops } from "articles/library"

const root = document.querySelector("[data-image-form]")
if (root) start(root)

function start(root) {
  const form = root.closest("form")
  const { focal_x: across, focal_y: down, file: chooser } = form.elements
  if (!across || !down) return // to be looked at only
  const focal = startFocal(root.querySelector("[data-focal]"), [across, down])
  if (!chooser) return
  const wait = root.querySelector(".image-form-wait")
  let asked = new AbortController()

  async function look() {
    const file = chooser.files[0]
    asked.abort()
    asked = new AbortController()
    propose(form, {}, "")
    const address = file ? await addressOf(file) : null
    wait.hidden = address !== null
    focal.show(address)
    if (file) ask(file, asked.signal)
  }

  async function ask(file, signal) {
    const data = new FormData()
    data.append("file", file)
    try {
      const says = root.dataset
      const { proposals = {} } = await sendImage(says.upload, data, { signal, says })
      propose(form, proposals, says.proposed)
    } catch {
      // The form itself says what is wrong when it is sent.
    }
  }

  function take(file) {
    const transfer = new DataTransfer()
    transfer.items.add(file)
    chooser.files = transfer.files
    look()
  }

  chooser.addEventListener("change", look)
  takeDrops(document, { take, show: root })
  if (chooser.files[0]) look() // chosen before this ran
}
